"""Rotas as values: the turns of a span of days, who stands in which slot, who is away.

A turn (班次) is one run of a rota: the reception of one day, 24 hours of duty. Moments are UTC, so
that hours are hours; days are local. Source: METHODS L4, X3, S7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

from huiyin.engine.calendar import Calendar
from huiyin.engine.method_shape import RotaShape
from huiyin.engine.terms import Unit

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """One run of a rota: the local day on which it begins, and from when to when (end excluded).
    `off`: the day is a weekend or a holiday; `night`: it passes midnight."""

    begins: datetime
    ends: datetime
    day: date
    off: bool
    night: bool


@dataclass(frozen=True, slots=True, order=True)
class Stand:
    """One person in one slot, from `begins` to `ends` (end excluded)."""

    begins: datetime
    ends: datetime
    slot: str
    person: str


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away on whole local days, both included."""

    person: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be planned from `first` to `last`, and the slots that their post allows;
    one for each post that they hold."""

    key: str
    slots: frozenset[str]
    first: date = date.min
    last: date = date.max

    def holds(self, day: date) -> bool:
        """Whether they hold the post on that day."""
        return self.first <= day <= self.last


def turns(
    shape: RotaShape, first: date, last: date, calendar: Calendar, zone: tzinfo
) -> tuple[Turn, ...]:
    """The turns that begin on the days from `first` to `last`, both included, in order of time."""
    begins = time.fromisoformat(shape.begins)
    days = (first + timedelta(offset) for offset in range((last - first).days + 1))
    return tuple(
        _turn(shape, datetime.combine(day, begins, zone).astimezone(UTC), calendar, zone)
        for day in days
        if shape.days == "day" or calendar.is_workday(day)
    )


def _turn(shape: RotaShape, begins: datetime, calendar: Calendar, zone: tzinfo) -> Turn:
    return seen_as_turn(begins, begins + timedelta(hours=shape.hours), calendar, zone)


def seen_as_turn(begins: datetime, ends: datetime, calendar: Calendar, zone: tzinfo) -> Turn:
    """Any span as a turn: whether it is a night, and on a day off (fairness counts these)."""
    day, last = begins.astimezone(zone).date(), (ends - timedelta.resolution).astimezone(zone)
    return Turn(begins, ends, day, off=not calendar.is_workday(day), night=last.date() > day)


def rest_of(shape: RotaShape) -> timedelta:
    """The least time between two shifts of one person."""
    if shape.rest is None:
        return timedelta()
    hours = 1 if shape.rest.unit is Unit.HOUR else 24
    return timedelta(hours=hours * shape.rest.amount)


def span_of(away: Away, zone: tzinfo) -> tuple[datetime, datetime]:
    """When an absence begins and ends (excluded): local midnights."""
    first = datetime.combine(away.first, time(), zone)
    return first.astimezone(UTC), datetime.combine(away.last + DAY, time(), zone).astimezone(UTC)


def meet(begins: datetime, ends: datetime, other: tuple[datetime, datetime]) -> bool:
    """Whether two spans have a moment in common."""
    return begins < other[1] and other[0] < ends


def overlaps(stands: Iterable[Stand]) -> list[tuple[Stand, Stand]]:
    """Pairs of shifts that ask one person to be in two places, in order of time."""
    return [
        (one, other)
        for mine in _by_person(stands)
        for place, one in enumerate(mine)
        for other in mine[place + 1 :]
        if other.begins < one.ends
    ]


def rest_broken(shape: RotaShape, stands: Iterable[Stand]) -> list[tuple[Stand, Stand]]:
    """Pairs of shifts of one person that follow one another with too little rest between."""
    rest = rest_of(shape)
    return [
        (one, after)
        for mine in _by_person(stands)
        for one, after in pairwise(mine)
        if one.ends <= after.begins < one.ends + rest
    ]


def _by_person(stands: Iterable[Stand]) -> Iterator[list[Stand]]:
    found: dict[str, list[Stand]] = {}
    for one in sorted(stands):
        found.setdefault(one.person, []).append(one)
    yield from found.values()
