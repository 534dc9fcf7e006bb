"""Office time as one line of minutes: working days one after another, nights and days off cut out.

What simpy counts in. Minute 0 is the opening of the first working day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from huiyin.engine.calendar import Calendar

_OPENS, MINUTES = 9 * 60, 8 * 60
"""Opening time and length of a day where the calendar states no office hours."""


class OfficeTime:
    """Moments ↔ minutes of office time over a span of days."""

    def __init__(self, calendar: Calendar, tz: tzinfo, first: date, last: date) -> None:
        self._tz = tz
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        self._days = [day for day in days if calendar.is_workday(day)]
        if not self._days:
            raise ValueError(f"no working day between {first} and {last}")

    @property
    def length(self) -> int:
        """Minutes in the whole span."""
        return len(self._days) * MINUTES

    def minute(self, moment: datetime) -> int:
        """The minute of office time that has come at a moment; in the night and on days off that
        of the next opening."""
        local = moment.astimezone(self._tz)
        index = bisect_left(self._days, local.date())
        if index == len(self._days):
            return self.length
        if self._days[index] != local.date():
            return index * MINUTES
        passed = local.hour * 60 + local.minute - _OPENS
        return index * MINUTES + max(0, min(passed, MINUTES))

    def moment(self, minute: float) -> datetime:
        """The moment at which a minute of office time ends."""
        index, rest = divmod(minute, MINUTES)
        if rest == 0 and index > 0:
            index, rest = index - 1, MINUTES
        day = self._days[min(int(index), len(self._days) - 1)]
        start = datetime.combine(day, time(), self._tz)
        return (start + timedelta(minutes=_OPENS + rest)).astimezone(UTC)

    def days_until(self, day: date) -> int:
        """How many working days of the span lie before a day."""
        return bisect_right(self._days, day - timedelta(1))
