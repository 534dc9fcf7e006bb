"""Cells as text and as moments."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.exchange.cells import as_moment, as_text

ZONE = ZoneInfo("Asia/Shanghai")
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y.%m.%d %H:%M:%S")


@given(
    st.datetimes(datetime.fromisoformat("1992-01-01"), datetime.fromisoformat("2100-01-01")),
    st.sampled_from(FORMATS),
)
def test_a_text_date_is_read_as_local(moment, form):
    moment = moment.replace(microsecond=0)
    assert as_moment(moment.strftime(form), ZONE) == moment.replace(tzinfo=ZONE)
    assert as_moment(moment, ZONE) == moment.replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019/5/1 9:05:07", datetime.fromisoformat("2019-05-01 09:05:07")),
        (" 2019-5-1 9:05 ", datetime.fromisoformat("2019-05-01 09:05:00")),
        ("2019-05-01", datetime.fromisoformat("2019-05-01")),
        ("2019-05-01 09:05:07.123", datetime.fromisoformat("2019-05-01 09:05:07")),
    ],
)
def test_ways_of_writing(text, expected):
    assert as_moment(text, ZONE) == expected.replace(tzinfo=ZONE)


def test_an_offset_is_kept():
    assert as_moment("2019-05-01T09:00:00+00:00", ZONE) == datetime(2019, 5, 1, 9, tzinfo=UTC)


def test_a_spreadsheet_fraction_of_a_second_is_rounding():
    assert as_moment(datetime.fromisoformat("2019-05-01 09:04:59.999600"), ZONE).minute == 5


@pytest.mark.parametrize(
    "cell",
    [
        "2019-02-29",
        "2019-13-01",
        "1.5.2019",
        "2019-05/01",
        "9:00",
        "",
        "20190501",
        43586.0,
        True,
        None,
    ],
)
def test_what_is_no_date(cell):
    assert as_moment(cell, ZONE) is None


@pytest.mark.parametrize(("cell", "text"),
    [
        (193.0, "193"), (1.5, "1.5"), (True, "true"), (None, ""), (" x ", " x "),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime.fromisoformat("2020-01-02 03:04:05"), "2020-01-02 03:04:05"),
    ],
)  # fmt: skip
def test_as_text(cell, text):
    assert as_text(cell) == text
