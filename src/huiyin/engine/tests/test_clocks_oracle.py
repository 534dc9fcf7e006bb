"""Random logs against a replay that walks from midnight to midnight."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.engine.clocks import ClockEvent, ClockRule, run_clocks
from huiyin.engine.terms import Term, Unit
from huiyin.engine.tests.oracles import ONE_DAY, ZONE, calendars, moments, slow_is_workday

RULE = ClockRule(
    key="clock",
    start=("start",),
    stop=("stop",),
    pause=("pause",),
    resume=("resume",),
    cancel=("cancel",),
    within=Term(1, Unit.DAY),
)
ACTS = ["start", "pause", "resume", "pause", "resume", "pause", "stop", "cancel", "other"]


@st.composite
def logs(draw: st.DrawFn) -> list[ClockEvent]:
    times = sorted(draw(st.sets(moments, max_size=10)))
    acts = draw(st.lists(st.sampled_from(ACTS), min_size=len(times), max_size=len(times)))
    acts[:1] = ["start"] * len(acts[:1])
    return [ClockEvent(n, act, at) for n, (act, at) in enumerate(zip(acts, times, strict=True))]


def slow_cycles(events, amount, counts):
    """(started day, end, due day or None) of every cycle, read off event by event."""
    cycles = []
    while events:
        while events and events[0].act != "start":
            events = events[1:]
        if not events:
            break
        start, events = events[0], events[1:]
        ends = [n for n, event in enumerate(events) if event.act in ("stop", "cancel")]
        inside = events[: ends[0]] if ends else events
        end = events[ends[0]] if ends else None
        cycles.append((start.at, end, slow_due(start.at, inside, end, amount, counts)))
        events = events[ends[0] + 1 :] if ends else []
    return cycles


def slow_due(start, inside, end, amount, counts):
    day = start.date()
    for _ in range(400):
        day += ONE_DAY
        midnight = datetime.combine(day + ONE_DAY, time(), ZONE)
        paused = False
        for event in inside:
            if event.at < midnight and event.act in ("pause", "resume"):
                paused = event.act == "pause"
        if end is not None and end.at < midnight:
            paused = False
        amount -= counts(day) and not paused
        if not amount:
            return day
    return None


@settings(max_examples=600, deadline=None)
@given(calendars(), logs(), st.integers(1, 20), st.sampled_from([Unit.DAY, Unit.WORKDAY]))
def test_cycles_pauses_and_dues(calendar, events, amount, unit):
    rule = replace(RULE, within=Term(amount, unit))
    states = run_clocks([rule], events, calendar, ZONE)
    expected = slow_cycles(
        events, amount, lambda day: unit is Unit.DAY or slow_is_workday(calendar, day)
    )
    assert len(states) == len(expected)
    for number, (state, (started, end, due)) in enumerate(zip(states, expected, strict=True), 1):
        assert (state.cycle, state.started_at) == (number, started)
        assert state.stopped_at == (end and end.at)
        assert (state.nominal and state.nominal.date()) == due
        if end is not None and end.act == "stop":
            assert state.verdict == ("in_time" if end.at <= state.legal else "late")
        else:
            assert state.verdict is None


@given(calendars(), logs(), st.randoms())
def test_the_order_in_which_events_are_handed_over_does_not_matter(calendar, events, random):
    shuffled = events.copy()
    random.shuffle(shuffled)
    assert run_clocks([RULE], shuffled, calendar, ZONE) == run_clocks(
        [RULE], events, calendar, ZONE
    )


@given(calendars(), logs(), moments)
def test_what_happens_later_leaves_finished_cycles_alone(calendar, events, moment):
    after = [event for event in events if event.at <= moment]
    late = [ClockEvent(99, "pause", moment + timedelta(days=70))]
    before = run_clocks([RULE], after, calendar, ZONE)
    for old, new in zip(before, run_clocks([RULE], after + late, calendar, ZONE), strict=True):
        assert old == new or old.status in ("running", "paused")
