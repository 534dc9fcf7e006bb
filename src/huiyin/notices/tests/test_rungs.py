"""When a clock reaches a step of the ladder, against walking day by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.calendar import Shift
from huiyin.engine.counting import Timeline, end_of_day
from huiyin.engine.definition import Rung
from huiyin.notices.rungs import Running, moment_of, moments
from huiyin.packs import load
from huiyin.packs.calendar_files import national

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))
SHIFTS = (Shift(time(9), time(12)), Shift(time(14), time(17)))
OFFICE = replace(national(), hours=dict.fromkeys(range(5), SHIFTS), version="office")


def rung(**side: str) -> Rung:
    return Rung.model_validate({"clock": "handle", "tell": ["handler of owner"], **side})


def day_of(side: dict[str, str], due: date) -> date:
    found = moment_of(rung(**side), end_of_day(due, ZONE), national(), ZONE)
    assert found.time() == time()
    return found.date()


@given(DAYS, st.integers(0, 30))
def test_natural_days_are_those_that_pages_say(due, amount):
    assert (due - day_of({"left": f"{amount}nd"}, due)).days == amount
    assert (day_of({"over": f"{amount}nd"}, due) - due).days == max(amount, 1)


@given(DAYS, st.integers(0, 20))
def test_working_days_left_are_counted_back_one_by_one(due, amount):
    found = day_of({"left": f"{amount}wd"}, due)
    step, left = due, 0
    while left < amount or not national().is_workday(step):
        left += national().is_workday(step)
        step -= timedelta(days=1)
    assert found == step
    assert national().workdays_between(found, due) == amount


@given(DAYS, st.integers(1, 20))
def test_working_days_over_are_counted_on_one_by_one(due, amount):
    step, left = due, amount
    while left:
        step += timedelta(days=1)
        left -= national().is_workday(step)
    assert day_of({"over": f"{amount}wd"}, due) == step


@given(DAYS.filter(national().is_workday), st.integers(9, 16), st.integers(1, 30))
def test_office_hours_back_and_forth_meet(day, hour, amount):
    start = datetime.combine(day, time(hour if hour not in {12, 13} else 14), ZONE)
    legal = Timeline(OFFICE, ZONE).office_hours(start, amount)
    assert moment_of(rung(left=f"{amount}wh"), legal, OFFICE, ZONE) == start


def test_hours_are_exact_and_late_only_after_the_last_moment():
    legal = datetime(2025, 3, 3, 15, tzinfo=ZONE)
    assert moment_of(rung(left="2h"), legal, national(), ZONE) == legal - timedelta(hours=2)
    assert moment_of(rung(over="0h"), legal, national(), ZONE) > legal
    assert moment_of(rung(left="2wh"), legal, national(), ZONE) == legal - timedelta(hours=2)


@pytest.mark.parametrize(
    ("side", "due", "day"),
    [
        ({"left": "1m"}, date(2025, 3, 31), date(2025, 2, 28)),
        ({"over": "1m"}, date(2025, 1, 31), date(2025, 2, 28)),
        ({"left": "3wd"}, date(2025, 10, 9), date(2025, 9, 28)),  # over eight days off, a Sunday
    ],
)
def test_months_and_holidays(side, due, day):
    assert day_of(side, due) == day


def test_a_warning_longer_than_the_term_is_left_out():
    process = load.process("national", "petition")
    clock = Running(
        "handle", 1, datetime(2025, 3, 3, 9, tzinfo=ZONE), end_of_day(date(2025, 3, 8), ZONE), "x"
    )
    reached = moments(process, [clock], national(), ZONE)
    assert [process.ladder[one.rung].over is not None for one in reached] == [True]


def test_every_ladder_of_every_pack_can_be_computed():
    start = datetime(2025, 3, 3, 9, tzinfo=ZONE)
    for process in load.every(None):
        clocks = [
            Running(key, 1, start, end_of_day(date(2026, 3, 2), ZONE), "x")
            for key in process.clocks
        ]
        assert len(moments(process, clocks, national(), ZONE)) == len(process.ladder)
