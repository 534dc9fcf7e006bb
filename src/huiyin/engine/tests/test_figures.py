"""Selections, indicators, ledgers over plain lists: worked by hand, and laws that always hold."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine import figures
from huiyin.engine.figure_values import Leaf, Span, leaves, shown, value
from huiyin.engine.figures import Happened, Record, picked, stays
from huiyin.engine.ledger_rounds import balances, latest, round_of
from huiyin.engine.method_shape import Column, IndicatorShape, LedgerShape, Select
from huiyin.engine.reporting import quiet

NAMES = {"zh": "数", "en": "a number", "law": "测试"}
DAY = date(2026, 3, 1)


def act(name: str, day: int = 0, **data: object) -> Happened:
    return Happened("dispute", name, DAY + timedelta(day), data)


def shape(**formula: object) -> IndicatorShape:
    return IndicatorShape(**NAMES, **formula)


def test_a_value_is_looked_up_in_what_was_recorded_before():
    history = [act("register", listed="growth"), act("resolve", 3), act("strike_off", 5)]
    growth = Select(process="dispute", act="strike_off", where={"listed": "growth"})
    assert [one.place for one in picked(growth, history)] == [2]
    assert (
        picked(Select(process="dispute", act="resolve", where={"listed": "shift"}), history) == []
    )
    assert [one.place for one in picked(Select(process="dispute"), history)] == [0]
    assert picked(Select(process="petition"), history) == []


def test_first_is_the_first_that_fits():
    history = [act("register"), act("rate", 1, unit="poor"), act("rate", 2, unit="good"),
               act("rate", 3, unit="good")]  # fmt: skip
    good = Select(process="dispute", act="rate", where={"unit": "good"})
    assert len(picked(good, history)) == 2
    assert [one.place for one in picked(good.model_copy(update={"first": True}), history)] == [2]


def test_sums_rows_and_distinct_values():
    histories = [
        [act("register", people=3, ids=["x", "y"])],
        [act("register", people=4, ids=["x"])],
    ]
    every, span = Select(process="dispute"), Span(DAY, DAY)
    people = shape(sum=every, field="people")
    assert figures.counted(people, histories, [], span) == 7
    assert figures.counted(shape(count=every, distinct="ids"), histories, [], span) == 2
    assert figures.counted(shape(count=every), histories, [], Span(DAY, DAY)) == 2
    assert figures.counted(shape(count=every), histories, [], Span(None, DAY - timedelta(1))) == 0


def test_rows_of_tables_stand_or_begin():
    row = Record("points", {"kind": "station"}, date(2026, 1, 1), date(2026, 3, 31))
    select = Select(records="points", where={"kind": "station"})
    march, april = round_of("month", DAY), round_of("month", date(2026, 4, 1))

    def number(span: Span, *, standing: bool) -> int:
        return figures.counted(shape(count=select, standing=standing), [], [row], span)

    assert (number(march, standing=True), number(april, standing=True)) == (1, 0)
    assert number(march, standing=False) == 0
    assert number(round_of("month", date(2026, 1, 5)), standing=False) == 1


FORMULAS = {
    "found": shape(count=Select(process="dispute")),
    "resolved": shape(count=Select(process="dispute", act="resolve")),
    "rate": shape(share=("resolved", "found"), form="percent"),
    "open": shape(difference=("found", "resolved")),
    "both": shape(plus=("found", "resolved")),
    "change": shape(change="found", years=9),
    "rate_change": shape(change="rate"),
}


def test_formulas_by_hand():
    assert set(leaves(FORMULAS, ["change", "rate"])) == {
        Leaf("found"), Leaf("found", 9), Leaf("resolved"),
    }  # fmt: skip
    counts = {Leaf("found"): 333, Leaf("found", 9): 1280, Leaf("resolved"): 100}
    found = {key: value(FORMULAS, key, counts).number for key in FORMULAS}
    assert found["rate"] == Fraction(100, 333)
    assert (found["open"], found["both"]) == (233, 433)
    assert shown(found["change"], "percent") == "-74.0"
    assert found["rate_change"] is None  # a year before nothing was found
    assert value(FORMULAS, "rate", {}).number is None


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [(Fraction(888, 1000), "percent", "88.8"), (Fraction(1, 16), "percent", "6.3"),
     (Fraction(-1, 16), "percent", "-6.3"), (Fraction(7), "number", "7"), (None, "number", ""),
     (Fraction(5, 2), "number", "2.5"), (Fraction(-1, 100000), "percent", "0.0")],
)  # fmt: skip
def test_numbers_are_shown_with_one_decimal(number, form, text):
    assert shown(number, form) == text


def test_the_same_days_of_a_year_before():
    assert Span(date(2024, 2, 29), date(2024, 3, 31)).ago(1) == Span(
        date(2023, 2, 28), date(2023, 3, 31)
    )


LEDGER = LedgerShape(
    **NAMES, rounds="month", columns={"title": Column(of="title", zh="标题", en="Title")},
    enter=Select(process="dispute", act=("register", "reopen")),
    exit=Select(process="dispute", act="strike_off"),
)  # fmt: skip
ACTS = st.sampled_from(["reopen", "strike_off", "resolve"])
HISTORIES = st.lists(
    st.lists(st.tuples(ACTS, st.integers(0, 120)), max_size=6).map(
        lambda rest: [act("register"), *(act(*one) for one in sorted(rest, key=lambda one: one[1]))]
    ),
    max_size=4,
)


@given(HISTORIES)
def test_rounds_follow_on_and_close_with_what_stands(histories):
    spans = latest("month", date(2026, 7, 1), 6)
    found = [figures.balance(LEDGER, histories, span) for span in spans]
    for later, earlier in pairwise(found):
        assert later.opening == earlier.closing
    for span, one in zip(spans, found, strict=True):
        assert one.closing == len(figures.standing_in(LEDGER, histories, span.last))
    moves: dict[date, tuple[int, int]] = {}
    for stay in (stay for history in histories for stay in stays(LEDGER, history)):
        for day, which in ((stay.entered, 0), (stay.left, 1)):
            if day is not None:
                had = moves.get(day, (0, 0))
                moves[day] = (had[0] + (which == 0), had[1] + (which == 1))
    assert balances(moves, spans) == found


@given(st.lists(st.tuples(ACTS, st.integers(0, 99)), max_size=8))
def test_entries_and_exits_alternate(rest):
    history = [act("register"), *(act(*one) for one in sorted(rest, key=lambda one: one[1]))]
    found = stays(LEDGER, history)
    assert found[0].into == 0
    for one, following in pairwise(found):
        assert one.out is not None
        assert one.into < one.out < following.into
        assert history[following.into].act == "reopen"


@pytest.mark.parametrize(
    ("numbers", "low", "found"),
    [({"甲": 40, "乙": 30, "丙": 5}, 30, {"丙"}), ({"甲": 10, "乙": 0}, 30, {"乙"}),
     ({"甲": 3}, 30, set()), ({"甲": 0, "乙": 0}, 30, {"甲", "乙"}),
     ({"甲": 9, "乙": 10}, 100, {"甲"}),     ({}, 30, set())],
)  # fmt: skip
def test_a_place_that_reports_little_is_to_be_visited(numbers, low, found):
    assert quiet(numbers, low) == found


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 50), min_size=1))
def test_reporting_more_never_makes_a_place_quiet(numbers):
    place = min(numbers)
    if place not in quiet(numbers, 30):
        assert place not in quiet({**numbers, place: numbers[place] + 1}, 30)
