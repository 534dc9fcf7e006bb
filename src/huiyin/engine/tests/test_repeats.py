"""Same person and repeat flags, against slow and obvious ways to find them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.counting_rules import Roles
from huiyin.engine.repeats import (
    Brought,
    Mark,
    alike,
    is_repeat,
    likeness,
    near,
    same_person,
    suggested,
)

ROLES = Roles(
    askers=("petitioner", "signatories", "representatives"), accused=("accused",), confidence="B"
)
PEOPLE = st.frozensets(st.sampled_from("甲乙丙丁"), max_size=3)
MATTERS = st.builds(
    Brought,
    persons=st.dictionaries(
        st.sampled_from(["petitioner", "signatories", "representatives", "proxy", "accused"]),
        PEOPLE,
    ),
    words=st.frozensets(st.sampled_from(["路灯", "灯坏", "低保", "补贴"])),
    place=st.sampled_from(["", "9101", "9102"]),
    category=st.sampled_from(["", "03"]),
)


def slow_same_person(one: Brought, other: Brought) -> bool:
    """Compare every person of the one with every person of the other."""

    def pairs(roles):
        return [
            (a, b)
            for here in roles
            for there in roles
            for a in one.persons.get(here, ())
            for b in other.persons.get(there, ())
        ]

    def asks(matter):
        return any(matter.persons.get(role) for role in ROLES.askers)

    if asks(one) and asks(other):
        return any(a == b for a, b in pairs(ROLES.askers))
    if asks(one) or asks(other):
        return False
    return any(a == b for a, b in pairs(ROLES.accused))


@given(MATTERS, MATTERS)
def test_the_same_person_is_found_as_by_comparing_everybody(one, other):
    assert same_person(one, other, ROLES) == slow_same_person(one, other)


@given(MATTERS, MATTERS)
def test_it_does_not_matter_which_came_first(one, other):
    assert same_person(one, other, ROLES) == same_person(other, one, ROLES)
    assert alike(one, other) == alike(other, one)
    assert near(one, other) == near(other, one)


@given(MATTERS, st.frozensets(st.sampled_from("甲乙丙丁")))
def test_a_proxy_decides_nothing(one, proxies):
    same = Brought(one.persons | {"proxy": proxies}, one.words, one.place, one.category)
    for other in (Brought({"petitioner": proxies}), Brought({"proxy": proxies})):
        assert same_person(one, other, ROLES) == same_person(same, other, ROLES)


@given(MATTERS, MATTERS, st.integers(1, 100))
def test_what_is_suggested_follows_from_person_words_and_place(one, other, least):
    shared = sum(word in other.words for word in one.words)
    size = len(one.words) + len(other.words)
    is_alike = size > 0 and 200 * shared >= least * size
    if slow_same_person(one, other):
        expected = "same_matter" if is_alike else "same_person"
    else:
        close = (one.place and one.place == other.place) or (
            one.category and one.category == other.category
        )
        expected = "related" if is_alike and close else None
    assert suggested(one, other, ROLES, least) == expected


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_likeness_is_a_share_of_all_words(shared, one, other):
    shared = min(shared, one, other)
    assert 0 <= likeness(shared, one, other) <= 100
    assert likeness(one, one, one) == (100 if one else 0)


DAYS = st.integers(0, 9)
MARKS = st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=4)


def day(number: int) -> datetime:
    return datetime(2026, 8, 1, tzinfo=UTC) + timedelta(number)


@given(MARKS, DAYS)
def test_the_flag_in_force_is_the_one_of_that_day(marks, at):
    """Going through the days one by one, each mark switched on and off again."""
    marks = [(made, undone) for made, undone in marks if undone is None or undone >= made]
    on = dict.fromkeys(range(len(marks)), False)
    for today in range(at):
        for number, (made, undone) in enumerate(marks):
            if made == today:
                on[number] = True
            if undone == today:
                on[number] = False
    rows = [Mark(day(made), None if undone is None else day(undone)) for made, undone in marks]
    assert is_repeat(rows, day(at)) == any(on.values())
