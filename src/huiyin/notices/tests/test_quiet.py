"""Quiet hours and digests against an oracle that goes minute by minute."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.notices.quiet import Wishes, next_allowed, next_digest
from huiyin.packs.calendar_files import national

ZONE = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
CLOCK = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
MOMENT = st.integers(0, 30 * 24 * 60).map(
    lambda minutes: datetime(2025, 9, 20, tzinfo=ZONE) + minutes * MINUTE
)
WISHES = st.builds(Wishes, start=st.none() | CLOCK, end=st.none() | CLOCK, days_off=st.booleans())


def is_quiet(at: datetime, wishes: Wishes) -> bool:
    """The rule as somebody would say it, for one minute."""
    if wishes.days_off and not national().is_workday(at.date()):
        return True
    if wishes.start is None or wishes.end is None or wishes.start == wishes.end:
        return False
    now = at.time()
    if wishes.start < wishes.end:
        return wishes.start <= now < wishes.end
    return now >= wishes.start or now < wishes.end


def minute_by_minute(at: datetime, wishes: Wishes) -> datetime:
    while is_quiet(at, wishes):
        at += MINUTE
    return at


@given(MOMENT, WISHES)
def test_the_first_moment_that_is_not_quiet(at, wishes):
    found = next_allowed(at, wishes, national().is_workday, ZONE)
    assert found == minute_by_minute(at, wishes)


@given(MOMENT, CLOCK)
def test_the_digest_comes_at_its_time_on_a_working_day(at, when):
    found = next_digest(at, when, national().is_workday, ZONE)
    oracle = at + MINUTE
    while oracle.time() != when or not national().is_workday(oracle.date()):
        oracle += MINUTE
    assert found == oracle


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2025-09-26T22:00", "2025-09-28T08:00"),  # Saturday off, Sunday made up (调休)
        ("2025-09-30T22:00", "2025-10-09T08:00"),  # eight days off
        ("2025-09-29T12:00", "2025-09-29T12:00"),
        ("2025-09-29T07:59", "2025-09-29T08:00"),
    ],
)
def test_nights_and_days_off_by_the_published_calendar(at, shown):
    wishes = Wishes(time(20), time(8), days_off=True)
    moment = datetime.fromisoformat(at).replace(tzinfo=ZONE)
    found = next_allowed(moment, wishes, national().is_workday, ZONE)
    assert f"{found:%Y-%m-%dT%H:%M}" == shown


def test_a_calendar_without_working_days_stops_nobody():
    at = datetime(2025, 3, 3, 9, tzinfo=ZONE)
    assert next_allowed(at, Wishes(days_off=True), lambda _day: False, ZONE) == at
    assert next_digest(at, time(8), lambda _day: False, ZONE).time() == time(8)


def test_a_moment_keeps_its_seconds():
    at = datetime(2025, 3, 3, 9, 15, 42, tzinfo=ZONE)
    assert next_allowed(at, Wishes(time(20), time(8)), national().is_workday, ZONE) == at
    assert date(2025, 3, 3) == at.date()
