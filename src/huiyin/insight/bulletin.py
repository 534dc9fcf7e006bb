"""The monthly bulletin of places (X4): what was received, answered in time, resolved, found good.

One line for each place right below, in the order of their codes: nothing is ranked, and a place
from which little comes is marked for a visit, never praised (`engine.reporting`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, TextField
from django.db.models.functions import Coalesce

from huiyin.engine.figure_values import Leaf, Span
from huiyin.engine.ledger_rounds import latest
from huiyin.engine.method_shape import BulletinShape, IndicatorShape, Select
from huiyin.engine.reporting import quiet
from huiyin.insight.grouping import counts_by
from huiyin.insight.moments import within
from huiyin.insight.selecting import matters
from huiyin.matters.models import Clock
from huiyin.places.models import Division

EVENTS = ("received", "resolved", "rated", "satisfied")
TERMS = ("due", "in_time", "late")
_RUN = ("running", "paused", "stopped")
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Line:
    """The figures of a place and all below it. `visit`: so little comes from there that somebody
    should go; `lately` is what came in the months that this looks at."""

    place: Division
    counts: Counts
    lately: int
    visit: bool


@dataclass(frozen=True)
class Bulletin:
    total: Counts
    lines: Sequence[Line]


def bulletin(
    shape: BulletinShape, seen: Q, place: Division, month: date, now: datetime
) -> Bulletin:
    """The bulletin of a month for the places right below `place`; four statements."""
    depth = str(place.path).count(".") + 2
    span, *before = latest("month", month, shape.months)
    lately = Span(before[-1].first if before else span.first, span.last)
    events = _events(shape, seen, place, span, depth)
    terms = _terms(shape, seen, place, span, depth, now)
    received = _asked(shape, ("received",))
    recent = counts_by(received, seen, lately, place, _part("matter__", depth))
    places = list(place.children.filter(retired_on__isnull=True).order_by("code"))
    came = {str(one.path): recent.get(str(one.path), {}).get(Leaf("received"), 0) for one in places}
    low = quiet(came, shape.low)
    lines = [
        Line(one, _of(str(one.path), events, terms), came[str(one.path)], str(one.path) in low)
        for one in places
    ]
    every = {*events, *terms}
    total = {
        name: sum(_of(part, events, terms)[name] for part in every) for name in (*EVENTS, *TERMS)
    }
    return Bulletin(total, lines)


def select_for(shape: BulletinShape, of: str) -> Select:
    """The events behind a number of the bulletin. Raises LookupError where there are none."""
    select = getattr(shape, of) if of in EVENTS else None
    if not isinstance(select, Select):
        raise LookupError(of)
    return select


def _of(part: str, events: Mapping[str, Counts], terms: Mapping[str, Counts]) -> Counts:
    nothing = dict.fromkeys((*EVENTS, *TERMS), 0)
    return {**nothing, **events.get(part, {}), **terms.get(part, {})}


def _asked(shape: BulletinShape, names: Sequence[str]) -> dict[Leaf, IndicatorShape]:
    return {
        Leaf(name): IndicatorShape(count=select, zh=name, en=name, law=shape.law)
        for name, select in ((name, getattr(shape, name)) for name in names)
        if select is not None
    }


def _events(
    shape: BulletinShape, seen: Q, place: Division, span: Span, depth: int
) -> dict[str, Counts]:
    found = counts_by(_asked(shape, EVENTS), seen, span, place, _part("matter__", depth))
    return {
        part: {leaf.key: number for leaf, number in counts.items()}
        for part, counts in found.items()
    }


def terms_in(shape: BulletinShape, seen: Q, place: Division, span: Span) -> QuerySet[Clock]:
    """The terms of these clocks that end in the period."""
    return Clock.objects.filter(
        within("legal", span), key__in=shape.clocks, status__in=_RUN,
        matter__in=matters(seen, place).values("pk"),
    )  # fmt: skip


def kept(now: datetime) -> Mapping[str, Q]:
    """How a term that ends in the month stands: answered in time, or late."""
    return {
        "due": Q(), "in_time": Q(verdict="in_time"),
        "late": Q(verdict="late") | Q(verdict="", legal__lt=now),
    }  # fmt: skip


def _terms(
    shape: BulletinShape, seen: Q, place: Division, span: Span, depth: int, now: datetime
) -> dict[str, Counts]:
    rows = (
        terms_in(shape, seen, place, span)
        .annotate(part=_part("matter__", depth))
        .values("part")
        .annotate(**{name: Count("pk", filter=one) for name, one in kept(now).items()})
        .order_by()
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    return {row["part"] or "": {name: row[name] for name in TERMS} for row in found}


def _part(of: str, depth: int) -> Func:
    """The place right below in which a matter lies, as a path."""
    path = Coalesce(F(f"{of}place__path"), F(f"{of}intake_unit__division__path"))
    return Func(
        path,
        template=f"subltree(%(expressions)s, 0, LEAST(nlevel(%(expressions)s), {depth}))::text",
        output_field=TextField(),
    )
