"""Masks and doubts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from huiyin.people.vault.identity import Identity, doubts, mask_name, mask_phone, normal


@pytest.mark.parametrize(
    ("name", "kind", "masked"),
    [
        ("王明", "natural", "王*"),
        ("王小明", "natural", "王*明"),
        ("欧阳小明", "natural", "欧**明"),
        ("王", "natural", "*"),
        ("", "natural", ""),
        (" 王 ", "natural", "*"),
        ("松岭县柳编有限公司", "organisation", "松岭**公司"),
        ("柳编社", "organisation", "柳**"),
    ],
)
def test_names(name, kind, masked):
    assert mask_name(name, kind) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800138000", "138****8000"),
        ("+86 138 0013 8000", "138****8000"),
        ("0555-1234567", "055****4567"),
        ("1234567", "*****67"),
        ("12", "**"),
        ("", ""),
    ],
)
def test_phones(phone, masked):
    assert mask_phone(phone) == masked


@given(st.text(min_size=2, max_size=12))
def test_a_mask_never_shows_the_middle(text):
    masked = mask_name(text)
    assert set(masked[1:-1]) <= {"*"}
    assert len(masked) < 2 or "*" in masked


@given(st.text())
def test_normal_forms_are_stable(text):
    for field in ("name", "phone", "id_number", "address"):
        once = normal(field, text)
        assert normal(field, once) == once


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True), st.integers(0, 10))
def test_the_check_digit_of_an_id_number(stem, last):
    number = stem + ("X" if last == 10 else str(last))
    rules = {doubt.rule for doubt in doubts(Identity(name="王小明", id_number=number))}
    assert rules == (set() if ric.calc_check_digit(number) == number[-1] else {"check_digit"})


@pytest.mark.parametrize(
    ("identity", "rules"),
    [
        (Identity(name="王", id_number="11010519491231002X"), []),
        (Identity(name="王", id_number="110105194912310021"), ["check_digit"]),
        (Identity(name="王", id_number="12345"), ["format"]),
        (Identity(name="社", id_number="91X", kind="organisation"), []),
        (Identity(name="王", phone="12"), ["length"]),
        (Identity(name="王", phone="没有"), ["length"]),
    ],
)
def test_doubts_are_labels(identity, rules):
    found = doubts(identity)
    assert [doubt.rule for doubt in found] == rules
    assert all(str(doubt.message) for doubt in found)
