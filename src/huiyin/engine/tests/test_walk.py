"""The simulator's walk: states, who may act, dates and letters at every step."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.tests.petition import ZONE, calendar, process, world
from huiyin.engine.walk import defaults_of, line_for, walk

START = datetime(2026, 5, 11, 9, tzinfo=ZONE)


def go(*lines):
    return walk(process(), lines, calendar(), ZONE, start=START)


def test_before_the_first_line_only_what_begins_a_matter_is_open():
    (stop,) = go()
    assert stop.standing.state == "new"
    assert [one.key for one in stop.acts] == ["register"]
    assert "resident of any" in stop.acts[0].who


def test_step_by_step():
    stops = go("2026-05-11 register", "2026-05-12 identify", "2026-05-13 accept")
    assert [stop.standing.state for stop in stops] == [
        "new",
        "registered",
        "identified",
        "handling",
    ]
    last = stops[-1]
    assert last.letters == ("acceptance_notice",)
    assert stops[-2].letters == ()
    (clock,) = last.running
    assert (clock.key, clock.nominal.date().isoformat(), clock.legal.date().isoformat()) == (
        "handle", "2026-07-12", "2026-07-13",
    )  # fmt: skip
    assert {one.key for one in last.ended} >= {"identify", "notice"}
    opened = {one.key: one for one in last.acts}
    assert opened["extend"].who == ("handler of owner",)
    assert opened["give_opinion"].who == ()
    assert opened["give_opinion"].refusal.code == "needs"


def test_what_waits_shows_who_may_confirm():
    *_, last = go("2026-05-11 register", "2026-05-12 identify", "2026-05-13 accept",
                  "2026-05-14 propose extend")  # fmt: skip
    assert last.standing.proposal.act == "extend"
    assert {one.key: one.who for one in last.acts}["extend"] == ("head of owner",)


def test_a_refusal_or_an_unreadable_line_ends_the_walk_where_it_was():
    stops = go("2026-05-11 register", "2026-05-12 accept", "2026-05-13 identify")
    assert (len(stops), stops[-1].refusal.code, stops[-1].standing.state) == (
        3, "wrong_state", "registered",
    )  # fmt: skip
    stops = go("2026-05-11 register", "soon identify")
    assert "is not" in stops[-1].error
    assert stops[-1].standing.state == "registered"
    stops = go("2026-05-11 register", "2026-05-10 identify")
    assert stops[-1].refusal is not None


def test_lines_with_data_and_by_somebody():
    line = line_for("forward", "2026-05-13", {"to_unit": "town"}, "head of office")
    *_, last = go("2026-05-11 register", "2026-05-12 identify", line)
    assert (last.standing.owner, last.line) == ("town", "2026-05-13 forward by head of office")
    assert line_for("note", "2026-05-13") == "2026-05-13 note"
    assert defaults_of(process(), "identify")["route"] == "art31_6"


ACTS = st.lists(st.sampled_from(sorted(process().acts)), max_size=6)


@given(ACTS)
def test_what_is_shown_open_is_what_decide_allows(acts):
    """Whoever the page names is not refused for who they are, where the matter stands."""
    lines = ["2026-05-11 register", *(f"2026-05-{12 + n} {act}" for n, act in enumerate(acts))]
    for stop in go(*lines):
        for one in stop.acts:
            assert stop.standing.state in one.act.from_states
            assert bool(one.who) is (one.refusal is None)
            if one.refusal is not None:
                assert one.refusal.code not in {"wrong_state", "unknown_act"}


def test_the_walk_tells_what_a_story_would():
    lines = ("2026-05-11 register", "2026-05-12 identify", "2026-05-13 accept")
    assert go(*lines)[-1].standing == world(*lines).standing
