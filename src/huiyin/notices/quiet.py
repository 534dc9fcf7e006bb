"""When somebody may be told: pure functions of wishes, moment and working days (PEERS.md §2.1, 4).

When something falls due and when somebody is told are two computations: this is the second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

IsWorkday = Callable[[date], bool]
MOST_DAYS = 60
"""No run of days off is longer; a calendar without working days must not stop anybody's notices."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Quiet from `start` until just before `end` (local; over midnight when start is later; none
    when they are equal or missing), and on whole days off when `days_off`."""

    start: time | None = None
    end: time | None = None
    days_off: bool = False
    digest_at: time | None = None
    digest_kinds: frozenset[str] = frozenset()
    hidden_kinds: frozenset[str] = frozenset()


def next_allowed(at: datetime, wishes: Wishes, is_workday: IsWorkday, tz: tzinfo) -> datetime:
    """`at` itself outside quiet hours, else the first moment after them (make-up working days are
    working days, and so is every day that the calendar works)."""
    moment = at.astimezone(tz)
    last = moment.date() + timedelta(days=MOST_DAYS)
    while moment.date() < last:
        later = _end_of_quiet(moment, wishes, is_workday, tz)
        if later is None:
            return moment
        moment = later
    return at.astimezone(tz)


def next_digest(at: datetime, when: time, is_workday: IsWorkday, tz: tzinfo) -> datetime:
    """The first moment after `at` that is `when` o'clock on a working day."""
    moment = at.astimezone(tz)
    day = moment.date() + timedelta(days=moment.time() >= when)
    for _ in range(MOST_DAYS):
        if is_workday(day):
            break
        day += timedelta(days=1)
    return datetime.combine(day, when, tz)


def _end_of_quiet(
    moment: datetime, wishes: Wishes, is_workday: IsWorkday, tz: tzinfo
) -> datetime | None:
    """The end of the quiet time around `moment`, None when it is not quiet then."""
    day, now = moment.date(), moment.time()
    tomorrow = day + timedelta(days=1)
    if wishes.days_off and not is_workday(day):
        return datetime.combine(tomorrow, time(), tz)
    start, end = wishes.start, wishes.end
    if start is None or end is None or start == end:
        return None
    if start < end:
        return datetime.combine(day, end, tz) if start <= now < end else None
    if now < end:
        return datetime.combine(day, end, tz)
    # Over midnight: the rest of this day; the morning is judged by its own day.
    return datetime.combine(tomorrow, time(), tz) if now >= start else None
