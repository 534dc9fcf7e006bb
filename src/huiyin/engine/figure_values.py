"""From counts to indicators: shares, sums, differences and changes of what was counted.

The counts come from the database or from plain lists; the formulas are the same. Fractions
throughout, so that no figure is rounded before it is shown.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huiyin.engine.method_shape import IndicatorShape


@dataclass(frozen=True, slots=True)
class Span:
    """Local days, both included; without a first day, everything until the last."""

    first: date | None
    last: date

    def has(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and day <= self.last

    def ago(self, years: int) -> Span:
        """The same days so many years before (29 February becomes the 28th)."""
        if not years:
            return self
        return Span(self.first and _ago(self.first, years), _ago(self.last, years))


def _ago(day: date, years: int) -> date:
    year = day.year - years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


@dataclass(frozen=True, slots=True)
class Leaf:
    """What must be counted: an indicator that counts, in the period so many years before."""

    key: str
    years: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator's value (None where there was nothing to divide by), and for shares and changes
    the two numbers that it was made of."""

    number: Fraction | None
    part: Fraction | None = None
    whole: Fraction | None = None


NOTHING = Value(None)


def parts_of(shape: IndicatorShape) -> tuple[str, ...]:
    """The other indicators that a formula is made of."""
    change = (shape.change,) if shape.change else ()
    return (*(shape.share or ()), *shape.plus, *shape.difference, *change)


def leaves(
    indicators: Mapping[str, IndicatorShape], keys: Iterable[str], years: int = 0
) -> Iterator[Leaf]:
    """Everything that must be counted for these indicators, some of it several times. Raises
    KeyError for an unknown one, RecursionError for one that is made of itself."""
    for key in keys:
        shape = indicators[key]
        if shape.count or shape.sum:
            yield Leaf(key, years)
        yield from leaves(indicators, parts_of(shape), years)
        if shape.change:
            yield from leaves(indicators, (shape.change,), years + shape.years)


def value(
    indicators: Mapping[str, IndicatorShape], key: str, counts: Mapping[Leaf, int], years: int = 0
) -> Value:
    """The value of an indicator so many years before; a count that is missing is 0."""
    shape = indicators[key]
    if shape.count or shape.sum:
        return Value(Fraction(counts.get(Leaf(key, years), 0)))
    parts = [value(indicators, name, counts, years).number for name in parts_of(shape)]
    if shape.change:
        return _changed(parts[0], value(indicators, shape.change, counts, years + shape.years))
    if any(part is None for part in parts):
        return NOTHING
    known = [part for part in parts if part is not None]
    if shape.share:
        return _ratio(known[0], known[1])
    return Value(sum(known, Fraction()) if shape.plus else known[0] - sum(known[1:], Fraction()))


def _ratio(part: Fraction, whole: Fraction) -> Value:
    return Value(part / whole if whole else None, part, whole)


def _changed(now: Fraction | None, before: Value) -> Value:
    then = before.number
    if now is None or then is None:
        return NOTHING
    return Value((now - then) / then if then else None, now, then)


def number(fact: object) -> int:
    """A fact as a number to add: of a column its numbers together; anything else is 0."""
    if isinstance(fact, tuple):
        return sum(map(number, fact))
    return fact if isinstance(fact, int) and not isinstance(fact, bool) else 0


def shown(number: Fraction | None, form: str) -> str:
    """`1280`, `2.5` or `88.8` (per cent), rounded half away from zero; "" for None."""
    if number is None:
        return ""
    scaled = number * 100 if form == "percent" else number
    if form != "percent" and scaled.denominator == 1:
        return str(scaled.numerator)
    tenths = int(abs(scaled) * 10 + Fraction(1, 2))
    return f"{'-' if scaled < 0 and tenths else ''}{tenths // 10}.{tenths % 10}"
