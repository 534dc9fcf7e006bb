"""Forms that look at what earlier acts recorded, and acts that count per row of an earlier list."""

from __future__ import annotations

import pytest

from huiyin.engine.check import check
from huiyin.engine.definition import FormField, Role
from huiyin.engine.forms import Context, clean
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import Pack, parse
from huiyin.engine.story_events import parse_people
from huiyin.engine.story_world import World
from huiyin.engine.tests.petition import ZONE, at, calendar, files, step

SIGNED = (
    "signatories: {type: list, zh: 联名人, en: Signatories, "
    "fields: {n: {type: int, zh: 数, en: Number}}}"
)
SIGNATORY = (
    "signatory: {type: int, zh: 第几位, en: Which, required: true, default: 1, min: 1, "
    "of: signatories}"
)
FORM = "    form:\n      "


def context(**facts: object) -> Context:
    return Context(at("2026-06-10T10:00"), ZONE, facts=facts)


def form(**fields: dict[str, object]) -> dict[str, FormField]:
    return {
        name: FormField.model_validate({"zh": name, "en": name, **spec})
        for name, spec in fields.items()
    }


@pytest.mark.parametrize(("facts", "asked"), [({"result": "revoke"}, True), ({}, False)])
def test_a_condition_may_look_at_what_was_recorded(facts: dict[str, object], asked: bool):
    fields = form(differs={"type": "bool", "must": True, "if": {"result": "revoke"}})
    _, errors = clean(fields, {}, context(**facts))
    assert [error.rule for error in errors] == (["must_be_true"] if asked else [])


def test_a_field_of_the_same_form_is_never_read_from_the_record():
    witness = {"type": "text", "required": True, "if": {"way": "left"}}
    fields = form(way={"type": "text"}, witness=witness)
    assert clean(fields, {}, context(way="left")) == ({}, ())


def patched(*pairs: tuple[str, str]) -> tuple[Pack | None, list[Problem]]:
    texts = dict(files())
    for old, new in pairs:
        assert old in texts["processes/petition.yaml"]
        texts["processes/petition.yaml"] = texts["processes/petition.yaml"].replace(old, new, 1)
    pack, problems = parse(texts)
    return pack, [*problems, *(check(pack) if pack else ())]


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("{channel: visit}", None),
        ("{chanel: visit}", "unknown_fact"),
        ("{channel: pigeon}", "unknown_value"),
        ("{title: x}", "free_text"),
    ],
)
def test_the_check_knows_which_facts_there_are(condition: str, code: str | None):
    old = "opinion: {type: long, "
    _, problems = patched((old, f"opinion: {{if: {condition}, type: long, "))
    assert [found.code for found in problems] == ([code] if code else [])


def rated(signatories: int) -> World:
    """A served matter of so many signatories, on a pack where each of them rates once."""
    pack, problems = patched(
        (f"{FORM}channel:", f"{FORM}{SIGNED}\n      channel:"),
        (f"times: 1\n{FORM}", f"times: 1\n    once_per: signatory\n{FORM}{SIGNATORY}\n      "),
    )
    assert pack is not None
    assert problems == []
    here = World(pack.process("petition"), calendar(), ZONE)
    rows = {"signatories": [{"n": number} for number in range(signatories)]}
    for item in (
        {"2026-05-11 register": rows if signatories else {}}, "2026-05-11 identify",
        "2026-05-11 accept", "2026-05-18 hear_statement", "2026-05-19 check_facts",
        "2026-05-22 give_opinion", "2026-05-25 serve",
    ):  # fmt: skip
        assert step(here, item) is None, item
    return here


def test_each_row_counts_once_and_a_row_that_is_not_there_is_refused():
    here = rated(signatories=2)
    assert step(here, {"2026-06-01 rate": {"signatory": 2}}) is None
    again = step(here, {"2026-06-02 rate": {"signatory": 2}})
    assert again is not None
    assert again.code == "done_already"
    third = step(here, {"2026-06-02 rate": {"signatory": 3}})
    assert third is not None
    assert [(e.field, e.rule, e.limit) for e in third.errors] == [("signatory", "too_big", "2")]
    assert "rate" in here.open_to_owner(None)
    assert step(here, "2026-06-03 rate") is None
    assert "rate" not in here.open_to_owner(None)


def test_without_rows_there_is_one():
    here = rated(signatories=0)
    assert step(here, "2026-06-01 rate") is None
    assert "rate" not in here.open_to_owner(None)


def test_people_of_several_units():
    assert parse_people("handler of bureau and head of county") == [
        (Role.HANDLER, "bureau"), (Role.HEAD, "county"),
    ]  # fmt: skip
    assert parse_people("handler and head of office") == [
        (Role.HANDLER, "office"), (Role.HEAD, "office"),
    ]  # fmt: skip
    assert parse_people("resident") == [(Role.RESIDENT, None)]
    for text in ("handler of moon", "boss of office", "handler of office and", ""):
        with pytest.raises(ValueError, match="ROLE of UNIT"):
            parse_people(text)
