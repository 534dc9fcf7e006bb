"""Arbitrary calendars and pauses, and slow, obvious ways to count on them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from huiyin.engine.calendar import Calendar, DayKind, Shift, SpecialDay
from huiyin.engine.counting import Pause

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2026, 1, 1)
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)

days = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))
moments = st.integers(0, 60 * 24 * 60).map(
    lambda n: datetime.combine(FIRST, time(), ZONE) + timedelta(minutes=n)
)


@st.composite
def shift_lists(draw: st.DrawFn) -> tuple[Shift, ...]:
    edges = sorted(draw(st.sets(st.integers(0, 24 * 60), min_size=2, max_size=6)))
    return tuple(
        Shift(time(start // 60, start % 60), time(end // 60 % 24, end % 60))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    )


@st.composite
def calendars(draw: st.DrawFn, *, hours: bool = False) -> Calendar:
    week = draw(st.frozensets(st.integers(0, 6), min_size=1))
    kinds = st.sampled_from([DayKind.HOLIDAY, DayKind.MAKE_UP])
    special = draw(st.dictionaries(days, kinds, max_size=40))
    shifts = {}
    if hours:
        shifts = {weekday: draw(shift_lists()) for weekday in week}
    return Calendar(
        "drawn",
        {day: SpecialDay(kind, "节", "feast", "1号") for day, kind in special.items()},
        frozenset({2026}),
        week,
        shifts,
    )


@st.composite
def pause_lists(draw: st.DrawFn) -> tuple[Pause, ...]:
    edges = sorted(draw(st.sets(moments, max_size=8)))
    return tuple(Pause(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False))


def slow_is_workday(calendar: Calendar, day: date) -> bool:
    special = calendar.days.get(day)
    if special is not None and special.kind is not None:
        return special.kind in (DayKind.WORK, DayKind.MAKE_UP)
    return day.weekday() in calendar.week


def paused_at_end(day: date, pauses: tuple[Pause, ...]) -> bool:
    midnight = datetime.combine(day + ONE_DAY, time(), ZONE)
    return any(pause.start < midnight <= pause.end for pause in pauses)


def slow_days(
    start: date, amount: int, calendar: Calendar, pauses: tuple[Pause, ...], *, working: bool
) -> date:
    day = start
    while amount:
        day += ONE_DAY
        counts = not working or slow_is_workday(calendar, day)
        amount -= counts and not paused_at_end(day, pauses)
    return day


def slow_workday(calendar: Calendar, day: date) -> date:
    while not slow_is_workday(calendar, day):
        day += ONE_DAY
    return day


def slow_hours(
    start: datetime, amount: int, pauses: tuple[Pause, ...], calendar: Calendar | None
) -> datetime:
    """Minute by minute; with a calendar only office minutes count."""
    left, moment = amount * 60, start
    while left:
        paused = any(pause.start <= moment < pause.end for pause in pauses)
        left -= not paused and (calendar is None or in_office(calendar, moment))
        moment += ONE_MINUTE
    return moment


def in_office(calendar: Calendar, moment: datetime) -> bool:
    day, minute = moment.date(), moment.hour * 60 + moment.minute
    if not slow_is_workday(calendar, day):
        return False
    shifts = calendar.hours.get(day.weekday(), calendar.hours[min(calendar.hours)])
    return any(
        shift.start.hour * 60 + shift.start.minute
        <= minute
        < ((shift.end.hour * 60 + shift.end.minute) or 1440)
        for shift in shifts
    )
