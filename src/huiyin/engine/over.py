"""When a moment lies so far back that a rule about lateness takes hold: pure.

Steps in days and months fall on the start of a local day, the one on which pages say so: `0nd` on
the day after, the first that is late, `3wd` on the third working day after. Hours are exact.
"""

from __future__ import annotations

import calendar as months_of
from datetime import date, datetime, time, timedelta, tzinfo

from huiyin.engine.calendar import Calendar
from huiyin.engine.counting import ONE_DAY, Timeline
from huiyin.engine.terms import Term, Unit

_AFTER = timedelta(microseconds=1)  # a moment that is still in time is not late


def behind(moment: datetime, over: Term, calendar: Calendar, tz: tzinfo) -> datetime:
    """The first moment at which `moment` is past by `over`; a later `moment` never gives an
    earlier one. Raises OutOfRangeError."""
    if over.unit is Unit.HOUR or (over.unit is Unit.WORK_HOUR and not calendar.hours):
        return moment + timedelta(hours=over.amount) + _AFTER
    if over.unit is Unit.WORK_HOUR:
        return Timeline(calendar, tz).office_hours(moment, over.amount) + _AFTER
    day = moment.astimezone(tz).date()
    if not over.amount:
        return start_of(day + ONE_DAY, tz)
    if over.unit is Unit.DAY:
        return start_of(day + timedelta(days=over.amount), tz)
    if over.unit is Unit.MONTH:
        return start_of(same_day(day, over.amount), tz)
    return start_of(calendar.add_workdays(day, over.amount), tz)


def cutoff(
    now: datetime, over: Term, calendar: Calendar, tz: tzinfo, earliest: datetime
) -> datetime:
    """What lies before this moment is past by `over` at `now`, what lies at it or later is not.

    Found by halving, as `behind` only grows: one date for a million rows. Nothing before
    `earliest` is looked for: it is the answer when nothing can be past.
    """
    low, high = earliest, max(now, earliest)
    if behind(low, over, calendar, tz) > now:
        return low
    while high - low > _AFTER:
        middle = low + (high - low) // 2
        if behind(middle, over, calendar, tz) <= now:
            low = middle
        else:
            high = middle
    return high


def same_day(day: date, months: int) -> date:
    """The same day so many months on (back, when negative), or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, months_of.monthrange(year, month)[1]))


def start_of(day: date, tz: tzinfo) -> datetime:
    """The first moment of a local day."""
    return datetime.combine(day, time(), tz)
