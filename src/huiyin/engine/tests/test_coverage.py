"""Gaps and overlaps of a responsibility map against looking at every single day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.coverage import Entry, gaps, overlaps

FIRST, LAST = date(2026, 1, 1), date(2026, 2, 9)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]


@st.composite
def _entry(draw: st.DrawFn) -> Entry:
    starts = FIRST + timedelta(draw(st.integers(-10, 45)))
    length = draw(st.none() | st.integers(0, 30))
    ends = None if length is None else starts + timedelta(length)
    return Entry(draw(st.sampled_from("ab")), draw(st.sampled_from("xyz")), starts, ends)


ENTRIES = st.lists(_entry(), max_size=6)


def _there(entries: list[Entry], subject: str, day: date) -> set[str]:
    return {
        one.post
        for one in entries
        if one.subject == subject and one.starts <= day and (one.ends is None or day <= one.ends)
    }


def _shown(found: list[Any], subject: str, day: date) -> list[Any]:
    return [one for one in found if one.subject == subject and one.first <= day <= one.last]


@given(ENTRIES)
def test_a_day_is_in_a_gap_just_when_nobody_answers(entries: list[Entry]) -> None:
    found = gaps("ab", entries, FIRST, LAST)
    for subject in "ab":
        for day in DAYS:
            shown = _shown(found, subject, day)
            assert len(shown) == (not _there(entries, subject, day))


@given(ENTRIES)
def test_a_day_is_in_an_overlap_just_when_several_answer(entries: list[Entry]) -> None:
    found = overlaps(entries, FIRST, LAST)
    for subject in "ab":
        for day in DAYS:
            there = _there(entries, subject, day)
            shown = _shown(found, subject, day)
            assert [set(one.posts) for one in shown] == ([there] if len(there) > 1 else [])


def test_one_post_named_twice_is_no_overlap() -> None:
    twice = [Entry("a", "x", FIRST), Entry("a", "x", FIRST + timedelta(3))]
    assert overlaps(twice, FIRST, LAST) == []
