"""Disposal lists (销毁清册): who proposes one and who, another person, decides it.

A list holds matters of one unit whose retention is over. Carrying it out is `carrying_out`.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from huiyin.archive import due, tasks
from huiyin.archive.deciding import account_of, checked
from huiyin.archive.errors import Impossible
from huiyin.archive.models import Disposal, DisposalItem, DisposalStatus, ItemState, Record
from huiyin.common.ids import NumberError, parse_number
from huiyin.engine.definition import Role
from huiyin.letters.numbers import next_serial, number
from huiyin.matters import policy
from huiyin.matters.actions.door import Moment, begin
from huiyin.matters.errors import NotVisible
from huiyin.packs import retention_file
from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Unit

MOST = 500
"""Matters on one list: what one head can look through."""


def propose(actor: Actor, numbers: Sequence[str] | None, remark: str = "") -> Disposal:
    """Put due matters of one unit on a new list; `numbers=None` takes all that are free (at most
    `MOST`, those due first). Raises Impossible (`not_allowed`, `nothing_chosen`, `too_many`,
    `not_due`); nothing is written then.
    """
    remark = checked(remark, required=False)
    if not due.proposing_posts(actor):
        raise Impossible("not_allowed")
    wanted = None if numbers is None else _canonical(numbers)
    with transaction.atomic():
        moment = begin(numbered=False)
        post, records = _chosen(actor, wanted)
        disposal = _new(actor, post, len(records), remark, moment)
        DisposalItem.objects.bulk_create(
            DisposalItem(disposal=disposal, place=place, matter_id=record.pk)
            for place, record in enumerate(records, start=1)
        )
        return disposal


def approve(actor: Actor, disposal_id: UUID) -> Disposal:
    """Approve a list: a worker carries it out. Raises NotVisible; Impossible (`not_allowed`,
    `same_person`, `already_decided`)."""
    with transaction.atomic():
        disposal = _decide(actor, disposal_id, DisposalStatus.APPROVED)
        tasks.carry_out_list.defer(disposal_id=str(disposal.pk))
        return disposal


def reject(actor: Actor, disposal_id: UUID, reason: str) -> Disposal:
    """Reject a list: its matters are kept and can be proposed again. Raises as `approve` does, and
    Impossible (`reason_required`)."""
    reason = checked(reason, required=True)
    with transaction.atomic():
        disposal = _decide(actor, disposal_id, DisposalStatus.REJECTED, reason)
        disposal.items.update(state=ItemState.DROPPED)
        return disposal


def visible(actor: Actor) -> QuerySet[Disposal]:
    """Lists of the actor's units and those below, without any that names a matter hidden from
    them: a sealed matter does not show by its place on a list either."""
    archival = policy.ACTIONS["dispose"] | policy.ACTIONS["hold"]
    posts = [post for post in actor.posts if Role(post.role) in archival]
    scope = Q(unit__in={post.unit_id for post in posts})
    for post in posts:
        if "below" in policy.VISIBLE[Role(post.role)]:
            scope |= Q(unit__above__contains=[post.unit_id])
    seen = due.visible_to(actor).values("pk")
    hidden = DisposalItem.objects.filter(disposal=OuterRef("pk")).exclude(matter__in=seen)
    return Disposal.objects.filter(scope, ~Exists(hidden))


def deciding_post(actor: Actor, unit: Unit) -> PostView | None:
    """The post from which the actor may decide lists of a unit: head of it, or of one above."""
    heads = (post for post in actor.posts if Role(post.role) in policy.ACTIONS["erase"])
    scope = {unit.pk, *unit.above}
    return next((post for post in heads if post.unit_id in scope), None)


def _canonical(numbers: Sequence[str]) -> list[str]:
    if not numbers:
        raise Impossible("nothing_chosen")
    if len(numbers) > MOST:
        raise Impossible("too_many", limit=str(MOST))
    try:
        return sorted({parse_number(text) for text in numbers})
    except NumberError:
        raise Impossible("not_due", numbers=", ".join(numbers)[:200]) from None


def _chosen(actor: Actor, wanted: Sequence[str] | None) -> tuple[PostView, list[Record]]:
    """The records to list, all of one unit, and the post of that unit."""
    today = timezone.localdate()
    records = due.free(due.of_actor(actor, today), today).select_related("matter")
    if wanted is not None:
        records = records.filter(matter__number__in=wanted)
    found = list(records.order_by("destroy_after", "pk")[:MOST])
    if not found and wanted is None:
        raise Impossible("nothing_chosen")
    unit = found[0].unit_id if found else None
    found = [record for record in found if record.unit_id == unit]
    if wanted is not None and (missing := set(wanted) - {one.matter.number for one in found}):
        raise Impossible("not_due", numbers=", ".join(sorted(missing)))
    post = next(post for post in due.proposing_posts(actor) if post.unit_id == unit)
    return post, found


def _new(actor: Actor, post: PostView, size: int, remark: str, moment: Moment) -> Disposal:
    unit = Unit.objects.get(pk=post.unit_id)
    word = f"{unit.short_word}{retention_file.read().series.zh}"
    year = timezone.localtime(moment.recorded_at).year
    return Disposal.objects.create(
        number=number(word, year, next_serial(unit.pk, word, year)), unit=unit, size=size,
        proposed_at=moment.recorded_at, proposed_by_id=account_of(actor), proposed_post_id=post.id,
        remark=remark,
    )  # fmt: skip


def _decide(
    actor: Actor, disposal_id: UUID, status: DisposalStatus, answer: str = ""
) -> Disposal:  # fmt: skip
    moment = begin(numbered=False)
    locked = Disposal.objects.select_for_update(of=("self",)).select_related("unit")
    disposal = locked.filter(pk=disposal_id, pk__in=visible(actor).values("pk")).first()
    if disposal is None:
        raise NotVisible(disposal_id)
    post = deciding_post(actor, disposal.unit)
    if post is None:
        raise Impossible("not_allowed")
    if disposal.proposed_by_id == actor.account_id:
        raise Impossible("same_person")
    if disposal.status != DisposalStatus.PROPOSED:
        raise Impossible("already_decided")
    disposal.status, disposal.answer = status, answer
    disposal.decided_at, disposal.decided_by_id = moment.recorded_at, actor.account_id
    disposal.decided_post_id = post.id
    disposal.save(
        update_fields=["status", "answer", "decided_at", "decided_by", "decided_post"]
    )  # fmt: skip
    return disposal
