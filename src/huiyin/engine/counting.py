"""Counting along the timeline, over pauses.

Time is consumed in order: a pause moves what is still left, it is never added to a start date.
Days are ordinals (`date.toordinal`), moments are aware datetimes; hours are counted in UTC.
Source: 民法典 art. 201 and 202, LAW.md 9, PEERS 2.1 row 8 and 4.6 tests 1 and 2.
"""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from huiyin.engine.calendar import Calendar, OutOfRangeError

ONE_DAY = timedelta(days=1)
_DAY_END = time(23, 59, 59, 999999)


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still from `start` until just before `end` (aware datetimes)."""

    start: datetime
    end: datetime


def end_of_day(day: date, tz: tzinfo) -> datetime:
    """24:00 of a local day, kept as its last microsecond so that the local date stays the day."""
    return datetime.combine(day, _DAY_END, tz)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A calendar and the pauses on it, sorted and apart from one another.

    `gaps` are the first and last ordinals of days that do not count: a local day does not count
    when the clock is paused at its end, so the day of pausing does not and that of resuming does.
    """

    calendar: Calendar
    tz: tzinfo = UTC
    pauses: Sequence[Pause] = ()
    gaps: Sequence[tuple[int, int]] = ()

    @classmethod
    def of(cls, calendar: Calendar, tz: tzinfo, pauses: Sequence[Pause]) -> Timeline:
        """The timeline with its gaps worked out in the local zone."""
        days = (
            (p.start.astimezone(tz).toordinal(), p.end.astimezone(tz).toordinal() - 1)
            for p in pauses
        )
        return cls(calendar, tz, pauses, tuple(gap for gap in days if gap[0] <= gap[1]))

    def natural_days(self, anchor: int, amount: int) -> int:
        """Ordinal of the `amount`-th counted day after `anchor`."""
        due = anchor + amount
        for first, last in self.gaps:
            begin = max(first, anchor + 1)
            if begin <= last and begin <= due:
                due += last - begin + 1
        return due

    def working_days(self, anchor: int, amount: int) -> int:
        """Ordinal of the `amount`-th counted working day after `anchor`."""
        worked_until = self.calendar.worked_until
        number = worked_until(anchor) + amount
        for first, last in self.gaps:
            before = worked_until(max(first - 1, anchor))
            if before < number and last > anchor:
                number += worked_until(last) - before
        return self.calendar.nth_workday(number)

    def months(self, anchor: int, amount: int) -> int:
        """Ordinal of the corresponding day `amount` months on, the month's last if it has none.

        Paused days are added as natural days (民法典 art. 202).
        """
        day = date.fromordinal(anchor)
        years, month = divmod(day.month - 1 + amount, 12)
        year, month = day.year + years, month + 1
        if year > date.max.year:
            raise OutOfRangeError(f"{amount} months after {day} is outside the calendar")
        last = months_of.monthrange(year, month)[1]
        target = date(year, month, min(day.day, last)).toordinal()
        return self.natural_days(anchor, target - anchor)

    def hours(self, start: datetime, amount: int) -> datetime:
        """The moment `amount` natural hours after `start`, not counting pauses."""
        due = start.astimezone(UTC) + timedelta(hours=amount)
        for pause in self.pauses:
            begin = max(pause.start, start)
            if begin < due and begin < pause.end:
                due += pause.end - begin
        return due

    def office_hours(self, start: datetime, amount: int) -> datetime:
        """The moment `amount` office hours after `start` are used up, not counting pauses.

        Raises ValueError when the calendar declares no office hours.
        """
        if not self.calendar.hours:
            raise ValueError("the calendar declares no office hours, which the unit wh needs")
        left = timedelta(hours=amount)
        for begin, end in self._office_time(start.astimezone(UTC)):
            if end - begin >= left:
                return begin + left
            left -= end - begin
        raise AssertionError  # office time never ends: the calendar raises OutOfRangeError before

    def _office_time(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Office time from `start` on, in order, without the pauses, in UTC."""
        day = start.astimezone(self.tz).date()
        while True:
            for shift in self.calendar.shifts(day):
                cursor, end = (self._at(day, minute) for minute in shift.minutes)
                cursor = max(cursor, start)
                for pause in self.pauses:
                    if cursor < pause.start < end:
                        yield cursor, pause.start
                    if pause.start < end:
                        cursor = max(cursor, pause.end)
                if cursor < end:
                    yield cursor, end
            day += ONE_DAY

    def _at(self, day: date, minute: int) -> datetime:
        local = datetime.combine(day, time(), self.tz) + timedelta(minutes=minute)
        return local.astimezone(UTC)
