"""Lists of duties: what a person has to file, what a unit has on a day, what it has not filed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from huiyin.duties.models import Duty
from huiyin.duties.queries.place import PAGE, Page, Place
from huiyin.duties.queries.rows import Shown, shown, with_holding
from huiyin.people.actor import Actor

SOON = timedelta(days=7)
"""So far ahead a person sees what is still to open."""
MOST = 60
FEW = 10


@dataclass(frozen=True, slots=True)
class Mine:
    """What a person's posts have to file now, what they have not filed in time (the newest first,
    keyset-paged), what opens within a week, what they filed last."""

    open: Sequence[Shown]
    missing: Page[Shown]
    coming: Sequence[Shown]
    filed: Sequence[Shown]


def mine(actor: Actor, now: datetime, after: Place | None = None) -> Mine:
    """A person's own duties, those of posts in which they stand in among them."""
    own = _rows().filter(post__in=actor.post_ids)
    undone = own.filter(filed_at__isnull=True)
    to_come = undone.filter(due_at__gte=now).order_by("due_at", "id")
    filed = own.filter(unit__in=actor.unit_ids, filed_at__isnull=False)
    return Mine(
        shown(actor, to_come.filter(opens_at__lte=now)[:MOST], now),
        _missing(actor, undone, now, after),
        shown(actor, to_come.filter(opens_at__gt=now, opens_at__lt=now + SOON)[:FEW], now),
        shown(actor, filed.order_by("-filed_at", "-id")[:FEW], now),
    )


def to_do(actor: Actor, now: datetime) -> tuple[int, int]:
    """(open now, missing) of a person's posts, each at most MOST; one statement."""
    own = Duty.objects.filter(post__in=actor.post_ids, filed_at__isnull=True)
    late = own.filter(due_at__lt=now)[:MOST].values("pk")
    now_open = own.filter(due_at__gte=now, opens_at__lte=now)[:MOST].values("pk")
    found = Duty.objects.filter(Q(pk__in=late) | Q(pk__in=now_open))
    dues = list(found.values_list("due_at", flat=True))
    missing = sum(due < now for due in dues)
    return len(dues) - missing, missing


def missing_in(
    actor: Actor, unit: UUID, seen: Q, now: datetime, after: Place | None = None
) -> Page[Shown]:
    """What a unit has not filed though it was due, the newest first."""
    rows = with_holding(_rows()).filter(seen, unit=unit, filed_at__isnull=True)
    return _missing(actor, rows, now, after)


def of_day(
    actor: Actor, unit: UUID, seen: Q, day: date, now: datetime, after: int = 0
) -> Page[Shown]:
    """The duties of a unit on a day, in the order in which they were made."""
    rows = with_holding(_rows()).filter(seen, unit=unit, day=day, pk__gt=after).order_by("pk")
    found = list(rows[: PAGE + 1])
    listed = shown(actor, found[:PAGE], now)
    return Page(listed, str(listed[-1].id) if len(found) > PAGE else "")


def _missing(actor: Actor, rows: QuerySet[Duty], now: datetime, after: Place | None) -> Page[Shown]:
    rows = rows.filter(due_at__lt=now)
    if after is not None:
        rows = rows.filter(Q(TupleLessThan(Tuple(F("due_at"), F("id")), (after.moment, after.id))))
    found = list(rows.order_by("-due_at", "-id")[: PAGE + 1])
    listed = shown(actor, found[:PAGE], now)
    more = len(found) > PAGE
    return Page(listed, str(Place(listed[-1].due_at, listed[-1].id)) if more else "")


def _rows() -> QuerySet[Duty]:
    return Duty.objects.select_related("unit", "post")
