"""Calendars against a day-by-day reading of their entries (PEERS 4.6 tests 1 and 5)."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.calendar import Calendar, DayKind, OutOfRangeError, Shift, SpecialDay
from huiyin.engine.tests.oracles import calendars, days, slow_days, slow_is_workday, slow_workday

MORNING, AFTERNOON = Shift(time(9), time(12)), Shift(time(14), time(17, 30))
MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)


@given(calendars(), days)
def test_days_follow_entries_then_the_week(calendar, day):
    assert calendar.is_workday(day) == slow_is_workday(calendar, day)
    assert calendar.kind(day).worked == calendar.is_workday(day)
    assert calendar.next_workday(day) == slow_workday(calendar, day)


@given(calendars(), days, st.integers(1, 60))
def test_adding_and_counting_workdays_are_inverse(calendar, day, amount):
    end = calendar.add_workdays(day, amount)
    assert end == slow_days(day, amount, calendar, (), working=True)
    assert calendar.workdays_between(day, end) == amount
    assert calendar.workdays_between(end, day) == -amount


@given(calendars(), days, st.sampled_from([DayKind.HOLIDAY, DayKind.MAKE_UP]))
def test_any_change_of_content_changes_the_version(calendar, day, kind):
    entry = SpecialDay(kind, "新", "new")
    changed = Calendar("drawn", {**calendar.days, day: entry}, calendar.years, calendar.week)
    assert changed.version != calendar.version
    assert calendar.overlay(changed).version != calendar.version


def test_shifts_of_ordinary_make_up_and_special_days():
    noon = SpecialDay(None, "半天", "half day", shifts=(MORNING,))
    calendar = Calendar(
        "office",
        {
            MONDAY: noon,
            SATURDAY: SpecialDay(DayKind.MAKE_UP, "调休", "make-up"),
            MONDAY + timedelta(1): SpecialDay(DayKind.HOLIDAY, "节", "feast"),
        },
        frozenset({2026}),
        hours=dict.fromkeys(range(5), (MORNING, AFTERNOON)),
    )
    assert calendar.shifts(MONDAY) == (MORNING,)
    assert calendar.is_workday(MONDAY)
    assert calendar.shifts(MONDAY + timedelta(1)) == ()
    assert calendar.shifts(MONDAY + timedelta(2)) == (MORNING, AFTERNOON)
    assert calendar.shifts(SATURDAY) == (MORNING, AFTERNOON)
    assert calendar.shifts(SATURDAY + timedelta(1)) == ()


def test_region_lies_over_nation_and_a_new_notice_replaces_its_year():
    nation = Calendar(
        "nation",
        {MONDAY: SpecialDay(DayKind.HOLIDAY, "旧", "old"), date(2025, 12, 31): SpecialDay(None)},
        frozenset({2026}),
    )
    region = Calendar("region", {SATURDAY: SpecialDay(DayKind.MAKE_UP, "调", "make-up")})
    both = nation.overlay(region)
    assert both.is_known(MONDAY)
    assert not both.is_workday(MONDAY)
    assert both.is_workday(SATURDAY)
    assert both.version == f"{nation.version}+{region.version}"
    again = both.overlay(Calendar("nation", {}, frozenset({2026})))
    assert again.is_workday(MONDAY)
    assert not again.days


def test_hours_over_a_holiday_keep_the_holiday():
    nation = Calendar("nation", {MONDAY: SpecialDay(DayKind.HOLIDAY, "节", "feast", "1号")})
    office = Calendar("office", {MONDAY: SpecialDay(None, shifts=(MORNING,))})
    entry = nation.overlay(office).reason(MONDAY)
    assert entry == SpecialDay(DayKind.HOLIDAY, "节", "feast", "1号", (MORNING,))
    assert office.overlay(nation).reason(MONDAY) == entry


def test_limits_are_told():
    calendar = Calendar("none", week=frozenset())
    with pytest.raises(OutOfRangeError, match="no working day"):
        calendar.next_workday(MONDAY)
    with pytest.raises(OutOfRangeError, match="2100-01-01"):
        calendar.is_workday(date(2100, 1, 1))
    with pytest.raises(ValueError, match="at least 1"):
        calendar.add_workdays(MONDAY, 0)
    with pytest.raises(ValueError, match="ends before"):
        Shift(time(12), time(9))
    assert Shift(time(22), time(0)).minutes == (1320, 1440)
