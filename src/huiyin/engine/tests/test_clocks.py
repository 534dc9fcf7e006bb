"""Clocks: the faults of other systems first (PEERS 4.6 tests 1-8 and 11), then the rest."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from huiyin.engine.calendar import Calendar, DayKind, SpecialDay
from huiyin.engine.clocks import ByField, ClockRule, run_clocks
from huiyin.engine.terms import Term
from huiyin.engine.tests.clock_samples import (
    CALENDAR,
    HOURS,
    RULE,
    WORKING,
    events,
    only,
    run,
)
from huiyin.engine.tests.oracles import ZONE

# -- 3: reopening ------------------------------------------------------------------------------


def test_a_reopened_matter_gets_its_own_cycle_and_the_old_result_stays():
    rule = replace(RULE, start=("accept", "reopen"))
    before = only(rule, ("2026-03-02T09:00", "accept"), ("2026-03-09T09:00", "answer"))
    assert (before.status, before.verdict, before.cycle) == ("stopped", "in_time", 1)
    old, new = run(
        rule,
        ("2026-03-02T09:00", "accept"),
        ("2026-03-09T09:00", "answer"),
        ("2026-05-11T09:00", "reopen"),
        ("2026-05-12T09:00", "hearing"),
        ("2026-05-13T09:00", "heard"),
    )
    assert old == before
    assert (new.cycle, new.status, new.verdict) == (2, "running", None)
    assert new.nominal.date() == date(2026, 5, 22)


def test_facts_set_after_a_stop_do_not_touch_the_old_result():
    rule = replace(
        RULE,
        start=("accept", "reopen"),
        within=ByField("class", {"urgent": Term.parse("1nd"), "normal": Term.parse("20nd")}),
    )
    old, new = run(
        rule,
        ("2026-03-02T09:00", "accept", {"class": "normal"}),
        ("2026-03-09T09:00", "answer"),
        ("2026-05-11T09:00", "reopen", {"class": "urgent"}),
    )
    assert (old.verdict, old.terms) == ("in_time", (Term.parse("20nd"),))
    assert new.nominal.date() == date(2026, 5, 12)


def test_a_start_while_running_does_nothing():
    once = run(RULE, ("2026-03-02T09:00", "accept"))
    assert run(RULE, ("2026-03-02T09:00", "accept"), ("2026-03-05T09:00", "accept")) == once


# -- 4: class changed after a pause ------------------------------------------------------------


def test_a_changed_class_recomputes_from_the_start_and_keeps_the_pause():
    rule = replace(
        RULE, within=ByField("class", {"urgent": Term.parse("1nd"), "normal": Term.parse("10nd")})
    )
    state = only(
        rule,
        ("2026-03-02T09:00", "accept", {"class": "urgent"}),
        ("2026-03-03T09:00", "hearing"),
        ("2026-03-05T09:00", "heard"),
        ("2026-03-05T10:00", "classify", {"class": "normal"}),
    )
    assert state.started_at.date() == date(2026, 3, 2)
    assert state.nominal.date() == date(2026, 3, 14)


def test_fall_back_from_the_simple_procedure_counts_from_the_first_acceptance():
    simple = replace(
        RULE, key="simple", within=Term.parse("10wd"), when={"procedure": frozenset({"simple"})}
    )
    ordinary = replace(RULE, within=Term.parse("60nd"), when={"procedure": frozenset({"ordinary"})})
    log = events(
        ("2026-03-02T09:00", "accept", {"procedure": "simple"}),
        ("2026-03-10T09:00", "to_ordinary", {"procedure": "ordinary"}),
    )
    only_simple = run_clocks([simple, ordinary], log[:1], CALENDAR, ZONE)
    assert [(state.key, state.status) for state in only_simple] == [("simple", "running")]
    gone, full = run_clocks([simple, ordinary], log, CALENDAR, ZONE)
    assert (gone.key, gone.status) == ("simple", "cancelled")
    assert gone.stopped_at == log[1].at
    assert (full.status, full.nominal.date()) == ("running", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("facts", "allowed", "applies"),
    [
        ({}, {"False"}, True),
        ({}, {False}, True),
        ({"joint": True}, {"True"}, True),
        ({"joint": True}, {True}, True),
        ({"joint": ("a", "b")}, {"b"}, True),
        ({"joint": ("a", "b")}, {"c"}, False),
        ({"joint": 3}, {"3"}, True),
        ({}, {"x"}, False),
    ],
)
def test_conditions_compare_words(facts, allowed, applies):
    rule = replace(RULE, when={"joint": frozenset(allowed)})
    assert bool(run(rule, ("2026-03-02T09:00", "accept", facts))) is applies


# -- 5 and 7: calendars edited and published later ----------------------------------------------


def test_an_edited_calendar_gives_new_dates_under_another_version():
    log = events(("2026-03-02T09:00", "accept"))
    before = run_clocks([WORKING], log, CALENDAR, ZONE)[0]
    feast = Calendar("region", {date(2026, 3, 4): SpecialDay(DayKind.HOLIDAY, "节", "feast")})
    after = run_clocks([WORKING], log, CALENDAR.overlay(feast), ZONE)[0]
    assert (before.legal.date(), after.legal.date()) == (date(2026, 3, 5), date(2026, 3, 6))
    assert before.calendar_version != after.calendar_version


def test_an_unpublished_year_is_provisional_and_then_corrected():
    log = events(("2026-12-30T09:00", "accept"))
    early = run_clocks([WORKING], log, CALENDAR, ZONE)[0]
    assert early.provisional
    assert early.legal.date() == date(2027, 1, 4)
    assert early.derivation[-1].kind == "unpublished"
    notice = {
        date(2027, 1, day): SpecialDay(DayKind.HOLIDAY, "元旦", "New Year") for day in (1, 2, 3, 4)
    }
    published = CALENDAR.overlay(Calendar("2027", notice, frozenset({2027})))
    late = run_clocks([WORKING], log, published, ZONE)[0]
    assert not late.provisional
    assert late.legal.date() == date(2027, 1, 6)


# -- 6: every channel starts the same clock -----------------------------------------------------


@pytest.mark.parametrize("channel", ["visit", "letter", "call", "web"])
def test_the_channel_of_an_event_changes_nothing(channel):
    rule = replace(RULE, start=("register",))
    state = only(rule, ("2026-03-02T09:00", "register", {"channel": channel}))
    assert state.nominal.date() == date(2026, 3, 12)


@pytest.mark.parametrize(
    "received",
    ["2026-02-27", "2026-02-27T08:00:00+08:00", date(2026, 2, 27), datetime(2026, 2, 27)],  # noqa: DTZ001
)
def test_a_fact_can_start_a_clock_at_its_own_moment(received):
    rule = replace(RULE, start=("received",))
    state = only(rule, ("2026-03-02T09:00", "register", {"received": received}))
    assert state.started_at.astimezone(ZONE).date() == date(2026, 2, 27)
    assert state.nominal.date() == date(2026, 3, 9)


@pytest.mark.parametrize("received", ["yesterday", 5])
def test_a_fact_that_is_no_date_is_told(received):
    rule = replace(RULE, start=("received",))
    with pytest.raises(ValueError, match="field received: .* is not a date"):
        run(rule, ("2026-03-02T09:00", "register", {"received": received}))


# -- 8: none and zero --------------------------------------------------------------------------


def test_no_term_is_not_a_term_of_zero():
    none = only(
        replace(RULE, within=None), ("2026-03-02T09:00", "accept"), ("2026-03-03T09:00", "answer")
    )
    assert (none.nominal, none.legal, none.verdict, none.status) == (None, None, None, "stopped")
    zero = only(replace(RULE, within=Term.parse("0nd")), ("2026-03-02T09:00", "accept"))
    assert zero.nominal.date() == zero.legal.date() == date(2026, 3, 2)


def test_a_class_without_a_case_has_no_term():
    rule = replace(RULE, within=ByField("class", {"urgent": Term.parse("2h"), "none": None}))
    assert only(rule, ("2026-03-02T09:00", "accept")).legal is None
    assert only(rule, ("2026-03-02T09:00", "accept", {"class": "none"})).legal is None


# -- 11, as far as clocks go: the due is no matter of office hours ------------------------------


def test_a_due_at_night_stays_at_night():
    state = only(HOURS, ("2026-03-06T23:00", "accept"))
    assert state.legal == datetime(2026, 3, 7, 1, 0, tzinfo=ZONE)


# -- several clocks, verdicts, cancellation ------------------------------------------------------


def test_clocks_do_not_touch_one_another():
    weeks = [
        ClockRule(key=f"week{n}", start=("accept",), stop=(stop,), within=Term(7 * n, "nd"))
        for n, stop in ((1, "feedback"), (2, "measures"), (3, "answer"))
    ]
    log = events(
        ("2026-03-02T09:00", "accept"),
        ("2026-03-10T09:00", "feedback"),
        ("2026-03-16T23:59", "measures"),
    )
    together = run_clocks(weeks, log, CALENDAR, ZONE)
    assert [state.verdict for state in together] == ["late", "in_time", None]
    alone = tuple(run_clocks([rule], log, CALENDAR, ZONE)[0] for rule in weeks)
    assert together == alone


def test_in_time_until_the_last_moment_of_the_legal_due():
    for moment, verdict in (("2026-03-16T23:59:59.999999", "in_time"), ("2026-03-17", "late")):
        state = only(replace(RULE, within=Term.parse("12nd")), ("2026-03-02", "accept"),
                     (moment, "answer"))  # fmt: skip
        assert (state.nominal.date(), state.verdict) == (date(2026, 3, 14), verdict)


def test_cancelled_clocks_have_no_verdict_and_may_start_again():
    first, second = run(
        RULE,
        ("2026-03-02T09:00", "accept"),
        ("2026-03-20T09:00", "withdraw"),
        ("2026-03-23T09:00", "accept"),
    )
    assert (first.status, first.verdict) == ("cancelled", None)
    assert (second.cycle, second.nominal.date()) == (2, date(2026, 4, 2))


def test_events_are_taken_by_their_moment_not_by_their_number():
    log = events(("2026-03-09T09:00", "answer"), ("2026-03-02T09:00", "accept"))
    assert run_clocks([RULE], log, CALENDAR, ZONE)[0].verdict == "in_time"


def test_one_act_may_stop_and_start_at_once():
    rule = replace(RULE, start=("accept", "return"), stop=("answer", "return"))
    old, new = run(rule, ("2026-03-02T09:00", "accept"), ("2026-03-04T09:00", "return"))
    assert (old.status, new.status, new.started_at) == ("stopped", "running", old.stopped_at)


# -- a due set by a field --------------------------------------------------------------------------


def test_a_due_date_may_be_a_field_of_the_matter():
    rule = replace(RULE, within=None, until="answer_by")
    state = only(rule, ("2026-03-02", "accept", {"answer_by": "2026-03-07"}))
    assert (state.nominal.date(), state.legal.date()) == (date(2026, 3, 7), date(2026, 3, 9))
    later = only(
        rule,
        ("2026-03-02", "accept", {"answer_by": "2026-03-07"}),
        ("2026-03-05", "set", {"answer_by": "2026-03-20"}),
    )
    assert later.legal.date() == date(2026, 3, 20)
    assert only(rule, ("2026-03-02", "accept")).legal is None
