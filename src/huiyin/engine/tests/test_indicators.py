"""Shares: exact, with their counts, and nothing where there is nothing to count."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.counting_rules import Counting
from huiyin.engine.indicators import Share, shares
from huiyin.engine.tests.test_tally import DATA, NAME

RATED = ["office.good", "office.poor"]
RULES = Counting.model_validate(
    DATA
    | {
        "ratings": DATA["ratings"] | {"values": {"good": ["good"], "poor": ["poor"]}},
        "indicators": {
            "rated": NAME | {"part": RATED, "whole": [*RATED, "office.silent"]},
            "satisfied": NAME | {
                "part": ["office.good", "office.silent"], "whole": [*RATED, "office.silent"],
            },
            "both": NAME | {"product": ["rated", "satisfied"]},
        },
    }
)  # fmt: skip
COUNTS = st.fixed_dictionaries({name: st.integers(0, 50) for name in (*RATED, "office.silent")})


@given(COUNTS)
def test_shares_are_the_quotients_of_their_counts(counts):
    good, poor, silent = (counts[name] for name in (*RATED, "office.silent"))
    found, whole = shares(counts, RULES), good + poor + silent
    assert (found["rated"].part, found["rated"].whole) == (good + poor, whole)
    assert (found["satisfied"].part, found["satisfied"].whole) == (good + silent, whole)
    if whole:
        assert found["both"].value == Fraction((good + poor) * (good + silent), whole**2)
    else:
        assert {share.value for share in found.values()} == {None}


def test_silence_inflates_what_counts_it_as_satisfied():
    found = shares({"office.good": 1, "office.poor": 1, "office.silent": 8}, RULES)
    assert found["satisfied"].percent == "90.0"
    assert found["rated"].percent == "20.0"
    assert found["both"].percent == "18.0"


@given(st.integers(0, 3000), st.integers(1, 1000))
def test_percent_is_rounded_half_up_to_one_decimal(part, whole):
    exact = Decimal(100 * part) / Decimal(whole)
    percent = Share(Fraction(part, whole)).percent
    assert percent == str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def test_nothing_to_count_has_no_percent():
    assert Share(None).percent == ""
