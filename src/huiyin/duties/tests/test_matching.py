"""Who can help with a matter, against a plain reading of the rule."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.duties.directory.matching import Offer, matches

DAY = date(2026, 11, 23)
CODES = st.sampled_from(["01", "0101", "010101", "02", "0201"])
PATHS = st.sampled_from(["", "91", "91.01", "91.01.02", "91.02"])
OFFERS = st.lists(
    st.builds(
        Offer,
        key=st.text("ab", min_size=1, max_size=4),
        name=st.sampled_from(["甲", "乙", "丙"]),
        expertise=st.lists(CODES, max_size=2).map(tuple),
        path=PATHS,
        weekdays=st.lists(st.integers(0, 6), max_size=2).map(tuple),
        away_until=st.none() | st.integers(-2, 2).map(lambda n: DAY + timedelta(n)),
    ),
    max_size=8,
)


@given(OFFERS, CODES, PATHS)
def test_who_fits_is_there_knows_it_and_comes(offers: list[Offer], code: str, path: str) -> None:
    found = [one.offer for one in matches(offers, code, path, DAY)]
    for offer in offers:
        knows = any(code.startswith(mine) for mine in offer.expertise)
        here = offer.away_until is None or offer.away_until < DAY
        day = DAY.weekday() in offer.weekdays if offer.weekdays else True
        comes = path.split(".")[: len(offer.path.split("."))] == offer.path.split(".")
        fits = knows and here and day and (comes or not offer.path)
        assert (offer in found) == fits


@given(OFFERS, CODES, PATHS)
def test_the_more_exact_stand_first(offers: list[Offer], code: str, path: str) -> None:
    exact = [one.exact for one in matches(offers, code, path, DAY)]
    assert exact == sorted(exact, reverse=True)


def test_a_matter_without_a_category_may_ask_everybody() -> None:
    assert len(matches([Offer("a", "甲", ()), Offer("b", "乙", ("02",))], "", "91", DAY)) == 2
