"""What people decide on findings: raise a supervision order of each, or dismiss it with a reason.

Matter by matter, each in a transaction of its own; what is refused stops none of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from huiyin.duties.models import Looked
from huiyin.duties.queries.standing import PROCESS
from huiyin.duties.watching.drafting import draft, pack_of
from huiyin.duties.watching.rules import Rule, cutoffs, rule_of
from huiyin.duties.watching.statements import held, holds_sql
from huiyin.engine.definition import Role
from huiyin.engine.explain import N_
from huiyin.engine.forms import storable
from huiyin.engine.process import Refusal
from huiyin.matters import policy
from huiyin.matters.actions import register
from huiyin.matters.errors import Refused
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor, PostView

MOST = 100
"""Findings in one go."""
LONGEST_REASON = 400
SENTENCES: Mapping[str, str] = {
    "not_found": N_("There is no such finding."),
    "not_allowed": N_("Only a supervisor of a unit above decides on this."),
    "sealed": N_("A sealed matter is supervised by those named on it, by hand."),
    "no_order": N_("This rule only tells, it draws up no order."),
    "decided": N_("Somebody has decided on this already."),
    "settled": N_("It no longer holds: somebody has acted meanwhile."),
    "reason": N_("Give a reason, at most 400 characters."),
}


class Undecidable(Exception):
    """A decision that is not possible; `code` is a key of SENTENCES, or of a refusal."""

    def __init__(self, code: str, refusal: Refusal | None = None) -> None:
        super().__init__(code)
        self.code, self.refusal = code, refusal


Found = tuple[Looked, Rule]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one finding: the order that was raised, nothing more (dismissed), or why not:
    a code of SENTENCES, or the refusal of the act."""

    id: int
    number: str = ""
    order: str = ""
    code: str = ""
    refusal: Refusal | None = None

    @property
    def is_done(self) -> bool:
        return not self.code


Decide = Callable[[Sequence[Found], PostView, datetime], str]


def raise_orders(ids: Sequence[int], *, by: Actor, via: str = "desk") -> list[Outcome]:
    """Register supervision orders, filled in from the findings: one for each matter, with a ground
    for each of its findings. Raises ValueError for more than MOST."""

    def decide(found: Sequence[Found], _post: PostView, now: datetime) -> str:
        matter = found[0][0].matter
        done = register(PROCESS, by=by, data=draft(found, now), pack=pack_of(matter), via=via)
        for looked, _rule in found:
            looked.order = done.matter
            looked.save(update_fields=["order"])
        return done.matter.number

    return _by_matter(ids, by, decide, for_order=True)


def dismiss(ids: Sequence[int], reason: str, *, by: Actor) -> list[Outcome]:
    """Say of each finding why no order is raised. Raises Undecidable (`reason`), ValueError for
    more than MOST."""
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON or not storable(said):
        raise Undecidable("reason")

    def decide(found: Sequence[Found], post: PostView, now: datetime) -> str:
        for looked, _rule in found:
            looked.dismissed_reason, looked.dismissed_at = said, now
            looked.dismissed_by_id = post.id
            looked.save(update_fields=["dismissed_reason", "dismissed_at", "dismissed_by"])
        return ""

    return _by_matter(ids, by, decide, for_order=False)


def supervising(actor: Actor, matter: Matter) -> PostView | None:
    """The supervisor's post above the unit that has the matter; None when there is none."""
    above = set(matter.owner_unit.above)
    posts = actor.posts_with(Role.SUPERVISOR)
    return next((post for post in posts if post.unit_id in above), None)


def _by_matter(ids: Sequence[int], by: Actor, decide: Decide, *, for_order: bool) -> list[Outcome]:
    """The answer for each finding, in the order asked for."""
    if len(ids) > MOST:
        msg = f"at most {MOST} findings at once, not {len(ids)}"
        raise ValueError(msg)
    matters = dict(Looked.objects.filter(pk__in=ids).values_list("pk", "matter_id"))
    groups: dict[UUID, list[int]] = {}
    for one in dict.fromkeys(ids):
        if one in matters:
            groups.setdefault(matters[one], []).append(one)
    answers = {
        outcome.id: outcome
        for group in groups.values()
        for outcome in _matter(group, by, decide, for_order=for_order)
    }
    return [answers.get(one, Outcome(one, code="not_found")) for one in dict.fromkeys(ids)]


def _matter(ids: Sequence[int], by: Actor, decide: Decide, *, for_order: bool) -> list[Outcome]:
    """Decide on the findings of one matter in one transaction; those that cannot be decided on
    are left out."""
    answers: list[Outcome] = []
    decided: list[Found] = []
    order, refusal = "", None
    try:
        with transaction.atomic():
            now = timezone.now()
            for one in ids:
                try:
                    looked = _locked(one, by)
                    post = _post(looked, by)
                    decided.append((looked, _rule(looked, now, for_order=for_order)))
                except Undecidable as error:
                    answers.append(Outcome(one, code=error.code))
            if decided:
                order = decide(decided, post, now)
    except Refused as refused:
        refusal = refused.refusal
    code = refusal.code if refusal else ""
    done = [
        Outcome(looked.pk, looked.matter.number, order, code, refusal) for looked, _rule in decided
    ]
    return [*answers, *done]


def _locked(looked_id: int, by: Actor) -> Looked:
    visible = Matter.objects.filter(policy.visible(by))
    rows = Looked.objects.select_for_update(of=("self",)).filter(matter__in=visible, pk=looked_id)
    found = rows.select_related("matter__owner_unit", "matter__intake_unit__division").first()
    if found is None:
        raise Undecidable("not_found")
    return found


def _post(looked: Looked, by: Actor) -> PostView:
    post = supervising(by, looked.matter)
    if post is None:
        raise Undecidable("not_allowed")
    return post


def _rule(looked: Looked, now: datetime, *, for_order: bool) -> Rule:
    """The rule that holds still and on which nobody has decided."""
    if looked.order_id is not None or looked.dismissed_reason:
        raise Undecidable("decided")
    rule = rule_of(looked.matter.pack, looked.watch)
    if rule is None or looked.settled_at is not None or not _holds(looked, rule, now):
        raise Undecidable("settled")
    if for_order and rule.shape.act != "order":
        raise Undecidable("no_order")
    if for_order and looked.matter.sealed:
        raise Undecidable("sealed")
    return rule


def _holds(looked: Looked, rule: Rule, now: datetime) -> bool:
    """Whether it is still so at this moment: the sweep looked in the morning."""
    cuts = cutoffs(rule.shape.over, now) if rule.shape.over is not None else None
    source, where, values = held(rule, cuts)
    values |= {"matter": looked.matter_id, "occasion": looked.occasion}
    with connection.cursor() as cursor:
        cursor.execute(holds_sql(rule, source, where), values)
        row = cursor.fetchone()
    return bool(row and row[0])
