"""When things happen: moments in office hours of working days, in the order of a life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from huiyin.demo.place.shape import Over
from huiyin.engine.calendar import Calendar
from huiyin.matters.history import zone

HOLIDAY = 10
"""The most days by which a working day can come later than wished."""
MARGIN = 2
_HOURS = (8, 9, 9, 10, 10, 11, 14, 15, 15, 16)


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    first: date
    last: date


def period(over: Over, today: date) -> Period:
    """The days of a period: the last twelve months up to yesterday, those before, or a year."""
    if over.isdecimal():
        return Period(date(int(over), 1, 1), date(int(over), 12, 31))
    last = today - timedelta(1)
    year = Period(_years_ago(today, 1), last)
    return (
        year
        if over == "year"
        else Period(_years_ago(today, 2), _years_ago(today, 1) - timedelta(1))
    )


def _years_ago(day: date, years: int) -> date:
    """The same day of an earlier year; 29 February becomes the 28th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year - years, day=last)


class Moments:
    """Draws moments by chance, within a period."""

    def __init__(self, period: Period, calendar: Calendar, chance: Random) -> None:
        self._period, self._calendar, self._chance = period, calendar, chance

    def start(self, length: int, recent: int | None) -> datetime:
        """When a life that may take `length` days begins, so that it is over in the period;
        `recent`: in its last so many days."""
        first = self._period.first + timedelta(MARGIN)
        last = self._period.last - timedelta(length + HOLIDAY + MARGIN)
        if recent is not None:
            first = max(first, self._period.last - timedelta(recent + length + HOLIDAY))
        days = max(0, (last - first).days)
        return self.on(first + timedelta(self._chance.randint(0, days)))

    def after(self, before: datetime, least: int, most: int) -> datetime:
        """Some days later, at another time of the day; on the same day, some minutes later."""
        days = self._chance.randint(least, most)
        if days == 0:
            return before + timedelta(minutes=self._chance.randint(10, 90))
        return max(self.on(before.date() + timedelta(days)), before + timedelta(minutes=10))

    def on(self, day: date) -> datetime:
        """An office hour of that day, or of the next working day."""
        at = time(self._chance.choice(_HOURS), self._chance.randrange(0, 60))
        return datetime.combine(self._calendar.next_workday(day), at, zone())
