"""Days of recurring duties against walking through the days one by one, and by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.engine import recurrence
from huiyin.engine.calendar import Calendar, DayKind, SpecialDay
from huiyin.engine.method_shape import DutyShape
from huiyin.engine.recurrence import RecurrenceError, days, parse, span_of
from huiyin.engine.terms import Term
from huiyin.engine.tests.oracles import ONE_DAY, ZONE, calendars, slow_is_workday

PLAIN = Calendar("plain")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST = date(2026, 1, 10)

every = st.one_of(
    st.sampled_from(["day", "workday", "sensitive", "month last", "quarter last"]),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4).map(
        lambda d: "week " + ",".join(d)
    ),
    st.lists(st.integers(1, 31), min_size=1, max_size=3).map(
        lambda d: "month " + ",".join(map(str, d))
    ),
    st.integers(1, 31).map(lambda n: f"quarter {n}"),
    st.dates(date(2028, 1, 1), date(2028, 12, 31)).map(lambda d: f"year {d:%m-%d}"),
)
spans = st.tuples(*[st.dates(date(2028, 1, 1), date(2028, 12, 31))] * 2).map(
    lambda two: span_of(f"{two[0]:%m-%d}", f"{two[1]:%m-%d}")
)
rolls = st.sampled_from(["none", "next", "previous"])


def slow_falls(text: str, day: date, calendar: Calendar, sensitive) -> bool:
    """Said with words and neighbours: is tomorrow another month, does the span contain the day."""
    kind, _, rest = text.partition(" ")
    parts = rest.split(",")
    ends = (day + ONE_DAY).month != day.month
    if kind == "workday":
        return slow_is_workday(calendar, day)
    if kind == "week":
        return WEEKDAYS[day.weekday()] in parts
    if kind == "sensitive":
        return any(slow_within(span, day) for span in sensitive)
    if kind == "year":
        return f"{day:%m-%d}" in parts or (ends and f"{day:%m}-29" in parts and day.day == 28)
    if kind == "quarter":
        if "last" in parts:
            return ends and day.month in {3, 6, 9, 12}
        if day.month not in {1, 4, 7, 10}:
            return False
    if kind in {"month", "quarter"}:
        beyond = any(part != "last" and int(part) > day.day for part in parts)
        return str(day.day) in parts or (ends and ("last" in parts or beyond))
    return True


def slow_within(span, day: date) -> bool:
    """Walk from the first day of the span to its last through a leap year."""
    (month, number), last = span
    at = date(2028, month, number)
    for _ in range(366):
        if (at.month, at.day) == (day.month, day.day):
            return True
        if (at.month, at.day) == last:
            return False
        at = at + ONE_DAY if (at.month, at.day) != (12, 31) else date(2028, 1, 1)
    raise AssertionError(span)


def slow_days(text: str, first: date, last: date, calendar: Calendar, roll: str, sensitive):
    """Every day long before and after, moved step by step, kept when it lands in the span."""
    found = set()
    day = first - timedelta(days=400)
    while day <= last + timedelta(days=400):
        if slow_falls(text, day, calendar, sensitive):
            moved = day
            while roll != "none" and not slow_is_workday(calendar, moved):
                moved += ONE_DAY if roll == "next" else -ONE_DAY
            if first <= moved <= last:
                found.add(moved)
        day += ONE_DAY
    return sorted(found)


@settings(max_examples=250)
@given(
    every, calendars(), rolls, st.lists(spans, max_size=2), st.integers(0, 160), st.integers(0, 95)
)
def test_days_are_those_that_walking_finds(text, calendar, roll, sensitive, begin, length):
    first = FIRST + timedelta(days=begin)
    last = first + timedelta(days=length)
    found = days(text, first, last, calendar, roll=roll, sensitive=sensitive)
    assert found == slow_days(text, first, last, calendar, roll, sensitive)


@settings(max_examples=60)
@given(every, calendars(), rolls, st.integers(0, 100), st.integers(0, 40), st.integers(0, 40))
def test_two_spans_next_to_each_other_make_the_long_one(text, calendar, roll, begin, one, two):
    first = FIRST + timedelta(days=begin)
    middle, last = first + timedelta(days=one), first + timedelta(days=one + two + 1)
    whole = days(text, first, last, calendar, roll=roll)
    halves = [
        *days(text, first, middle, calendar, roll=roll),
        *days(text, middle + ONE_DAY, last, calendar, roll=roll),
    ]
    assert whole == halves


@pytest.mark.parametrize(
    "text",
    [
        "", "days", "week", "week monday", "month", "month 0", "month 32", "month ten", "month 1,",
        "quarter 0", "year 7-1", "year 02-30", "year 13-01", "day 3", "workday x", "month ４",
    ],
)  # fmt: skip
def test_what_is_no_recurrence_is_named(text):
    with pytest.raises(RecurrenceError, match="is no recurrence"):
        parse(text)


def of_2026(text, **more):
    found = days(text, date(2026, 1, 1), date(2026, 12, 31), PLAIN, **more)
    return [f"{day:%m-%d}" for day in found]


def test_by_hand():
    assert of_2026("month 31")[:4] == ["01-31", "02-28", "03-31", "04-30"]
    assert of_2026("quarter 5") == ["01-05", "04-05", "07-05", "10-05"]
    assert of_2026("quarter last") == ["03-31", "06-30", "09-30", "12-31"]
    assert of_2026("year 07-01,02-29") == ["02-28", "07-01"]
    assert of_2026("sensitive", sensitive=[span_of("12-30", "01-02")]) == [
        "01-01", "01-02", "12-30", "12-31",
    ]  # fmt: skip
    # 10 January is a Saturday, 10 May a Sunday
    assert of_2026("month 10", roll="next")[0] == "01-12"
    assert of_2026("month 10", roll="previous")[4] == "05-08"


def test_days_that_meet_are_one():
    off = {date(2026, 10, day): SpecialDay(DayKind.HOLIDAY) for day in range(1, 9)}
    found = days(
        "week mon,tue,wed,thu", date(2026, 9, 28), date(2026, 10, 11), Calendar("c", off),
        roll="next",
    )  # fmt: skip
    assert [day.day for day in found] == [28, 29, 30, 9]


def duty(**changes) -> DutyShape:
    told = {
        "zh": "职责", "en": "Duty", "law": "制度", "every": "month 10", "owners": {"role": "head"},
    } | changes  # fmt: skip
    return DutyShape.model_validate(told)


def opened(text: str) -> datetime:
    (one,) = recurrence.occurrences(
        duty(opens=text), date(2026, 3, 1), date(2026, 3, 31), PLAIN, ZONE
    )
    return one.opens_at


def test_when_it_can_be_filed():
    (one,) = recurrence.occurrences(duty(), date(2026, 3, 1), date(2026, 3, 31), PLAIN, ZONE)
    assert one.opens_at == datetime(2026, 3, 10, tzinfo=ZONE)
    assert one.due_at == datetime(2026, 3, 10, 17, 30, tzinfo=ZONE)
    assert opened("3h") == datetime(2026, 3, 10, 14, 30, tzinfo=ZONE)
    assert opened("9nd") == datetime(2026, 3, 1, tzinfo=ZONE)
    assert opened("0wd") == datetime(2026, 3, 10, tzinfo=ZONE)
    assert opened("2wd") == datetime(2026, 3, 6, tzinfo=ZONE)
    assert opened("1m") == datetime(2026, 2, 10, tzinfo=ZONE)
    with pytest.raises(ValueError, match="counted back"):
        duty(opens="3wh")
    with pytest.raises(ValueError, match="no recurrence"):
        duty(every="often")


@given(calendars(), st.integers(0, 100), st.integers(1, 20))
def test_working_days_back_are_walked(calendar, begin, amount):
    day = date(2026, 2, 1) + timedelta(days=begin)
    found = recurrence._days_before(day, Term.parse(f"{amount}wd"), calendar)
    left, at = amount, day
    while left:
        at -= ONE_DAY
        left -= slow_is_workday(calendar, at)
    assert found == at


def test_after_an_act():
    shape = duty(every=None, after={"process": "petition", "act": "serve", "in": "10nd"})
    at = datetime(2026, 3, 2, 20, 15, tzinfo=ZONE)
    one = recurrence.after_act(shape, Term.parse("10nd"), at, PLAIN, ZONE)
    assert (one.day, one.opens_at) == (date(2026, 3, 12), at)
    assert one.due_at == datetime(2026, 3, 12, 17, 30, tzinfo=ZONE)
    hours = recurrence.after_act(shape, Term.parse("5h"), at, PLAIN, ZONE)
    assert hours.due_at == datetime(2026, 3, 3, 1, 15, tzinfo=ZONE)
    assert hours.day == date(2026, 3, 3)
    rolled = duty(every=None, roll="next", after={"process": "p", "act": "a", "in": "5nd"})
    late = recurrence.after_act(rolled, Term.parse("5nd"), at, PLAIN, ZONE)
    assert late.day == date(2026, 3, 9)
    assert not recurrence.occurrences(rolled, date(2026, 3, 1), date(2026, 3, 9), PLAIN, ZONE)
