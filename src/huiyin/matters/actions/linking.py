"""Relating two matters by hand, and undoing it: for somebody who may see both of them."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huiyin.common.ids import NumberError, parse_number
from huiyin.engine.forms import FieldError, storable
from huiyin.engine.process import Refusal
from huiyin.matters import policy
from huiyin.matters.actions.door import begin
from huiyin.matters.actions.links import Hand, lock, make, refusal, undo
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.models import Link, LinkKind, Matter
from huiyin.people.actor import Actor, PostView

ACTION: Final = "link"
BY_HAND: Final = (
    LinkKind.REPEAT_OF,
    LinkKind.SAME_ISSUE,
    LinkKind.SPLIT_FROM,
    LinkKind.SETTLED_BY,
)
"""Reviews, supervision and merges have acts of their own."""
LONGEST_REASON: Final = 500


def link(source_id: UUID, number: str, kind: str, *, by: Actor) -> Link:
    """Say that the matter `source_id` KIND the matter `number`; the row, which stands in events
    of both. Raises NotVisible; Refused (`not_allowed`, `form`). Nothing is changed then."""
    if kind not in BY_HAND:
        raise _wrong("kind", "choice", kind, ", ".join(BY_HAND))
    with transaction.atomic():
        moment = begin(numbered=False)
        target_id = _visible_id(number, by)
        both = _lock_visible({source_id, target_id}, by)
        if source_id not in both:
            raise NotVisible(source_id)
        source, target = both[source_id], both[target_id]
        post = _post(by, source)
        if rule := refusal(source, target, kind):
            raise _wrong("number", rule, target.number)
        hand = Hand(by, post, moment.recorded_at, moment.recorded_at)
        return make(source, target, kind, hand)


def unlink(link_id: UUID, *, by: Actor, reason: str) -> Link:
    """Undo a relation that was made by hand or by an act, except a merge. The row stays, both
    histories say so. Raises NotVisible; Refused (`not_allowed`, `undone_by_act`, `form`)."""
    reason = _reason(reason)
    with transaction.atomic():
        moment = begin(numbered=False)
        row = Link.objects.filter(pk=link_id, undone_seq__isnull=True).first()
        if row is None:
            raise NotVisible(link_id)
        both = _lock_visible({row.source_id, row.target_id}, by)
        if len(both) < 2:
            raise NotVisible(link_id)
        row.refresh_from_db(fields=["undone_seq"])
        if row.undone_seq is not None:
            raise NotVisible(link_id)
        row.source, row.target = both[row.source_id], both[row.target_id]
        post = policy.post_for(by, ACTION, row.source) or _post(by, row.target)
        if row.kind not in BY_HAND:
            raise Refused(Refusal("undone_by_act"))
        undo(row, Hand(by, post, moment.recorded_at, moment.recorded_at), reason)
        return row


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise _wrong("reason", "required")
    if not storable(reason):
        raise _wrong("reason", "control_character")
    if len(reason) > LONGEST_REASON:
        raise _wrong("reason", "too_long", f"{reason[:20]}…", str(LONGEST_REASON))
    return reason


def _visible_id(number: str, by: Actor) -> UUID:
    try:
        canonical = parse_number(number)
    except NumberError:
        raise _wrong("number", "unknown_matter", number[:20]) from None
    found = Matter.objects.filter(policy.visible(by), number=canonical)
    key = found.values_list("pk", flat=True).first()
    if key is None:
        raise _wrong("number", "unknown_matter", canonical)
    return key


def _lock_visible(ids: set[UUID], by: Actor) -> dict[UUID, Matter]:
    """Those of the matters that the actor may see, locked in order of id."""
    seen = Matter.objects.filter(Q(pk__in=ids) & policy.visible(by)).values_list("pk", flat=True)
    return lock(seen)


def _post(by: Actor, matter: Matter) -> PostView:
    post = policy.post_for(by, ACTION, matter)
    if post is None:
        raise Refused(Refusal("not_allowed", {"who": ", ".join(sorted(policy.ACTIONS[ACTION]))}))
    return post


def _wrong(field: str, rule: str, value: str = "", limit: str = "") -> Refused:
    return Refused(Refusal("form", errors=(FieldError(field, rule, value, limit),)))
