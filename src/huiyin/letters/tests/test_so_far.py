"""A letter that is not finished: every wording can be shown with gaps, and gaps are told apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.letters.compose import compose, compose_partly, missing_facts
from huiyin.letters.phrases import Gap, cn_date, cn_time, gaps_in
from huiyin.letters.so_far import with_gaps
from huiyin.letters.wording import Wording
from huiyin.letters.wordings import wording
from huiyin.packs.tests.own import every_own

WORDINGS = sorted(
    {
        (pack, act.letter)
        for pack, _key, process in every_own()
        for act in process.acts.values()
        if act.letter
    }
)


def shown(rule: Wording, facts: dict[str, Any]) -> str:
    return compose_partly(
        rule, with_gaps(facts, rule, missing_facts(rule, facts))
    ).model_dump_json()


@pytest.mark.parametrize(("pack", "key"), WORDINGS)
def test_every_letter_can_be_shown_before_anything_is_known(pack: str, key: str):
    """A gap stands for each required fact; the letter is never refused for what is not typed."""
    rule = wording(pack, key)
    text = shown(rule, {})
    assert Gap.BEGINS in text or not rule.requires
    assert rule.title.zh in text or rule.heading
    assert missing_facts(rule, with_gaps({}, rule, missing_facts(rule, {}))) == []


def test_what_is_known_stands_in_it_and_the_rest_is_a_gap():
    rule = wording("national", "opinion")
    facts = {
        "act": {"facts": "线路老化"},
        "requests": [{"request": "修好路灯"}, {"request": "赔偿"}],
    }
    text = shown(rule, facts)
    assert "线路老化。" in text
    assert "修好路灯。" in text
    assert "赔偿。" in text
    assert text.count(f"{Gap.BEGINS}法律法规依据{Gap.ENDS}") == 2, "one for each request"
    assert facts == {"act": {"facts": "线路老化"}, "requests": [{"request": "修好路灯"},
                     {"request": "赔偿"}]}, "the facts themselves stay as they are"  # fmt: skip


@given(st.lists(st.tuples(st.text(st.characters(exclude_categories=["Co"])), st.booleans())))
def test_gaps_are_found_again(pieces: list[tuple[str, bool]]):
    text = "".join(Gap.of(words) if is_gap else words for words, is_gap in pieces)
    found = list(gaps_in(text))
    assert "".join(words for words, is_gap in found if is_gap) == "".join(
        words for words, is_gap in pieces if is_gap
    )
    assert "".join(words for words, is_gap in found if not is_gap) == "".join(
        words for words, is_gap in pieces if not is_gap
    )


def test_a_gap_where_a_day_belongs_stays_a_gap():
    gap = Gap.of("日期")
    assert cn_date(gap) is gap
    assert cn_time(gap) is gap


def test_a_whole_letter_is_the_same_either_way():
    rule = wording("national", "closing_report")
    facts = with_gaps({}, rule, missing_facts(rule, {}))
    assert compose_partly(rule, facts).title == compose(rule, facts).title
