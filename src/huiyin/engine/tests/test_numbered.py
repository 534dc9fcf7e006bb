"""Things that are numbered by themselves: fields that count acts, clocks that run once for each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.check import check_process
from huiyin.engine.clock_rules import ClockEvent, ClockRule
from huiyin.engine.clocks import run_clocks
from huiyin.engine.definition import FormField
from huiyin.engine.forms import Context, FieldError, clean
from huiyin.engine.pack import Loaded
from huiyin.engine.source import read
from huiyin.engine.stories import run_stories
from huiyin.engine.tests.petition import ZONE, calendar
from huiyin.packs import load

NOW = datetime(2026, 6, 10, 10, tzinfo=ZONE)
VERSION = {"version": FormField.model_validate(
    {"type": "int", "zh": "版本", "en": "Version", "counts": ["approve", "revise"]}
)}  # fmt: skip
RULE = ClockRule(
    key="measure", start=("add",), stop=("finish",), cancel=("remove",), within=None, until="due",
    roll=False, per=("no", "which"),
)  # fmt: skip


def loaded(**changes: str) -> Loaded:
    """The process `risk_point` of the package, some of its words changed."""
    name = "processes/risk_point.yaml"
    text = load.read("grassroots")[name]
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    source = read(name, text)
    process = type(load.process("grassroots", "risk_point")).model_validate(source.data)
    return Loaded(process, source)


@given(st.integers(0, 5), st.integers(0, 5))
def test_a_number_counts_the_acts_and_the_one_being_done(approved: int, revised: int) -> None:
    context = Context(NOW, ZONE, done={"approve": approved, "revise": revised, "drill": 3})
    assert clean(VERSION, {}, context) == ({"version": approved + revised + 1}, ())


def test_a_counted_number_cannot_be_claimed() -> None:
    _data, errors = clean(VERSION, {"version": 9}, Context(NOW, ZONE))
    assert errors == (FieldError("version", "unknown_field", "9"),)


ACTS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 40)), max_size=12)


def told(steps: list[tuple[int, int]]) -> list[ClockEvent]:
    """Each step adds a measure (0), ends the measure of that number, once it is there."""
    events, at, count, open_now = [], datetime(2026, 1, 1, 9, tzinfo=ZONE), 0, set()
    for which, days in steps:
        at += timedelta(days=1)
        if which == 0:
            count += 1
            open_now.add(count)
            due = (at + timedelta(days=days)).date().isoformat()
            events.append(ClockEvent(len(events), "add", at, {"no": count, "due": due}))
        elif which in open_now:
            open_now.discard(which)
            events.append(ClockEvent(len(events), "finish", at, {"which": which}))
    return events


@given(ACTS)
def test_each_number_has_its_own_date_and_its_own_end(steps: list[tuple[int, int]]) -> None:
    events = told(steps)
    states = run_clocks((RULE,), events, calendar(), ZoneInfo("Asia/Shanghai"))
    begun = [event for event in events if event.act == "add"]
    assert [state.cycle for state in states] == list(range(1, len(begun) + 1))
    for state, event in zip(states, begun, strict=True):
        ended = [e.at for e in events if e.facts.get("which") == event.facts["no"]]
        assert state.nominal is not None
        assert state.nominal.astimezone(ZONE).date() == date.fromisoformat(str(event.facts["due"]))
        assert (state.status, state.stopped_at) == (
            ("stopped", ended[0]) if ended else ("running", None)
        )


@given(ACTS)
def test_an_act_without_a_number_ends_them_all(steps: list[tuple[int, int]]) -> None:
    events = told(steps)
    last = ClockEvent(99, "remove", datetime(2027, 1, 1, tzinfo=ZONE), {})
    states = run_clocks((RULE,), [*events, last], calendar(), ZONE)
    assert {state.status for state in states} <= {"stopped", "cancelled"}


def test_the_check_knows_acts_that_end_only_one() -> None:
    sound = [found.code for found in check_process(loaded(), ())]
    assert sound == []
    wrong = loaded(**{"cancel: remove, until: due_on": "cancel: measure_done, until: due_on"})
    assert "clock_in_final" in {found.code for found in check_process(wrong, ())}


def test_whatever_starts_a_numbered_clock_names_a_number() -> None:
    wrong = loaded(**{"per: [no, measure]": "per: [number]"})
    assert "unknown_field" in {found.code for found in check_process(wrong, ())}


def test_a_field_counts_acts_that_there_are() -> None:
    wrong = loaded(**{"counts: add_measure": "counts: invent"})
    assert "unknown_act" in {found.code for found in check_process(wrong, ())}


def test_the_stories_of_numbered_measures_hold() -> None:
    one = loaded()
    results = run_stories(one.process, one.source, calendar(), ZONE)
    assert results
    assert [result.failures for result in results if not result.passed] == []
