"""Every piece of personal data in a text is found, in whatever writing, and nothing else."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.common.personal import find, folded, pieces, take_out

FULL = str.maketrans("0123456789", "０１２３４５６７８９")
DIGITS = st.text("0123456789", min_size=1)


def told(text):
    return [(hit.kind, text[hit.start : hit.end]) for hit in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话13812345678请回电", [("phone", "13812345678")]),
        ("打138 1234 5678或者139-1234-5678", [
            ("phone", "138 1234 5678"), ("phone", "139-1234-5678")]),
        ("我的号１３８１２３４５６７８谢谢", [("phone", "１３８１２３４５６７８")]),
        ("+8613812345678", [("phone", "+8613812345678")]),
        ("办公室0931-8765432转3", [("phone", "0931-8765432")]),
        ("身份证11010519491231002X，卡号6222021234567894", [
            ("id_number", "11010519491231002X"), ("bank_card", "6222021234567894")]),
        ("11010519491231002x", [("id_number", "11010519491231002x")]),
        ("写信到wang.xm@example.com。", [("email", "wang.xm@example.com")]),
        ("车牌京A12345和粤BD12345，停在门口", [("plate", "京A12345"), ("plate", "粤BD12345")]),
        ("川A·F1234挂", [("plate", "川A·F1234挂")]),
        ("110105194912310021", []),
        ("6222021234567890", []),
        ("共138123456789个", []),
        ("2026年5月13日，第26-000042-7号，欠了13000元", []),
        ("120、110、12345", []),
        ("青A栋3单元", []),
    ],
)  # fmt: skip
def test_what_is_found(text, expected):
    assert told(text) == expected


@given(st.text())
def test_folding_keeps_every_place(text):
    assert len(folded(text)) == len(text)


@given(st.text())
def test_hits_do_not_overlap_and_pieces_make_the_text_again(text):
    hits = find(text)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    assert "".join(piece.text for piece in pieces(text, hits)) == text


def check_digit(seventeen: str) -> str:
    """GB 11643: weights are powers of two modulo eleven."""
    total = sum(int(d) * (2 ** (17 - n) % 11) for n, d in enumerate(seventeen))
    return "10X98765432"[total % 11]


def with_luhn(body: str) -> str:
    """The oracle tries all ten digits."""
    return next(body + d for d in "0123456789" if luhn_sum(body + d) % 10 == 0)


def luhn_sum(number: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(number)):
        twice = int(digit) * 2
        total += int(digit) if place % 2 == 0 else twice // 10 + twice % 10
    return total


MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
ID = st.from_regex(r"[1-8][0-9]{5}19[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9])[0-9]{3}",
                   fullmatch=True).map(lambda body: body + check_digit(body))  # fmt: skip
CARD = st.from_regex(r"62[0-9]{13,16}", fullmatch=True).map(with_luhn)
JUNK = st.text("我家门口的路灯坏了，请尽快来修。好吗？\n", min_size=1)
PLANTED = st.one_of(
    MOBILE.map(lambda v: ("phone", v)), ID.map(lambda v: ("id_number", v)),
    CARD.filter(lambda v: len(v) != 18 or check_digit(v[:17]) != v[-1]).map(
        lambda v: ("bank_card", v)),
)  # fmt: skip


@given(st.lists(st.tuples(JUNK, PLANTED, st.booleans()), max_size=6), JUNK)
def test_all_that_was_planted_is_found_and_no_more(rows, tail):
    text, expected = "", []
    for junk, (kind, value), is_full in rows:
        written = value.translate(FULL) if is_full else value
        text += junk + written
        expected.append((kind, written))
    assert told(text + tail) == expected


def slow(run: str) -> bool:
    """Whether a run of digits is anything at all, looked at as a whole."""
    return bool(
        (len(run) == 11 and re.fullmatch("1[3-9].*", run))
        or (len(run) in {13, 15} and re.fullmatch("(00)?861[3-9].*", run))
        or re.fullmatch(r"0\d{9,11}", run)
        or (len(run) == 18 and "1900" <= run[6:10] <= "2099" and "01" <= run[10:12] <= "12"
            and "01" <= run[12:14] <= "31" and check_digit(run[:17]) == run[17])
        or (13 <= len(run) <= 19 and run[0] in "3456" and luhn_sum(run) % 10 == 0)
    )  # fmt: skip


@given(st.one_of(DIGITS, st.text("0123456789", min_size=9, max_size=20)))
def test_a_run_of_digits_is_found_whole_or_not_at_all(run):
    assert told(f"号{run}码") == ([(find(f"号{run}码")[0].kind, run)] if slow(run) else [])


@given(st.lists(st.tuples(JUNK, PLANTED), max_size=5))
def test_taken_out_nothing_is_left(rows):
    text = "".join(junk + value for junk, (_kind, value) in rows)
    clean = take_out(text, find(text), lambda kind: f"〔{kind}〕")
    assert find(clean) == ()
    assert all(value not in clean for _junk, (_kind, value) in rows)
