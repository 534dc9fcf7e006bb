"""Terms (an amount and a unit) and the due date of one or more of them.

The first day is not counted; a month ends on the corresponding day or the month's last; a last day
off moves to the next working day (legal due) while the nominal due stays; hours run from the
moment; an extension is counted on from the nominal due of what it extends (条例 art. 34); a day
ends at 24:00, as matters come in online at any hour. Source: 民法典 art. 201-203, LAW.md 9.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Literal

from typing_extensions import override

from huiyin.engine.calendar import Calendar, OutOfRangeError
from huiyin.engine.counting import ONE_DAY, Pause, Timeline, end_of_day
from huiyin.engine.derivation import derive, rolled
from huiyin.engine.explain import Step

FirstDay = Literal["next", "same"]
_TERM = re.compile(r"([0-9]{1,6})(h|wh|nd|wd|m)")


class Unit(StrEnum):
    """Natural hour, office hour, natural day, working day, month."""

    HOUR = "h"
    WORK_HOUR = "wh"
    DAY = "nd"
    WORKDAY = "wd"
    MONTH = "m"


@dataclass(frozen=True, slots=True)
class Term:
    """A length such as 15nd. No term at all is None, which is not the same as 0nd."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if type(self.amount) is not int or self.amount < 0:
            raise ValueError(f"a term needs a whole amount of 0 or more, not {self.amount!r}")
        object.__setattr__(self, "unit", Unit(self.unit))

    @classmethod
    def parse(cls, text: str) -> Term:
        """`15nd` as a Term. Raises ValueError naming the value and the rule."""
        match = _TERM.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a term: a whole number with h, wh, nd, wd or m")
        return cls(int(match[1]), Unit(match[2]))

    @classmethod
    def parse_all(cls, text: str) -> tuple[Term, ...]:
        """`60nd+30nd` as the term and its extensions. Raises ValueError."""
        return tuple(cls.parse(part) for part in text.split("+"))

    @override
    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, with the derivation; aware datetimes in the division's zone.

    A due day is its local 24:00, kept as 23:59:59.999999 so that `due_date` is that day and
    `moment <= legal` decides. `provisional`: a year without a published calendar was involved.
    """

    nominal: datetime
    legal: datetime
    provisional: bool
    derivation: tuple[Step, ...]

    @property
    def due_date(self) -> date:
        """The local day of the legal due."""
        return self.legal.date()


@dataclass(frozen=True, slots=True)
class Span:
    """One counted term: the day or moment it was counted from and the one at which it ends."""

    term: Term
    start: date | datetime
    counts_start: bool
    end: date | datetime

    @property
    def first(self) -> date | datetime:
        """The first counted day, or the moment from which hours run."""
        return self.start if self.counts_start else self.start + ONE_DAY


def due_dates(
    start: date,
    terms: Sequence[Term],
    calendar: Calendar,
    *,
    first_day: FirstDay = "next",
    roll: bool = True,
) -> tuple[date, date, bool]:
    """(nominal, legal, provisional) of terms in days or months, without derivation: the fast path.

    Raises ValueError for hour terms, OutOfRangeError beyond the calendar's years.
    """
    if not terms:
        raise ValueError("a due date needs at least one term")
    line = Timeline(calendar)
    day = start.toordinal()
    for number, term in enumerate(terms):
        day = _count(line, day, term, counts_start=first_day == "same" and not number)
    nominal = date.fromordinal(day)
    legal = calendar.next_workday(nominal) if roll else nominal
    first = start if first_day == "same" or not terms[0].amount else start + ONE_DAY
    return nominal, legal, bool(_unpublished(calendar, terms, (first, nominal, legal), roll=roll))


def due(
    start: datetime,
    terms: Sequence[Term],
    calendar: Calendar,
    *,
    first_day: FirstDay = "next",
    roll: bool = True,
    tz: tzinfo,
    pauses: Sequence[Pause] = (),
) -> Due:
    """The due of `terms` (the term, then its extensions) from the aware moment `start`.

    `pauses` are sorted and apart. Raises ValueError for an empty list or a naive
    start, OutOfRangeError beyond the calendar.
    """
    if not terms or start.tzinfo is None:
        raise ValueError("a due date needs at least one term and a start with a time zone")
    line = Timeline.of(calendar, tz, pauses)
    spans: list[Span] = []
    position: date | datetime = start.astimezone(tz)
    for term in terms:
        spans.append(_span(line, position, term, first_day == "same" and not spans))
        position = spans[-1].end
    steps = derive(spans, line)
    if isinstance(position, datetime):
        nominal = legal = position
    else:
        last = calendar.next_workday(position) if roll else position
        if terms[-1].unit is not Unit.WORKDAY:
            steps += (rolled(position, last, calendar),)
        nominal, legal = (end_of_day(day, tz) for day in (position, last))
    years = _unpublished(calendar, terms, (spans[0].first, nominal, legal), roll=roll)
    return Due(nominal, legal, bool(years), steps + _warning(years))


def due_on(day: date, calendar: Calendar, *, roll: bool, tz: tzinfo) -> Due:
    """A due fixed by somebody as a date, moved to a working day like any other when `roll`."""
    legal = calendar.next_workday(day) if roll else day
    years = _unpublished(calendar, (), (day, day, legal), roll=roll)
    steps = (Step("fixed", {"day": day.isoformat()}), rolled(day, legal, calendar))
    nominal, last = end_of_day(day, tz), end_of_day(legal, tz)
    return Due(nominal, last, bool(years), steps + _warning(years))


def _warning(years: Sequence[int]) -> tuple[Step, ...]:
    """The warning step for years without a notice, when there are any."""
    return (Step("unpublished", {"years": ", ".join(map(str, years))}),) if years else ()


def _span(line: Timeline, position: date | datetime, term: Term, same: bool) -> Span:
    """Count one term from a moment or from a due day."""
    if term.unit not in (Unit.HOUR, Unit.WORK_HOUR):
        day = position.date() if isinstance(position, datetime) else position
        end = date.fromordinal(_count(line, day.toordinal(), term, counts_start=same))
        return Span(term, day, same or not term.amount, end)
    begin = position
    if not isinstance(begin, datetime):  # hours after a due day run from its 24:00
        begin = end_of_day(begin, line.tz) + timedelta(microseconds=1)
    count = line.hours if term.unit is Unit.HOUR else line.office_hours
    try:
        return Span(term, begin, True, count(begin, term.amount).astimezone(line.tz))
    except OverflowError as error:
        raise OutOfRangeError(f"{term} after {begin:%Y-%m-%d} is outside the calendar") from error


def _count(line: Timeline, day: int, term: Term, *, counts_start: bool) -> int:
    """Ordinal of the nominal due of a term in days. Zero is the start day itself, counted."""
    amount, unit = term.amount, term.unit
    if not amount:
        amount, unit = 1, (Unit.DAY if unit is Unit.MONTH else unit)
        counts_start = True
    anchor = day - 1 if counts_start else day
    if unit is Unit.DAY:
        return line.natural_days(anchor, amount)
    if unit is Unit.WORKDAY:
        return line.working_days(anchor, amount)
    if unit is Unit.MONTH:
        return line.months(anchor, amount)
    raise ValueError(f"{term} is counted in hours, not in days")


def _unpublished(
    calendar: Calendar, terms: Sequence[Term], days: tuple[date, date, date], *, roll: bool
) -> tuple[int, ...]:
    """The years without a notice that decided the result, from (first, nominal, legal)."""
    first, nominal, legal = days
    for term in terms:
        if term.unit in (Unit.WORKDAY, Unit.WORK_HOUR):
            return calendar.unpublished(first, legal)
    if not roll or (terms and terms[-1].unit is Unit.HOUR):
        return ()
    return calendar.unpublished(nominal, legal)
