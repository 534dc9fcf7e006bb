"""The three rates against a slow oracle that looks at one call-back after the other."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.rates import Callback, RatesRule, Weights, left_out, percent, rates, rule_on

KINDS = ("inquiry", "help", "complaint", "suggestion")


def rule(**changes) -> RatesRule:
    data = {
        "valid_from": date(2024, 1, 1), "weights": Weights(30, 35, 35),
        "contacted": frozenset({"yes"}), "solved": frozenset({"solved", "basic"}),
        "satisfied": frozenset({"good", "fair"}), "to_solve": frozenset({"help", "complaint"}),
        "excluded_kinds": frozenset({"inquiry"}),
    } | changes  # fmt: skip
    return RatesRule(**data)


reached = st.builds(
    Callback,
    kind=st.sampled_from(KINDS),
    repeat=st.booleans(),
    reached=st.just(True),
    contacted=st.sampled_from(["yes", "no"]),
    solved=st.sampled_from(["solved", "basic", "unsolved"]),
    satisfied=st.sampled_from(["good", "fair", "poor"]),
)
missed = st.builds(
    Callback, kind=st.sampled_from(KINDS), repeat=st.booleans(), reached=st.just(False)
)
rules = st.builds(
    rule,
    weights=st.builds(Weights, st.integers(0, 50), st.integers(0, 50), st.integers(1, 50)),
    excluded_kinds=st.frozensets(st.sampled_from(KINDS)),
    exclude_repeats=st.booleans(),
    to_solve=st.frozensets(st.sampled_from(KINDS)),
)


def slow(calls, by):
    """Every call-back in a row, with plain counters."""
    tally = Counter()
    for one in calls:
        tally["called"] += 1
        if one.kind in by.excluded_kinds:
            tally["inquiry"] += 1
        elif one.repeat and by.exclude_repeats:
            tally["repeat"] += 1
        elif not one.reached:
            tally["not_reached"] += 1
        else:
            tally["valid"] += 1
            tally["contacted"] += one.contacted in by.contacted
            tally["satisfied"] += one.satisfied in by.satisfied
            if one.kind in by.to_solve:
                tally["to_solve"] += 1
                tally["solved"] += one.solved in by.solved
    return tally


@given(st.lists(st.one_of(reached, missed), max_size=40), rules)
def test_rates_are_what_a_slow_count_gives(calls, by):
    found, tally = rates(Counter(calls), by), slow(calls, by)
    assert found.called == tally["called"] == len(calls)
    assert dict(found.excluded) == {
        name: tally[name] for name in ("inquiry", "repeat", "not_reached")
    }
    assert (found.response.numerator, found.response.denominator) == (
        tally["contacted"],
        tally["valid"],
    )
    assert (found.solution.numerator, found.solution.denominator) == (
        tally["solved"],
        tally["to_solve"],
    )
    assert (found.satisfaction.numerator, found.satisfaction.denominator) == (
        tally["satisfied"], tally["valid"],
    )  # fmt: skip


@given(st.lists(st.one_of(reached, missed), max_size=40), rules)
def test_the_sum_is_weighted_and_needs_every_rate_that_has_weight(calls, by):
    found, tally = rates(Counter(calls), by), slow(calls, by)
    w = by.weights
    if (tally["valid"] == 0) or (w.solution and tally["to_solve"] == 0):
        assert found.composite is None
        return
    total = 0.0
    total += w.response * tally["contacted"] / tally["valid"]
    total += w.solution * tally["solved"] / tally["to_solve"] if w.solution else 0
    total += w.satisfaction * tally["satisfied"] / tally["valid"]
    assert found.composite is not None
    assert abs(float(found.composite) - total / (w.response + w.solution + w.satisfaction)) < 1e-9


@given(st.lists(st.one_of(reached, missed), max_size=20), rules)
def test_nothing_is_lost_between_valid_and_left_out(calls, by):
    found = rates(Counter(calls), by)
    assert found.called == found.response.denominator + sum(found.excluded.values())
    for rate in (found.response, found.solution, found.satisfaction):
        assert 0 <= rate.numerator <= rate.denominator


def test_weights_count_in_the_whole():
    calls = {
        Callback("help", contacted="yes", solved="solved", satisfied="good"): 6,
        Callback("help", contacted="yes", solved="unsolved", satisfied="poor"): 2,
        Callback("help", contacted="no", solved="unsolved", satisfied="poor"): 2,
    }
    found = rates(calls, rule())
    assert (found.response.percent, found.solution.percent) == ("80.00", "60.00")
    assert percent(found.composite) == "66.00"  # 0.3·80 + 0.35·60 + 0.35·60
    assert percent(rates(calls, rule(weights=Weights(10, 45, 45))).composite) == "62.00"


def test_one_reason_each_and_the_first_that_holds():
    by = rule()
    assert left_out(Callback("inquiry", repeat=True, reached=False), by) == "inquiry"
    assert left_out(Callback("help", repeat=True, reached=False), by) == "repeat"
    assert left_out(Callback("help", reached=False), by) == "not_reached"
    assert left_out(Callback("help"), by) is None


def test_without_call_backs_there_is_no_rate():
    found = rates({}, rule())
    assert found.response.value is None
    assert found.response.percent == percent(found.composite) == ""


def test_a_negative_count_is_a_mistake():
    with pytest.raises(ValueError, match="negative"):
        rates({Callback("help"): -1}, rule())


def test_the_rule_in_force_on_a_day():
    old, new = rule(valid_from=date(2021, 9, 24)), rule(valid_from=date(2024, 1, 1))
    assert rule_on([new, old], date(2023, 12, 31)) is old
    assert rule_on([old, new], date(2024, 1, 1)) is new
    with pytest.raises(LookupError):
        rule_on([old, new], date(2021, 9, 23))


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(2, 3), "66.67"), (Fraction(1), "100.00"), (Fraction(1, 20000), "0.01"), (None, "")],
)
def test_percent_has_two_decimals(value, text):
    assert percent(value) == text
