"""Duties of a span of days, made ahead for every unit in whose place a method with duties is in
force.

Each batch of units is a transaction of its own: a run that was stopped is started again and makes
what is still missing. Running twice makes nothing twice. What is not filed and still to come
follows the method when that has changed; what was filed stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from huiyin.duties.methods import method_of, spans_of
from huiyin.duties.scope import Place, places
from huiyin.duties.writing import Plan, Rule, insert, prepare, replace
from huiyin.engine import recurrence
from huiyin.engine.calendar import Calendar
from huiyin.engine.method_shape import DutyShape
from huiyin.matters.history import zone
from huiyin.places import calendars

MOST = 60_000
"""Rows of a batch: a second or two of work, and at most that much is done again."""
AHEAD = 35
"""Days for which duties stand ready: a month and what its last week opens."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What a run did: rows made, rows taken back because the method or the posts have changed, and
    the units gone through."""

    made: int = 0
    taken_back: int = 0
    units: int = 0


def generate(
    first: date,
    last: date,
    divisions: Collection[str] | None = None,
    *,
    now: datetime | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> Generated:
    """Make the duties of the days `first` to `last`, both included, everywhere or below the
    divisions of these codes. `advance(done, all)` is called with units after every batch."""
    at = now or timezone.now()
    found = places(divisions)
    made = taken_back = done = 0
    for batch in _batches(found, first, last):
        with transaction.atomic(), connection.cursor() as cursor:
            prepare(cursor)
            taken_back += replace(cursor, batch.plan, at)
            made += insert(cursor, batch.plan)
        done += batch.units
        if advance is not None:
            advance(done, len(found))
    return Generated(made, taken_back, done)


@dataclass(frozen=True, slots=True)
class _Batch:
    plan: Plan
    units: int


@dataclass(frozen=True)
class _Group:
    """Units with the same method and the same calendar: their duties fall on the same days."""

    pack: str
    rules: Sequence[Rule]
    shapes: Sequence[DutyShape]

    def plan(self, units: Sequence[Place], first: date, last: date) -> Plan:
        asked = [
            (rule.key, unit.unit_id)
            for rule, shape in zip(self.rules, self.shapes, strict=True)
            for unit in units
            if unit.has(shape.owners)
        ]
        return Plan(self.pack, first, last, [one.unit_id for one in units], self.rules, asked)

    @property
    def times(self) -> int:
        """How often something is due, at most, for one post."""
        return sum(len(rule.times) for rule in self.rules)


def _batches(found: Sequence[Place], first: date, last: date) -> Iterator[_Batch]:
    newest = calendars.stamp()
    groups: dict[tuple[str, str], tuple[Calendar, list[Place]]] = {}
    for unit in found:
        calendar = calendars.calendar_of(unit.path, newest)
        groups.setdefault((unit.pack, calendar.version), (calendar, []))[1].append(unit)
    for (pack, _version), (calendar, units) in groups.items():
        group = _group(pack, first, last, calendar)
        for some in _cut(units, group.times):
            yield _Batch(group.plan(some, first, last), len(some))


def _group(pack: str, first: date, last: date, calendar: Calendar) -> _Group:
    method = method_of(pack)
    spans = spans_of(method)
    shapes = {key: one for key, one in method.duties.items() if one.every is not None}
    rules = [
        Rule(
            key, str(shape.owners.role), shape.owners.each == "unit", shape.owners.optional,
            recurrence.occurrences(shape, first, last, calendar, zone(), spans),
        )
        for key, shape in shapes.items()
    ]  # fmt: skip
    return _Group(pack, rules, list(shapes.values()))


def _cut(units: Sequence[Place], times: int) -> Iterator[list[Place]]:
    """Units in their order, so many at once that a batch stays below MOST rows."""
    some: list[Place] = []
    rows = 0
    for unit in units:
        some.append(unit)
        rows += (unit.posts + 1) * times + 1
        if rows >= MOST:
            yield some
            some, rows = [], 0
    if some:
        yield some
