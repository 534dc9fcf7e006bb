"""Replies met, against a slow count day by day with an independent list of rest days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from huiyin.exchange.met import NATURAL_DAYS, WORKING_DAYS, Met
from huiyin.packs.calendar_files import national

ZONE = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(
    datetime.fromisoformat("2004-01-02"),
    datetime.fromisoformat("2026-09-01"),
    timezones=st.just(UTC),
)


def slow(first, last):
    """(working days, natural days) after the day of receipt up to and with the day of the reply."""
    working = natural = 0
    day = first
    while day < last:
        day += timedelta(days=1)
        natural += 1
        working += chinese_calendar.is_workday(day)
    return working, natural


@given(moments, st.timedeltas(timedelta(), timedelta(days=90)))
def test_against_the_slow_count(received, taken):
    met = Met()
    replied = received + taken
    met.add(received, replied, national(), ZONE)
    first, last = (m.astimezone(ZONE).date() for m in (received, replied))
    working, natural = slow(first, last)
    assert met.wd == {n: int(working <= n) for n in WORKING_DAYS}
    assert met.nd == {n: int(natural <= n) for n in NATURAL_DAYS}


def test_local_days_count():
    met = Met()
    # 23:30 on the 1st and 00:30 on the 17th, local time: sixteen days, though fifteen in UTC
    met.add(
        datetime(2026, 6, 1, 15, 30, tzinfo=UTC), datetime(2026, 6, 16, 16, 30, tzinfo=UTC),
        national(), ZONE,
    )  # fmt: skip
    assert met.nd[15] == 0
