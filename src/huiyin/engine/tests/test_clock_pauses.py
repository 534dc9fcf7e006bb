"""Pauses of a clock: holidays and make-up days inside them, open ones, caps (PEERS 4.6, 2)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from huiyin.engine.terms import Term
from huiyin.engine.tests.clock_samples import (
    HOURS,
    RULE,
    WORKING,
    only,
    run,
)
from huiyin.engine.tests.oracles import ZONE


def test_a_day_does_not_count_when_the_clock_is_paused_at_its_end():
    state = only(
        RULE,
        ("2026-03-02T09:00", "accept"),
        ("2026-03-04T23:59", "hearing"),  # the 4th and 5th do not count
        ("2026-03-06T00:01", "heard"),
    )
    assert state.nominal.date() == date(2026, 3, 14)
    assert state.legal.date() == date(2026, 3, 16)
    assert state.paused_total == timedelta(days=1, minutes=2)


def test_a_pause_within_one_day_costs_nothing():
    state = only(
        RULE,
        ("2026-03-02T09:00", "accept"),
        ("2026-03-04T09:00", "hearing"),
        ("2026-03-04T17:00", "heard"),
    )
    assert state.nominal.date() == date(2026, 3, 12)


def test_a_pause_while_paused_and_a_resume_while_running_do_nothing():
    rows = [("2026-03-02", "accept"), ("2026-03-04", "hearing"), ("2026-03-08", "heard")]
    again = [*rows[:2], ("2026-03-06", "hearing"), rows[2], ("2026-03-09", "heard")]
    assert run(RULE, *again) == run(RULE, *rows)


def test_holiday_inside_a_pause_is_not_counted_twice():
    state = only(
        WORKING,
        ("2026-02-11T09:00", "accept"),  # Wednesday; the 12th counts
        ("2026-02-13T09:00", "hearing"),  # over the make-up Saturday and the feast
        ("2026-02-19T09:00", "heard"),  # Thursday counts, Friday is the third
    )
    assert state.nominal.date() == state.legal.date() == date(2026, 2, 20)


def test_pause_over_new_year():
    state = only(
        WORKING,
        ("2025-12-29T09:00", "accept"),  # Monday; the 30th counts
        ("2025-12-31T09:00", "hearing"),
        ("2026-01-04T09:00", "heard"),  # the make-up Sunday counts, Monday is the third
    )
    assert state.nominal.date() == date(2026, 1, 5)


def test_pause_that_starts_on_a_make_up_saturday():
    state = only(
        WORKING,
        ("2026-02-12T09:00", "accept"),  # the 13th counts
        ("2026-02-14T12:00", "hearing"),  # a worked Saturday, not counted
        ("2026-02-15T12:00", "heard"),
    )
    assert state.nominal.date() == date(2026, 2, 20)


def test_hours_stand_still_to_the_minute():
    state = only(
        HOURS,
        ("2026-03-06T23:00", "accept"),
        ("2026-03-06T23:30", "hearing"),
        ("2026-03-07T08:10", "heard"),
    )
    assert state.nominal == state.legal == datetime(2026, 3, 7, 9, 40, tzinfo=ZONE)


def test_an_open_pause_has_no_due_until_it_ends():
    state = only(RULE, ("2026-03-02T09:00", "accept"), ("2026-03-04T09:00", "hearing"))
    assert (state.status, state.nominal, state.legal) == ("paused", None, None)
    assert state.paused_since == datetime(2026, 3, 4, 9, tzinfo=ZONE)
    assert [step.kind for step in state.derivation] == ["day_not_counted", "paused_now"]


def test_a_pause_after_the_due_changes_nothing():
    state = only(RULE, ("2026-03-02T09:00", "accept"), ("2026-03-13T00:00", "hearing"))
    assert (state.status, state.nominal.date()) == ("paused", date(2026, 3, 12))


def test_a_stop_ends_the_pause():
    state = only(
        RULE,
        ("2026-03-02T09:00", "accept"),
        ("2026-03-04T09:00", "hearing"),
        ("2026-05-04T09:00", "answer"),
    )
    assert (state.status, state.verdict) == ("stopped", "in_time")
    assert state.nominal.date() == date(2026, 5, 12)


def test_a_cap_on_all_pauses_together():
    rule = replace(RULE, max_pause=Term.parse("3nd"))
    rows = [
        ("2026-03-02T09:00", "accept"),
        ("2026-03-03T09:00", "hearing"),
        ("2026-03-05T09:00", "heard"),  # two days used
        ("2026-03-06T09:00", "hearing"),  # open: one day is left
    ]
    assert only(rule, *rows).nominal.date() == date(2026, 3, 15)
    assert only(rule, *rows).status == "paused"
    closed = only(rule, *rows, ("2026-03-20T09:00", "heard"))
    assert (closed.nominal.date(), closed.paused_total) == (date(2026, 3, 15), timedelta(days=3))
    used_up = only(replace(rule, max_pause=Term.parse("2nd")), *rows)
    assert (used_up.status, used_up.nominal.date()) == ("running", date(2026, 3, 14))


def test_a_cap_is_in_hours_or_days():
    with pytest.raises(ValueError, match="max_pause 3wd must be in h or nd"):
        replace(RULE, max_pause=Term.parse("3wd"))
