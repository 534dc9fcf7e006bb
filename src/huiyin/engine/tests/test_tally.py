"""The tally against counting matter by matter, each figure by its own words."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from huiyin.engine.counting_rules import MEASURES, Counting
from huiyin.engine.tally import Came, tally

NAME = {"zh": "名", "en": "Name"}
DATA = {
    "counting": "trial", "version": "1", "law": "试", "processes": ["petition"],
    "no_pieces": ["split_from"], "merged_same_day": NAME,
    "facts": {"people": "people", "signatories": "names", "purpose": "purpose",
              "beyond": "beyond"},
    "repeat": {"field": "repeat", "set_by": ["mark"], "cleared_by": ["clear"]},
    "roles": {"askers": ["petitioner"], "accused": ["accused"], "confidence": "B"},
    "channels": {"batch": ["visit"], "piece": ["letter"], "confidence": "C"},
    "group_visit": NAME | {"least": 5},
    "bands": [NAME | {"least": 5, "most": 10}, NAME | {"least": 11}],
    "joint_letter": NAME | {"least": 3}, "classes": {"appeal": NAME, "unstated": NAME},
    "purposes": {"help": NAME | {"class": "appeal"}},
    "alike": NAME | {"least": 30, "most": 10}, "unstated": NAME,
    "measures": dict.fromkeys(MEASURES, NAME),
    "clocks": {"notice": ["notice"]},
    "ratings": {"act": "rate", "clock": "rating", "objects": {"office": NAME},
                "values": {"good": ["good"]}},
    "closed": {"acts": ["close"], "confidence": "C"},
    "indicators": {"in_time": NAME | {"part": ["notice.in_time"], "whole": ["notice.due"]}},
}  # fmt: skip
RULES = Counting.model_validate(DATA)
CAME = st.builds(
    Came,
    channel=st.sampled_from(["visit", "letter", "drum", ""]),
    people=st.integers(1, 15),
    signatories=st.integers(0, 6),
    purpose=st.sampled_from(["help", "", "odd"]),
    category=st.sampled_from(["", "0302", "03", "0101"]),
    beyond=st.booleans(),
    repeat=st.booleans(),
    merged=st.booleans(),
)


def slow(matters: list[Came]) -> dict[str, int]:
    """Each measure by its own sentence."""
    visits = [one for one in matters if one.channel == "visit"]
    letters = [one for one in matters if one.channel != "visit"]
    groups = [one for one in visits if one.people >= 5]
    single = [one for one in visits if one.people < 5]
    signed = [one.signatories or one.people for one in letters]
    figures = {
        "total": len(matters), "pieces": len(letters), "batches": len(visits),
        "persons": sum(one.people for one in visits),
        "group.batches": len(groups), "group.persons": sum(one.people for one in groups),
        "individual.batches": len(single), "individual.persons": sum(o.people for o in single),
        "letter_persons": sum(max(one.people, one.signatories) for one in letters),
        "joint.pieces": sum(number >= 3 for number in signed),
        "joint.persons": sum(number for number in signed if number >= 3),
        "beyond.batches": sum(one.beyond for one in visits),
        "band.5.batches": sum(one.people <= 10 for one in groups),
        "band.11.batches": sum(one.people >= 11 for one in groups),
        "class.appeal": sum(one.purpose == "help" for one in matters),
        "class.unstated": sum(one.purpose != "help" for one in matters),
        "category.03": sum(one.category.startswith("03") for one in matters),
        "category.unstated": sum(not one.category for one in matters),
        "channel.drum": sum(one.channel == "drum" for one in matters),
    }  # fmt: skip
    for name, some in (("total", matters), ("pieces", letters), ("batches", visits)):
        figures[f"{name}.repeat"] = sum(one.repeat for one in some)
        figures[f"{name}.first"] = sum(not one.repeat for one in some)
    return figures


@given(st.lists(CAME, max_size=12))
def test_figures_are_those_of_counting_one_by_one(matters):
    figures = tally(Counter(matters).items(), RULES)
    counted = slow([one for one in matters if not one.merged])
    registered = slow(matters)
    for key in counted:
        figure = figures.get(key)
        found = (figure.number, figure.before) if figure else (0, 0)
        assert found == (counted[key], registered[key]), key


@given(st.lists(CAME, max_size=8))
def test_parts_add_up(matters):
    figures = {key: figure.number for key, figure in tally(Counter(matters).items(), RULES).items()}

    def of(key: str) -> int:
        return figures.get(key, 0)

    assert of("total") == of("pieces") + of("batches") == of("total.first") + of("total.repeat")
    assert of("persons") == of("group.persons") + of("individual.persons")
    assert of("group.batches") == of("band.5.batches") + of("band.11.batches")
    for part in ("class", "channel", "category"):
        assert sum(n for key, n in figures.items() if key.startswith(f"{part}.")) == of("total")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"measures": {"total": NAME}}, "measures: missing"),
        ({"bands": [NAME | {"least": 6}]}, "bands: one must begin at 5"),
        ({"bands": [NAME | {"least": 5, "most": 9}, NAME | {"least": 11}]}, "begin at 10"),
        ({"bands": [NAME | {"least": 5, "most": 9}]}, "the last one must be open"),
        ({"bands": []}, "at least 1"),
        ({"classes": {"unstated": NAME}}, r"classes: missing \['appeal'\]"),
        ({"channels": {"batch": ["visit"], "piece": ["visit"], "confidence": "C"}}, "both"),
        ({"joint_letter": NAME | {"least": "3"}}, "valid integer"),
        ({"indicators": {"x": NAME | {"part": ["a"], "whole": ["b"]}}}, "indicators: unknown"),
        ({"indicators": {"x": NAME | {"part": ["a"]}}}, "either `part` over `whole`"),
        ({"indicators": {"x": NAME | {"product": ["y"]}}}, r"unknown \['y'\]"),
        ({"more": 1}, "Extra inputs"),
    ],
)
def test_wrong_rules_are_refused(change, what):
    with pytest.raises(ValidationError, match=what):
        Counting.model_validate({**DATA, **change})


def test_no_figure_names_anybody():
    assert not [key for key in MEASURES if re.search("name|identity|person_", key)]
