"""When each step of a ladder is reached: pure, from a running clock, the ladder and the calendar.

Steps in days and months fall on the start of a local day, the one on which pages say so: `left:
7nd` on the day with “7 days left”, `over: 0nd` on the first day that is late. Hours are exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from huiyin.engine.calendar import Calendar, OutOfRangeError
from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.engine.counting import ONE_DAY
from huiyin.engine.definition import Process, Rung
from huiyin.engine.over import behind, same_day, start_of
from huiyin.engine.terms import Term, Unit

DAY_ITSELF = -1
"""The rung of a follow-up, which has no ladder: the day on which it is due."""
_LONGEST_OFFICE = 400  # days to look back for office hours


@dataclass(frozen=True, slots=True)
class Running:
    """One cycle of a clock that runs and has a due."""

    key: str
    cycle: int
    started_at: datetime
    legal: datetime
    calendar: str


@dataclass(frozen=True, slots=True)
class Reached:
    """The moment at which one clock reaches one step of the ladder."""

    clock: str
    cycle: int
    rung: int
    at: datetime
    legal: datetime
    calendar: str


def moments(
    process: Process, clocks: Iterable[Running], calendar: Calendar, tz: tzinfo
) -> list[Reached]:
    """Every step that these clocks will reach, or have reached."""
    return [
        Reached(clock.key, clock.cycle, rung, at, clock.legal, clock.calendar)
        for clock in clocks
        for rung, at in _of(process, clock, calendar, tz)
    ]


def _of(
    process: Process, clock: Running, calendar: Calendar, tz: tzinfo
) -> Iterator[tuple[int, datetime]]:
    if clock.key.startswith(FOLLOW_UP):
        yield DAY_ITSELF, start_of(clock.legal.astimezone(tz).date(), tz)
        return
    for number, rung in enumerate(process.ladder):
        if rung.clock != clock.key:
            continue
        try:
            at = moment_of(rung, clock.legal, calendar, tz)
        except OutOfRangeError:
            continue
        # A term shorter than its own warning: who got the matter has just been told.
        if rung.over is not None or at > clock.started_at:
            yield number, at


def moment_of(rung: Rung, legal: datetime, calendar: Calendar, tz: tzinfo) -> datetime:
    """When a clock with this legal due reaches the rung. Raises OutOfRangeError."""
    if rung.left is not None:
        return _before(legal, rung.left, calendar, tz)
    assert rung.over is not None  # noqa: S101 -- a rung has one side
    return behind(legal, rung.over, calendar, tz)


def _before(legal: datetime, term: Term, calendar: Calendar, tz: tzinfo) -> datetime:
    if term.unit is Unit.HOUR or (term.unit is Unit.WORK_HOUR and not calendar.hours):
        return legal - timedelta(hours=term.amount)
    if term.unit is Unit.WORK_HOUR:
        return _office_before(legal, timedelta(hours=term.amount), calendar, tz)
    day = legal.astimezone(tz).date()
    if term.unit is Unit.DAY:
        return start_of(day - timedelta(days=term.amount), tz)
    if term.unit is Unit.MONTH:
        return start_of(same_day(day, -term.amount), tz)
    number = calendar.worked_until(day.toordinal()) - term.amount
    return start_of(date.fromordinal(calendar.nth_workday(number)), tz)


def _office_before(legal: datetime, left: timedelta, calendar: Calendar, tz: tzinfo) -> datetime:
    """The moment with `left` office time between it and `legal`."""
    day = legal.astimezone(tz).date()
    for _ in range(_LONGEST_OFFICE):
        for shift in reversed(calendar.shifts(day)):
            begin, end = (_at(day, minute, tz) for minute in shift.minutes)
            end = min(end, legal.astimezone(UTC))
            if end - begin >= left:
                return end - left
            left -= max(end - begin, timedelta())
        day -= ONE_DAY
    raise OutOfRangeError(f"no office hours before {legal:%Y-%m-%d}")


def _at(day: date, minute: int, tz: tzinfo) -> datetime:
    return (datetime.combine(day, time(), tz) + timedelta(minutes=minute)).astimezone(UTC)
