"""Matter numbers, access codes and row ids."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.common.ids import (
    CROCKFORD,
    NumberError,
    access_code,
    matter_number,
    new_id,
    parse_number,
    same_code,
)

numbers = st.builds(matter_number, st.integers(2004, 2099), st.integers(1, 9_999_999))


def test_ids_are_version_7_and_sort_by_time():
    ids = [new_id() for _ in range(100)]
    assert {item.version for item in ids} == {7}
    assert ids == sorted(ids)
    assert len(set(ids)) == 100


def test_number_reads_as_documented():
    assert matter_number(2026, 42).startswith("26-000042-")
    with pytest.raises(ValueError, match="1 or more"):
        matter_number(2026, 0)


@given(numbers)
def test_number_survives_how_people_type_it(number):
    typed = number.replace("-", " ")
    assert parse_number(number) == number
    assert parse_number(number.replace("-", "")) == number
    assert parse_number(f" {typed} ") == number


@given(numbers, st.data())
def test_one_wrong_digit_or_a_swap_is_noticed(number, data):
    digits = number.replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[place]]))
    with pytest.raises(NumberError) as wrong:
        parse_number(digits[:place] + other + digits[place + 1 :])
    assert wrong.value.rule == "check_digit"
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        with pytest.raises(NumberError):
            parse_number(swapped)


@pytest.mark.parametrize(
    ("typed", "rule"), [("", "digits"), ("26-ABC", "digits"), ("26-42-7", "length")]
)
def test_a_wrong_number_names_its_rule(typed, rule):
    with pytest.raises(NumberError) as wrong:
        parse_number(typed)
    assert wrong.value.rule == rule


def test_full_width_digits_are_read():
    number = matter_number(2026, 42)
    assert parse_number("".join(chr(ord(c) + 0xFEE0) for c in number)) == number


def test_access_code_depends_on_secret_and_matter():
    first, second = UUID(int=1), UUID(int=2)
    code = access_code(b"secret", first)
    assert len(code) == 8
    assert set(code) <= set(CROCKFORD)
    assert code == access_code(b"secret", first)
    assert len({code, access_code(b"secret", second), access_code(b"other", first)}) == 3


def test_access_code_forgives_what_eyes_confuse():
    assert same_code("o1il-2b3c", "01112B3C")
    assert not same_code("01112B3D", "01112B3C")
    assert not same_code("王", "01112B3C")
