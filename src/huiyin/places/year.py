"""A year of a calendar as twelve months of weeks, to be drawn."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date

from huiyin.engine.calendar import Calendar, DayKind


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what it is, and the holiday it belongs to."""

    day: date
    kind: DayKind
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday to Sunday; None stands before the first day and after the last."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


def months_of(calendar: Calendar, year: int) -> tuple[Month, ...]:
    """The twelve months of a year."""
    return tuple(_month(calendar, year, number) for number in range(1, 13))


def named_days(calendar: Calendar, year: int) -> list[Day]:
    """Days off and added working days of the year that a notice names, in order."""
    named = (_day(calendar, day) for day in sorted(calendar.days) if day.year == year)
    return [day for day in named if day.kind in (DayKind.HOLIDAY, DayKind.MAKE_UP)]


def _month(calendar: Calendar, year: int, number: int) -> Month:
    weeks = months.Calendar().monthdayscalendar(year, number)
    return Month(
        date(year, number, 1),
        tuple(
            tuple(_day(calendar, date(year, number, day)) if day else None for day in week)
            for week in weeks
        ),
    )


def _day(calendar: Calendar, day: date) -> Day:
    why = calendar.reason(day)
    return Day(day, calendar.kind(day), why.zh if why else "", why.en if why else "")
