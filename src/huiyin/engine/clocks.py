"""Clocks: due dates as a pure function of (events, rules, calendar).

Nothing is counted up or stored: any change of events, class or calendar is met by calling again.
Source: PEERS 4.5 and 4.6 tests 1-8; LAW.md 9 and 12; METHODS L11, S9 are several clocks at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import cast

from huiyin.engine.calendar import Calendar
from huiyin.engine.clock_cycles import Cycle, Hold, as_moment, capped, cycles_of
from huiyin.engine.clock_rules import (
    ByField,
    ClockEvent,
    ClockRule,
    ClockState,
    ExtendRule,
    Kind,
    Status,
    Verdict,
)
from huiyin.engine.explain import Step
from huiyin.engine.extensions import granted, refusal
from huiyin.engine.terms import Due, Term, due, due_on

__all__ = [
    "ByField", "ClockEvent", "ClockRule", "ClockState", "ExtendRule", "Kind", "Status", "Verdict",
    "may_extend", "run_clocks",
]  # fmt: skip


def run_clocks(
    rules: Sequence[ClockRule], events: Sequence[ClockEvent], calendar: Calendar, tz: tzinfo
) -> tuple[ClockState, ...]:
    """Every cycle of every clock, in the order of the rules, then of the cycles.

    Events may come in any order; they are taken by moment, then by `seq`. A cycle to which its
    rule's `when` never applied has no state. Raises OutOfRangeError when a due leaves the calendar.
    """
    ordered = sorted(events, key=lambda event: (event.at, event.seq))
    return tuple(
        _state(rule, cycle, calendar, tz)
        for rule in rules
        for cycle in cycles_of(rule, ordered, tz)
        if cycle.applied
    )


def may_extend(
    state: ClockState, rule: ClockRule, at: datetime, amount: Term | None = None
) -> Step | None:
    """None when the clock may be extended at this moment, else the reason, ready for `render`."""
    if rule.extend is None:
        return Step("extend_never")
    if state.status not in ("running", "paused") or not state.terms:
        return Step("extend_not_running")
    ask = amount or rule.extend.by
    return refusal(rule.extend, at, ask, used=state.extensions, legal=state.legal)


def _state(rule: ClockRule, cycle: Cycle, calendar: Calendar, tz: tzinfo) -> ClockState:
    hold = capped(rule, cycle)
    terms, reached, refused = _with_extensions(rule, cycle, hold, calendar, tz)
    status = _status(rule, cycle, hold)
    verdict: Verdict | None = None
    if status == "stopped" and reached and cycle.ended_at:
        verdict = "in_time" if cycle.ended_at <= reached.legal else "late"
    steps = reached.derivation if reached else (Step("no_term"),)
    if reached is not None and hold.stops(reached):
        reached, steps = None, steps[:1]
    return ClockState(
        key=rule.key,
        cycle=cycle.number,
        status=status,
        started_at=cycle.started_at,
        stopped_at=cycle.ended_at or cycle.lost_at,
        paused_since=cycle.paused_since if status == "paused" else None,
        nominal=reached.nominal if reached else None,
        legal=reached.legal if reached else None,
        provisional=reached is not None and reached.provisional,
        paused_total=sum((pause.end - pause.start for pause in hold.pauses), timedelta()),
        extensions=max(len(terms) - 1, 0),
        verdict=verdict,
        terms=terms,
        derivation=(*steps, *refused, *_ending(cycle, status, verdict, tz)),
        calendar_version=calendar.version,
    )


def _with_extensions(
    rule: ClockRule, cycle: Cycle, hold: Hold, calendar: Calendar, tz: tzinfo
) -> tuple[tuple[Term, ...], Due | None, list[Step]]:
    """The term with the extensions that were allowed, its due, and why others were not."""
    term = rule.term(cycle.facts)
    if term is None:
        return (), _fixed(rule, cycle, calendar, tz), []
    count = partial(
        due,
        cycle.started_at,
        calendar=calendar,
        first_day=rule.first_day,
        roll=rule.roll,
        tz=tz,
        pauses=hold.pauses,
    )
    terms: tuple[Term, ...] = (term,)
    reached = count(terms)
    refused: list[Step] = []
    for at, value in cycle.asks:
        extend = cast("ExtendRule", rule.extend)  # asks are only noted for a rule with one
        amount = granted(extend, value)
        legal = None if hold.stops(reached) else reached.legal
        reason = refusal(extend, at, amount, used=len(terms) - 1, legal=legal)
        if reason is None:
            terms = (*terms, amount)
            reached = count(terms)
        else:
            refused.append(reason)
    return terms, reached, refused


def _fixed(rule: ClockRule, cycle: Cycle, calendar: Calendar, tz: tzinfo) -> Due | None:
    """The due that a field of the matter sets, when the rule reads one and it is there."""
    value = cycle.facts.get(rule.until) if rule.until else None
    if rule.until is None or not value:
        return None
    day = as_moment(value, rule.until, tz).astimezone(tz).date()
    return due_on(day, calendar, roll=rule.roll, tz=tz)


def _status(rule: ClockRule, cycle: Cycle, hold: Hold) -> Status:
    if cycle.cancelled or not rule.applies(cycle.facts):
        return "cancelled"
    if cycle.ended_at is not None:
        return "stopped"
    return "paused" if hold.holds(cycle.paused_since) else "running"


def _ending(cycle: Cycle, status: Status, verdict: Verdict | None, tz: tzinfo) -> tuple[Step, ...]:
    """How the cycle stands, as a last step."""
    if status == "paused" and cycle.paused_since:
        return (Step("paused_now", {"since": _local(cycle.paused_since, tz)}),)
    if status == "cancelled":
        return (Step("cancelled" if cycle.cancelled else "not_applicable"),)
    if verdict is not None and cycle.ended_at is not None:
        return (Step(verdict, {"at": _local(cycle.ended_at, tz)}),)
    return ()


def _local(moment: datetime, tz: tzinfo) -> str:
    return f"{moment.astimezone(tz):%Y-%m-%d %H:%M}"
