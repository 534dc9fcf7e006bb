"""What ledgers and indicators count, over plain lists: slow and obvious.

Stories run this, and what the database computes is compared with it (see `huiyin.insight`). Input
are the histories of matters, each the acts that took effect in their order, and rows of tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.engine.facts import flatten, matches
from huiyin.engine.figure_values import Leaf, Span, number
from huiyin.engine.method_shape import IndicatorShape, LedgerShape, Select


@dataclass(frozen=True, slots=True)
class Happened:
    """An act that took effect: the process it was done under, its local day, and what it recorded
    (of a confirmed act what had been proposed) with what the act sets by itself."""

    process: str
    act: str
    day: date
    data: Mapping[str, Any] = field(default_factory=dict)


History = Sequence[Happened]
"""One matter: its acts in their order, the first is its registration."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: there from `begins` to `ends`, both included; None is without an end."""

    table: str
    values: Mapping[str, Any] = field(default_factory=dict)
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """An act that a selection takes: its place in the history, its day, and the facts then."""

    place: int
    day: date
    facts: Mapping[str, Any]


def picked(select: Select, history: History) -> list[Pick]:
    """The acts of one matter that a selection of events takes."""
    facts: dict[str, Any] = {}
    found = []
    for place, one in enumerate(history):
        facts |= dict(flatten(one.data))
        if _named(select, one, place) and matches(select.where, facts):
            found.append(Pick(place, one.day, dict(facts)))
    return found[:1] if select.first else found


def _named(select: Select, one: Happened, place: int) -> bool:
    acted = one.act in select.act if select.act else place == 0
    return one.process in select.process and acted


def counted(
    shape: IndicatorShape, histories: Iterable[History], records: Iterable[Record], span: Span
) -> int:
    """What an indicator that counts or sums has in a period; 0 for the others."""
    select = shape.count or shape.sum
    if select is None:
        return 0
    if select.records:
        return sum(there(select, row, span, standing=shape.standing) for row in records)
    period = Span(None, span.last) if shape.standing else span
    picks = (one for history in histories for one in picked(select, history))
    inside = [one for one in picks if period.has(one.day)]
    if shape.distinct:
        values = {value for one in inside for value in _values(one.facts.get(shape.distinct))}
        return len(values)
    return (
        sum(number(one.facts.get(shape.field or "")) for one in inside)
        if shape.sum
        else len(inside)
    )


def _values(fact: object) -> tuple[object, ...]:
    """A fact as the values that it names; none is not one."""
    if fact is None:
        return ()
    return fact if isinstance(fact, tuple) else (fact,)


def there(select: Select, row: Record, span: Span, *, standing: bool) -> bool:
    """Whether a row is counted: `standing` when it is there on the last day, else when it began in
    the period."""
    if row.table != select.records or not matches(select.where, row.values):
        return False
    if standing:
        begun = row.begins is None or row.begins <= span.last
        return begun and (row.ends is None or row.ends >= span.last)
    return row.begins is not None and span.has(row.begins)


def numbers(
    indicators: Mapping[str, IndicatorShape],
    leaves: Iterable[Leaf],
    histories: Sequence[History],
    records: Sequence[Record],
    span: Span,
) -> dict[Leaf, int]:
    """The counts that formulas are made of, those of earlier years too."""
    return {
        leaf: counted(indicators[leaf.key], histories, records, span.ago(leaf.years))
        for leaf in leaves
    }


# Ledgers


@dataclass(frozen=True, slots=True)
class Stay:
    """One time that a matter stood in a ledger: from a day until another (None: it still does);
    `into` and `out` are the places of the two acts in its history."""

    entered: date
    left: date | None
    into: int
    out: int | None


def stays(ledger: LedgerShape, history: History) -> list[Stay]:
    """Every time that one matter stood in the ledger. What enters again while it is there, or
    leaves while it is not, changes nothing; an act that does both leaves."""
    found: list[Stay] = []
    for place, leaves, day in sorted(_marks(ledger, history)):
        inside = bool(found) and found[-1].left is None
        if not leaves and not inside:
            found.append(Stay(day, None, place, None))
        elif leaves and inside:
            found[-1] = Stay(found[-1].entered, day, found[-1].into, place)
    return found


def _marks(ledger: LedgerShape, history: History) -> Iterator[tuple[int, bool, date]]:
    yield from ((one.place, False, one.day) for one in picked(ledger.enter, history))
    if ledger.exit is not None:
        yield from ((one.place, True, one.day) for one in picked(ledger.exit, history))


@dataclass(frozen=True, slots=True)
class Balance:
    """A round of a ledger: opening + entered − left = closing."""

    opening: int
    entered: int
    left: int

    @property
    def closing(self) -> int:
        return self.opening + self.entered - self.left


def balance(ledger: LedgerShape, histories: Iterable[History], span: Span) -> Balance:
    """The balance of a period; without a first day the opening is 0."""
    every = [stay for history in histories for stay in stays(ledger, history)]
    first = span.first or date.min
    return Balance(
        opening=sum(one.entered < first and not (one.left and one.left < first) for one in every),
        entered=sum(span.has(one.entered) for one in every),
        left=sum(one.left is not None and span.has(one.left) for one in every),
    )


def standing_in(
    ledger: LedgerShape, histories: Iterable[History], day: date
) -> list[tuple[History, Stay]]:
    """The matters that stand in the ledger at the end of a day, each with its last stay."""
    found = []
    for history in histories:
        begun = [stay for stay in stays(ledger, history) if stay.entered <= day]
        if begun and (begun[-1].left is None or begun[-1].left > day):
            found.append((history, begun[-1]))
    return found
