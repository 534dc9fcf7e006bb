"""Terms and due dates against counting day by day and minute by minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.engine.calendar import Calendar, DayKind, OutOfRangeError, Shift, SpecialDay
from huiyin.engine.counting import Pause, end_of_day
from huiyin.engine.terms import Term, Unit, due, due_dates, due_on
from huiyin.engine.tests.oracles import (
    ZONE,
    calendars,
    days,
    moments,
    pause_lists,
    slow_days,
    slow_hours,
    slow_workday,
)

WEEKENDS_OFF = Calendar("plain", {}, frozenset({2026}))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    "text",
    ["", "15", "nd", "-5nd", "+5nd", "1.5nd", "15ND", "15 nd", "15d", "1e3nd", "١٥nd", "1234567nd"],
)
def test_what_is_not_a_term_is_named(text):
    with pytest.raises(ValueError, match="is not a term"):
        Term.parse(text)


@pytest.mark.parametrize("amount", [-1, 1.0, True, "3"])
def test_amounts_are_whole(amount):
    with pytest.raises(ValueError, match="whole amount"):
        Term(amount, Unit.DAY)


def test_parsing_and_writing():
    assert Term.parse_all("60nd+30nd") == (Term(60, Unit.DAY), Term(30, Unit.DAY))
    assert [str(Term.parse(text)) for text in ("2h", "3wh", "0nd", "5wd", "1m")] == [
        "2h",
        "3wh",
        "0nd",
        "5wd",
        "1m",
    ]


@settings(max_examples=300)
@given(calendars(), moments, st.integers(1, 40), pause_lists(), st.booleans())
def test_natural_days(calendar, start, amount, pauses, roll):
    result = due(start, [Term(amount, Unit.DAY)], calendar, tz=ZONE, pauses=pauses, roll=roll)
    nominal = slow_days(start.date(), amount, calendar, pauses, working=False)
    assert result.nominal == end_of_day(nominal, ZONE)
    assert result.due_date == (slow_workday(calendar, nominal) if roll else nominal)


@settings(max_examples=300)
@given(calendars(), moments, st.integers(1, 40), pause_lists())
def test_working_days(calendar, start, amount, pauses):
    result = due(start, [Term(amount, Unit.WORKDAY)], calendar, tz=ZONE, pauses=pauses)
    expected = slow_days(start.date(), amount, calendar, pauses, working=True)
    assert result.nominal == result.legal == end_of_day(expected, ZONE)


@settings(max_examples=300)
@given(moments, st.integers(1, 50), pause_lists())
def test_natural_hours(start, amount, pauses):
    result = due(start, [Term(amount, Unit.HOUR)], WEEKENDS_OFF, tz=ZONE, pauses=pauses)
    assert result.nominal == result.legal == slow_hours(start, amount, pauses, None)
    assert not result.provisional


@settings(max_examples=100, deadline=None)
@given(calendars(hours=True), moments, st.integers(1, 12), pause_lists())
def test_office_hours(calendar, start, amount, pauses):
    result = due(start, [Term(amount, Unit.WORK_HOUR)], calendar, tz=ZONE, pauses=pauses)
    # the last open minute before a closing and the first after it are the same office time
    assert result.nominal == slow_hours(start, amount, pauses, calendar)


@settings(max_examples=300)
@given(calendars(), days, st.integers(1, 14), st.integers(0, 40))
def test_month_then_extension(calendar, start, months, extra):
    terms = [Term(months, Unit.MONTH), Term(extra, Unit.DAY)]
    nominal, legal, _ = due_dates(start, terms, calendar)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    day = start.day
    while True:  # the corresponding day, or the last one the month has
        try:
            corresponding = date(year, month + 1, day)
            break
        except ValueError:
            day -= 1
    assert nominal == corresponding + timedelta(days=extra)
    assert legal == slow_workday(calendar, nominal)


@settings(max_examples=300)
@given(
    calendars(),
    days,
    st.lists(st.builds(Term, st.integers(0, 20), st.sampled_from(["nd", "wd", "m"]).map(Unit)),
             min_size=1, max_size=3),
    st.sampled_from(["next", "same"]),
    st.booleans(),
)  # fmt: skip
def test_fast_path_agrees_with_the_explained_one(calendar, day, terms, first_day, roll):
    start = datetime.combine(day, time(23, 59), ZONE)
    result = due(start, terms, calendar, tz=ZONE, first_day=first_day, roll=roll)
    fast = due_dates(day, terms, calendar, first_day=first_day, roll=roll)
    assert fast == (result.nominal.date(), result.legal.date(), result.provisional)


@given(calendars(), days, st.integers(1, 30), st.sampled_from([Unit.DAY, Unit.WORKDAY]))
def test_counting_the_first_day_is_starting_a_day_earlier(calendar, day, amount, unit):
    same = due_dates(day, [Term(amount, unit)], calendar, first_day="same")
    earlier = due_dates(day - timedelta(days=1), [Term(amount, unit)], calendar)
    assert same == earlier


def test_zero_is_the_day_itself_and_working_zero_the_next_working_day():
    sunday = date(2026, 3, 8)
    assert due_dates(sunday, [Term.parse("0nd")], WEEKENDS_OFF)[:2] == (sunday, date(2026, 3, 9))
    assert due_dates(sunday, [Term.parse("0wd")], WEEKENDS_OFF)[:2] == (date(2026, 3, 9),) * 2
    assert due_dates(sunday, [Term.parse("0m")], WEEKENDS_OFF)[0] == sunday
    assert due(at("2026-03-08T10:30"), [Term.parse("0h")], WEEKENDS_OFF, tz=ZONE).legal == at(
        "2026-03-08T10:30"
    )


def test_hours_then_days_and_days_then_hours():
    start = at("2026-03-06T22:00")  # a Friday
    result = due(start, Term.parse_all("4h+1nd"), WEEKENDS_OFF, tz=ZONE)
    assert result.nominal.date() == date(2026, 3, 8)
    assert result.due_date == date(2026, 3, 9)
    result = due(start, Term.parse_all("1nd+4h"), WEEKENDS_OFF, tz=ZONE)
    assert result.legal == at("2026-03-08T04:00")


def test_the_start_is_a_local_day():
    start = datetime(2026, 3, 4, 16, 30, tzinfo=UTC)  # 00:30 on the 5th in the division
    assert due(start, [Term.parse("1nd")], WEEKENDS_OFF, tz=ZONE).due_date == date(2026, 3, 6)


OFFICE = Calendar(
    "office",
    {},
    frozenset({2026}),
    hours=dict.fromkeys(range(5), (Shift(time(9), time(12)), Shift(time(14), time(17, 30)))),
)


@pytest.mark.parametrize(
    ("term", "pause", "expected"),
    [
        ("2h", ("12:00", "13:00"), "12:00"),  # begins when the two hours are over
        ("2h", ("11:59", "12:59"), "13:00"),
        ("2h", ("09:00", "10:00"), "12:00"),
        ("2wh", ("12:00", "14:00"), "12:00"),  # begins at closing time
        ("3wh", ("12:00", "14:00"), "15:00"),
        ("3wh", ("11:30", "14:30"), "16:00"),
    ],
)
def test_pauses_that_touch_an_edge(term, pause, expected):
    pauses = [Pause(*(at(f"2026-03-02T{edge}") for edge in pause))]
    result = due(at("2026-03-02T10:00"), [Term.parse(term)], OFFICE, tz=ZONE, pauses=pauses)
    assert result.legal == at(f"2026-03-02T{expected}")


def test_office_hours_need_hours():
    with pytest.raises(ValueError, match="declares no office hours"):
        due(at("2026-03-02"), [Term.parse("3wh")], WEEKENDS_OFF, tz=ZONE)


def test_an_unpublished_year_is_provisional_only_when_it_matters():
    dates = {
        ("2026-12-20", "11nd"): False,  # ends on a Thursday of 2026
        ("2026-12-20", "20nd"): True,
        ("2026-12-28", "5wd"): True,
        ("2026-12-21", "5wd"): False,
        ("2025-12-29", "5wd"): True,  # began in a year we know nothing of
        ("2025-12-31", "5wd"): False,
    }
    for (start, term), provisional in dates.items():
        result = due_dates(date.fromisoformat(start), [Term.parse(term)], WEEKENDS_OFF)
        assert result[2] is provisional
    start, terms = date(2026, 12, 20), [Term.parse("20nd")]
    assert due_dates(start, terms, WEEKENDS_OFF, roll=False)[2] is False
    holiday = {date(2027, 1, 11): SpecialDay(DayKind.HOLIDAY, "节", "feast")}
    published = WEEKENDS_OFF.overlay(Calendar("2027", holiday, frozenset({2027})))
    assert due_dates(start, terms, WEEKENDS_OFF) == (date(2027, 1, 9), date(2027, 1, 11), True)
    assert due_dates(start, terms, published) == (date(2027, 1, 9), date(2027, 1, 12), False)


def test_a_date_set_by_somebody_rolls_too():
    result = due_on(date(2026, 3, 7), WEEKENDS_OFF, roll=True, tz=ZONE)
    assert (result.nominal.date(), result.due_date) == (date(2026, 3, 7), date(2026, 3, 9))
    assert due_on(date(2026, 3, 7), WEEKENDS_OFF, roll=False, tz=ZONE).due_date == date(2026, 3, 7)


def test_wrong_calls_are_errors():
    with pytest.raises(ValueError, match="at least one term"):
        due(at("2026-03-02"), [], WEEKENDS_OFF, tz=ZONE)
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 3, 2), [Term.parse("1nd")], WEEKENDS_OFF, tz=ZONE)  # noqa: DTZ001
    with pytest.raises(ValueError, match="counted in hours"):
        due_dates(date(2026, 3, 2), [Term.parse("2h")], WEEKENDS_OFF)
    for term in ("999999h", "999999nd", "999999m", "999999wd"):
        with pytest.raises(OutOfRangeError):
            due(at("9990-01-01") if term.endswith("h") else at("2026-03-02"),
                [Term.parse(term)], WEEKENDS_OFF, tz=ZONE)  # fmt: skip
