"""Recurring duties: on which days of a span one falls, from when it can be filed, when it is due.

    day · workday · week mon,thu · month 10 · month 1,15 · month last · quarter 5 · quarter last
    year 07-01 · sensitive

A number that a month does not have is its last day (month 31, year 02-29). `quarter 5` is the
fifth day of the quarter, `quarter last` its last. METHODS Z9, L5, S1, S6, S10, X4, C5.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal, Protocol

from huiyin.engine.calendar import Calendar
from huiyin.engine.counting import ONE_DAY
from huiyin.engine.terms import Term, Unit, due, due_dates

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST: Final = 0
"""In `numbers`: the last day of the month or quarter."""
_WORDS = frozenset({"day", "workday", "sensitive"})
_YEAR_DAY = re.compile(r"(\d{2})-(\d{2})")
_LEAP = 2000
NOT_BACK: Final = "{} cannot be counted back; h, nd, wd and m can"
_HOURS = (Unit.HOUR, Unit.WORK_HOUR)

Roll = Literal["none", "next", "previous"]
MonthDay = tuple[int, int]
Span = tuple[MonthDay, MonthDay]
"""A sensitive span: the first and last (month, day), both included; it may go over New Year."""


class RecurrenceError(ValueError):
    """A text that is no recurrence; the message names the text and what is possible."""


class Recurring(Protocol):
    """What is needed of a duty here (see `method_shape.DutyShape`)."""

    @property
    def every(self) -> str | None: ...
    @property
    def due(self) -> str: ...
    @property
    def roll(self) -> Roll: ...
    @property
    def opens(self) -> Term | None: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence as read: `numbers` are weekdays (0 is Monday) or days of a month or quarter
    (`LAST` for the last), `year` days of the year."""

    kind: str
    numbers: tuple[int, ...] = ()
    year: tuple[MonthDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time something is due: its local day, and two aware moments."""

    day: date
    opens_at: datetime
    due_at: datetime


# Reading


def parse(every: str) -> Rule:
    """The text as a rule. Raises RecurrenceError."""
    kind, _, rest = every.partition(" ")
    parts = tuple(part.strip() for part in rest.split(","))
    try:
        if kind in _WORDS and not rest:
            return Rule(kind)
        if kind == "week":
            return Rule(kind, tuple(WEEKDAYS.index(part) for part in parts))
        if kind in {"month", "quarter"}:
            return Rule(kind, tuple(_number(part) for part in parts))
        if kind == "year":
            return Rule(kind, year=tuple(_year_day(part) for part in parts))
    except ValueError:
        pass
    known = "day, workday, sensitive, week mon,thu, month 10, month last, quarter 5, year 07-01"
    msg = f"“{every}” is no recurrence; possible are: {known}"
    raise RecurrenceError(msg)


def _number(text: str) -> int:
    if text == "last":
        return LAST
    number = int(text) if text.isascii() and text.isdecimal() else -1
    if not 1 <= number <= 31:
        raise ValueError(text)
    return number


def _year_day(text: str) -> MonthDay:
    found = _YEAR_DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day = date(_LEAP, int(found[1]), int(found[2]))  # raises for a day that no year has
    return day.month, day.day


def span_of(begins: str, ends: str) -> Span:
    """A sensitive span from its texts `MM-DD`. Raises ValueError."""
    return _year_day(begins), _year_day(ends)


# Days


def days(
    every: str,
    first: date,
    last: date,
    calendar: Calendar,
    *,
    roll: Roll = "none",
    sensitive: Collection[Span] = (),
) -> list[date]:
    """The days from `first` to `last` (both included) on which it falls, in order, each once.

    A day off moves to the next or the previous working day when it rolls; two that meet on one day
    are one. Raises RecurrenceError; OutOfRangeError where a roll leaves the calendar.
    """
    rule = parse(every)
    begin, end = _widened(first, last, calendar, roll)
    found = {
        _rolled(day, calendar, roll)
        for day in _each(begin, end)
        if _falls(rule, day, calendar, sensitive)
    }
    return sorted(found)


def _widened(first: date, last: date, calendar: Calendar, roll: Roll) -> tuple[date, date]:
    """The days that can roll into the span, and no other: days off before or after it belong to
    it, those at its other end do not."""
    if roll == "next":
        before = calendar.nth_workday(calendar.worked_until(first.toordinal() - 1))
        until = calendar.nth_workday(calendar.worked_until(last.toordinal()))
        return date.fromordinal(before + 1), date.fromordinal(until)
    if roll == "previous":
        after = calendar.next_workday(last + ONE_DAY) - ONE_DAY
        return calendar.next_workday(first), after
    return first, last


def _each(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))


def _rolled(day: date, calendar: Calendar, roll: Roll) -> date:
    if roll == "next":
        return calendar.next_workday(day)
    if roll == "previous":
        return date.fromordinal(calendar.nth_workday(calendar.worked_until(day.toordinal())))
    return day


def _falls(rule: Rule, day: date, calendar: Calendar, sensitive: Collection[Span]) -> bool:
    if rule.kind == "workday":
        return calendar.is_workday(day)
    if rule.kind == "week":
        return day.weekday() in rule.numbers
    if rule.kind == "month":
        return day.day in {_in_month(number, day) for number in rule.numbers}
    if rule.kind == "quarter":
        return any(_is_in_quarter(number, day) for number in rule.numbers)
    if rule.kind == "year":
        return any(day.month == month and day.day == _in_month(n, day) for month, n in rule.year)
    if rule.kind == "sensitive":
        return any(_within(span, (day.month, day.day)) for span in sensitive)
    return True


def _in_month(number: int, day: date) -> int:
    """The day of `day`'s month that this number means."""
    last = monthrange(day.year, day.month)[1]
    return min(number or last, last)


def _is_in_quarter(number: int, day: date) -> bool:
    month = 0 if number == LAST else 1
    return day.month % 3 == month and day.day == _in_month(number, day)


def _within(span: Span, day: MonthDay) -> bool:
    first, last = span
    if first <= last:
        return first <= day <= last
    return day >= first or day <= last


# Moments


def occurrences(
    duty: Recurring,
    first: date,
    last: date,
    calendar: Calendar,
    zone: tzinfo,
    sensitive: Collection[Span] = (),
) -> list[Occurrence]:
    """Every time a duty with `every` is due in a span of local days, in order."""
    if duty.every is None:
        return []
    found = days(duty.every, first, last, calendar, roll=duty.roll, sensitive=sensitive)
    return [_occurrence(duty, day, calendar, zone) for day in found]


def after_act(
    duty: Recurring, term: Term, at: datetime, calendar: Calendar, zone: tzinfo
) -> Occurrence:
    """When a duty is due `term` after the act at the aware moment `at`; hours run from the moment,
    days end at the duty's time of day. Unless it says when it opens, it can be filed at once."""
    if term.unit in _HOURS:
        due_at = due(at, [term], calendar, tz=zone).legal.astimezone(zone)
    else:
        local = at.astimezone(zone).date()
        nominal, _legal, _provisional = due_dates(local, [term], calendar, roll=False)
        due_at = _at(_rolled(nominal, calendar, duty.roll), duty.due, zone)
    opens = at if duty.opens is None else max(at, _opening(due_at, duty.opens, calendar, zone))
    return Occurrence(due_at.date(), opens.astimezone(zone), due_at)


def _occurrence(duty: Recurring, day: date, calendar: Calendar, zone: tzinfo) -> Occurrence:
    due_at = _at(day, duty.due, zone)
    if duty.opens is None:
        return Occurrence(day, datetime.combine(day, time(), zone), due_at)
    return Occurrence(day, _opening(due_at, duty.opens, calendar, zone), due_at)


def _at(day: date, clock: str, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), zone)


def _opening(due_at: datetime, before: Term, calendar: Calendar, zone: tzinfo) -> datetime:
    """`before` ahead of the due moment: to the hour, or at the beginning of a day."""
    if before.unit is Unit.HOUR:
        return (due_at - timedelta(hours=before.amount)).astimezone(zone)
    return datetime.combine(_days_before(due_at.date(), before, calendar), time(), zone)


def _days_before(day: date, before: Term, calendar: Calendar) -> date:
    if before.unit is Unit.DAY:
        return day - timedelta(days=before.amount)
    if before.unit is Unit.WORKDAY:
        number = calendar.worked_until(day.toordinal() - 1) - before.amount + 1
        return date.fromordinal(calendar.nth_workday(number)) if before.amount else day
    if before.unit is Unit.MONTH:
        months = day.year * 12 + day.month - 1 - before.amount
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    raise RecurrenceError(NOT_BACK.format(before))


def check_opens(before: Term) -> None:
    """Raises RecurrenceError for a term that cannot be counted back: office hours."""
    if before.unit is Unit.WORK_HOUR:
        raise RecurrenceError(NOT_BACK.format(before))
