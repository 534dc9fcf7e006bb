"""Extensions of a clock: from where they count, how much, how often (条例 art. 34)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from huiyin.engine.clocks import ExtendRule, may_extend
from huiyin.engine.terms import Term
from huiyin.engine.tests.clock_samples import (
    RULE,
    only,
)
from huiyin.engine.tests.oracles import ZONE

EXTENDABLE = replace(RULE, extend=ExtendRule(Term.parse("30nd"), "extend", amount_field="days"))


def test_an_extension_is_counted_on_from_the_nominal_due():
    state = only(EXTENDABLE, ("2026-03-02", "accept"), ("2026-03-10", "extend"))
    assert (state.nominal.date(), state.extensions) == (date(2026, 4, 11), 1)
    assert state.legal.date() == date(2026, 4, 13)


@pytest.mark.parametrize(("granted", "due"), [(5, 17), ("5", 17), ("5nd", 17)])
def test_the_granted_amount_is_a_field(granted, due):
    state = only(EXTENDABLE, ("2026-03-02", "accept"), ("2026-03-10", "extend", {"days": granted}))
    assert state.nominal.date() == date(2026, 3, due)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([("2026-03-10", "extend"), ("2026-03-11", "extend")], "extend_used_up"),
        ([("2026-03-13", "extend")], "extend_expired"),
        ([("2026-03-10", "extend", {"days": 31})], "extend_too_long"),
        ([("2026-03-10", "extend", {"days": "5wd"})], "extend_too_long"),
        ([("2026-03-10", "extend", {"days": 0})], "extend_too_long"),
    ],
)
def test_an_extension_beyond_the_rule_is_not_counted_and_told(rows, reason):
    state = only(EXTENDABLE, ("2026-03-02", "accept"), *rows)
    assert state.extensions == len(rows) - 1
    assert reason in [step.kind for step in state.derivation]


def test_may_extend_gives_the_reason():
    at = datetime(2026, 3, 10, tzinfo=ZONE)
    fresh = only(EXTENDABLE, ("2026-03-02", "accept"))
    assert may_extend(fresh, EXTENDABLE, at) is None
    assert may_extend(fresh, EXTENDABLE, at, Term.parse("10nd")) is None
    assert may_extend(fresh, EXTENDABLE, at, Term.parse("31nd")).kind == "extend_too_long"
    assert may_extend(fresh, RULE, at).kind == "extend_never"
    assert may_extend(fresh, EXTENDABLE, fresh.legal) is None
    late = datetime(2026, 3, 13, tzinfo=ZONE)
    assert may_extend(fresh, EXTENDABLE, late).kind == "extend_expired"
    once = only(EXTENDABLE, ("2026-03-02", "accept"), ("2026-03-10", "extend"))
    assert may_extend(once, EXTENDABLE, at).kind == "extend_used_up"
    done = only(EXTENDABLE, ("2026-03-02", "accept"), ("2026-03-10", "answer"))
    assert may_extend(done, EXTENDABLE, at).kind == "extend_not_running"


def test_an_extension_asked_for_during_an_open_pause_counts():
    state = only(
        EXTENDABLE,
        ("2026-03-02", "accept"),
        ("2026-03-04", "hearing"),
        ("2026-04-10", "extend"),
        ("2026-04-14", "heard"),
    )
    assert (state.extensions, state.nominal.date()) == (1, date(2026, 5, 22))
