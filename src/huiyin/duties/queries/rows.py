"""A duty as a page or the API shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.duties.methods import shape_of
from huiyin.duties.models import Duty
from huiyin.engine.definition import Text
from huiyin.engine.duty_filing import Standing, standing
from huiyin.matters import policy as matters
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor
from huiyin.people.models import Holding


@dataclass(frozen=True, slots=True)
class Shown:
    """One duty. `number` is empty without a matter that this person sees; `is_held` says whether
    somebody holds its post on the day (only where that was asked)."""

    id: int
    key: str
    name: Text | str
    law: str
    unit: str
    post: str
    day: date
    opens_at: datetime
    due_at: datetime
    filed_at: datetime | None
    is_zero: bool
    standing: Standing
    number: str
    is_held: bool

    @property
    def late_by(self) -> timedelta:
        """How late it was filed; nothing for one in time."""
        if self.filed_at is None or self.filed_at <= self.due_at:
            return timedelta()
        return self.filed_at - self.due_at


def with_holding(rows: QuerySet[Duty]) -> QuerySet[Duty]:
    """Ask too whether somebody holds the post on the duty's day (`is_held`)."""
    held = Holding.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("day")),
        post=OuterRef("post"), starts_on__lte=OuterRef("day"),
    )  # fmt: skip
    return rows.annotate(is_held=Exists(held))


def shown(actor: Actor, found: Iterable[Duty], now: datetime) -> list[Shown]:
    """Duties (loaded with `unit` and `post`) with what this person may see of their matters; one
    statement, or none."""
    rows = list(found)
    ids = {one.matter_id for one in rows if one.matter_id is not None}
    visible = Matter.objects.filter(matters.visible(actor), pk__in=ids) if ids else None
    numbers = dict(visible.values_list("pk", "number")) if visible is not None else {}
    return [
        _shown(one, numbers.get(one.matter_id, "") if one.matter_id else "", now) for one in rows
    ]


def _shown(one: Duty, number: str, now: datetime) -> Shown:
    shape = shape_of(one.pack, one.key)
    return Shown(
        one.pk, one.key, shape or one.key, shape.law if shape else "", one.unit.name,
        one.post.title if one.post else "", one.day, one.opens_at, one.due_at, one.filed_at,
        one.is_zero, standing(one.opens_at, one.due_at, one.filed_at, now), number,
        bool(getattr(one, "is_held", one.post_id is not None)),
    )  # fmt: skip
