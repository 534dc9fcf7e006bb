"""`rates.yaml` is read strictly, and fits the forms of its pack."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.engine.rates import Weights, rule_on
from huiyin.packs import load
from huiyin.packs.rates_file import RATES_FILE, parse_rates, rates_file, strangers


@pytest.fixture
def text() -> str:
    return (load.folder("hotline") / RATES_FILE).read_text("utf-8")


def test_the_file_that_comes_along_fits_the_forms():
    found = rates_file()
    assert strangers(found, load.load("hotline")) == []
    assert rule_on(found.rules, date(2023, 6, 30)).weights == Weights(10, 45, 45)
    assert rule_on(found.rules, date(2026, 6, 30)).weights == Weights(30, 35, 35)
    assert all(version.confidence in "BCD" for version in found.versions)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "response: 30, solution: 35, satisfaction: 35",
            "response: 0, solution: 0, satisfaction: 0",
        ),
        ("response: 30", "response: -1"),
        ("response: 30", 'response: "30"'),
        ("valid_from: 2024-01-01", "valid_from: 2021-09-24"),
        ("valid_from: 2024-01-01", "valid_from: 2020-01-01"),
        ("value: first", "value: best"),
        ("confidence: B", "confidence: Z"),
        ("exclude_repeats: true", "exclude_repeat: true"),
        ("versions:", "versions: []\nmore:"),
    ],
)
def test_mistakes_are_told_with_their_line(text, old, new):
    assert old in text
    found, problems = parse_rates(text.replace(old, new))
    assert found is None
    assert problems
    assert all(problem.line >= 1 for problem in problems)


def test_an_answer_that_no_form_offers_is_found(text):
    found, _problems = parse_rates(text.replace("[solved, basic]", "[solved, nearly]"))
    assert found is not None
    assert strangers(found, load.load("hotline")) == ["solved: nearly", "solved: nearly"]
