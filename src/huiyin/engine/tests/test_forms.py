"""Typed forms: every rule, with the field, value and limit it names."""

# ruff: noqa: E501 -- a case of a table stays on one line
from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine import forms
from huiyin.engine.definition import FormField
from huiyin.engine.forms import Context, FieldError, clean
from huiyin.engine.refusals import RULES
from huiyin.engine.tests.petition import ZONE, at, process

NOW = at("2026-06-10T10:00")
CONTEXT = Context(
    NOW,
    ZONE,
    received_at=at("2026-06-01T09:00"),
    owner="office",
    facts={"requests": 2, "accused": ("bureau",)},
    units={"superiors": frozenset({"county"})},
)


def field(**words: object) -> FormField:
    return FormField.model_validate({"zh": "字段", "en": "Field", "type": "text", **words})


def one(value: object, **words: object) -> tuple[object, FieldError | None]:
    data, errors = clean({"f": field(**words)}, {"f": value}, CONTEXT)
    assert len(errors) <= 1
    return data.get("f"), errors[0] if errors else None


CHOICE = {"type": "choice", "options": {"a": {"zh": "甲", "en": "A"}, "b": {"zh": "乙", "en": "B"}}}
ROWS = {
    "type": "list",
    "fields": {"x": {"type": "int", "zh": "数", "en": "Number", "required": True}},
    "min": 1,
    "max": 2,
}
EACH = {**ROWS, "type": "each", "of": "requests", "min": None, "max": None}

REFUSED = [
    (None, {"required": True}, "required", ""),
    ("  ", {"required": True}, "required", ""),
    ([], {"type": "files", "required": True}, "required", ""),
    ({}, {"type": "person", "required": True}, "required", ""),
    ({"name": " "}, {"type": "person", "required": True}, "required", ""),
    ({"kind": "natural", "name": ""}, {"type": "person", "required": True}, "required", ""),
    (7, {}, "text", ""),
    ("ab", {"min": 3}, "too_short", "3"),
    ("abcd", {"max": 3}, "too_long", "3"),
    ("a\x00b", {}, "control_character", ""),
    ("a\ud800b", {}, "control_character", ""),
    ("1.5", {"type": "int"}, "whole_number", ""),
    (1.0, {"type": "int"}, "whole_number", ""),
    (True, {"type": "int"}, "whole_number", ""),
    ("--5", {"type": "int"}, "whole_number", ""),
    ("9" * 19, {"type": "int"}, "whole_number", ""),
    (0, {"type": "int", "min": 1}, "too_small", "1"),
    (31, {"type": "int", "max": 30}, "too_big", "30"),
    ("maybe", {"type": "bool"}, "yes_or_no", ""),
    (2, {"type": "bool"}, "yes_or_no", ""),
    (False, {"type": "bool", "must": True}, "must_be_true", ""),
    (None, {"type": "bool", "must": True}, "must_be_true", ""),
    ("c", CHOICE, "choice", "a, b"),
    (["a"], CHOICE, "choice", "a, b"),
    ("2026-02-30", {"type": "date"}, "date", ""),
    (datetime(2026, 1, 1, tzinfo=UTC), {"type": "date"}, "date", ""),
    ("1066-10-14", {"type": "date"}, "impossible_year", "1900–2089"),
    ("9999-12-31", {"type": "date"}, "impossible_year", "1900–2089"),
    ("2026-06-11", {"type": "date", "not_after": "today"}, "in_the_future", "2026-06-10"),
    ("2026-06-09", {"type": "date", "not_before": "today"}, "too_early", "2026-06-10"),
    ("2026-05-31", {"type": "date", "not_before": "received"}, "too_early", "2026-06-01"),
    ("yesterday", {"type": "datetime"}, "datetime", ""),
    (date(2026, 1, 1), {"type": "datetime"}, "datetime", ""),
    ("0001-01-01T00:00+14:00", {"type": "datetime"}, "impossible_year", "1971–2089"),
    ("2026-06-10T10:01", {"type": "datetime", "not_after": "now"}, "in_the_future", "2026-06-10 10:00+08:00"),
    ("张三", {"type": "person"}, "person", "kind, name, phone, id_number, address"),
    ({"nick": "x"}, {"type": "person"}, "person", "kind, name, phone, id_number, address"),
    ({"name": "x" * 101}, {"type": "person"}, "person_part", "name ≤ 100"),
    ({"name": 3}, {"type": "person"}, "person_part", "name ≤ 100"),
    ({"phone": "1"}, {"type": "person", "required": True}, "name_required", ""),
    ("office", {"type": "unit", "not": "owner"}, "same_unit", ""),
    ("x" * 65, {"type": "post"}, "too_long", "64"),
    ("bureau", {"type": "unit", "not": ["accused"]}, "complained_about", ""),
    (["town", "bureau"], {"type": "units", "not": "accused"}, "complained_about", ""),
    ("town", {"type": "unit", "among": "superiors"}, "not_among_superiors", ""),
    (["county"], {"type": "units", "among": "partners"}, "not_among_partners", ""),
    ("2026-06-16", {"type": "date", "ahead": "7nd"}, "too_early", "2026-06-17"),
    ("town", {"type": "units"}, "list", ""),
    (["town"], {"type": "posts", "min": 2}, "too_few_rows", "2"),
    ("id", {"type": "files"}, "files", ""),
    ([1], {"type": "files"}, "files", ""),
    (["a"], {"type": "files", "min": 2}, "too_few_files", "2"),
    (["a", "b"], {"type": "files", "max": 1}, "too_many_files", "1"),
    ("row", ROWS, "list", ""),
    (["row"], ROWS, "list", ""),
    ([{"x": 1}] * 3, ROWS, "too_many_rows", "2"),
    ([{"x": 1}], {**ROWS, "min": 2}, "too_few_rows", "2"),
    ([{"x": 1}], EACH, "each_once", "2"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "words", "rule", "limit"), REFUSED)
def test_a_rule_that_is_broken(value, words, rule, limit):
    _, error = one(value, **words)
    assert error is not None
    assert (error.field, error.rule, error.limit) == ("f", rule, limit)
    assert len(error.value) <= 61


def test_every_rule_is_tried_and_has_a_sentence():
    source = Path(forms.__file__).read_text("utf-8")
    rules = set(
        re.findall(
            r'"([a-z]+_[a-z_]+|required|list|text|choice|date|datetime|person|files)"', source
        )
    )
    tried = {rule for *_, rule, _ in REFUSED} | {"unknown_field"}  # the last one is tried below
    assert tried <= set(RULES)
    assert rules & set(RULES) == tried


@pytest.mark.parametrize(
    ("value", "words", "cleaned"),
    [
        (" a\r\nb ", {}, "a\nb"),
        ("-12", {"type": "int"}, -12),
        (None, {"type": "int", "default": 1}, 1),
        ("on", {"type": "bool"}, True),
        (None, {"type": "bool"}, False),
        ("a", CHOICE, "a"),
        (date(2026, 6, 10), {"type": "date", "not_after": "today"}, "2026-06-10"),
        ("2026-06-10", {"type": "date", "not_before": "today"}, "2026-06-10"),
        ("2026-06-10T10:00", {"type": "datetime", "not_after": "now"}, "2026-06-10T02:00:00+00:00"),
        ("2026-06-10T10:00+00:00", {"type": "datetime"}, "2026-06-10T10:00:00+00:00"),
        ({"name": " 张三 ", "phone": ""}, {"type": "person", "required": True}, {"name": "张三"}),
        ("town", {"type": "unit", "not": "owner"}, "town"),
        ([{"x": "1"}, {"x": 2}], ROWS, [{"x": 1}, {"x": 2}]),
        (["id"], {"type": "files"}, ["id"]),
    ],
)
def test_what_is_right_comes_out_clean(value, words, cleaned):
    assert one(value, **words) == (cleaned, None)


def test_nothing_is_nothing():
    assert clean({"f": field()}, {}, CONTEXT) == ({}, ())


def test_of_somebody_only_the_kind_is_nobody():
    """As a page sends a person left empty (an accused, an agent)."""
    nobody = {"f": {"kind": "natural", "name": "", "phone": " "}}
    assert clean({"f": field(type="person")}, nobody, CONTEXT) == ({}, ())


def test_an_unknown_field_is_told():
    _, errors = clean({}, {"admin": "yes"}, CONTEXT)
    assert errors == (FieldError("admin", "unknown_field", "yes"),)


def test_a_row_tells_its_number_and_the_law():
    _, errors = clean({"f": field(**ROWS, law="第一条")}, {"f": [{"x": 1}, {}]}, CONTEXT)
    assert errors == (FieldError("f.1.x", "required", law="第一条"),)


def test_a_field_whose_condition_does_not_hold_is_neither_asked_nor_kept():
    form = process().acts["serve"].form
    raw = {"served_at": "2026-06-10T09:00", "way": "public", "witness": "李四"}
    data, errors = clean(form, raw, CONTEXT)
    assert errors == ()
    assert "witness" not in data


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(st.sampled_from(sorted(process().acts)), st.data())
def test_no_input_breaks_a_form_and_what_is_clean_stays_clean(key, data):
    form = process().acts[key].form
    raw = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(form, anything)))
    cleaned, errors = clean(form, raw, CONTEXT)
    assert all(error.rule in RULES for error in errors)
    if not errors:
        assert clean(form, cleaned, CONTEXT) == (cleaned, ())
