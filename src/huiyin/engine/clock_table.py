"""From the clocks and follow-ups of a process file to the rules of the clock engine."""

from __future__ import annotations

from huiyin.engine.clocks import ByField, ClockRule, ExtendRule
from huiyin.engine.definition import ClockShape, Condition, FollowUp, Process
from huiyin.engine.terms import Term

FOLLOW_UP = "follow_up."
"""Prefix of the key of a clock that is a follow-up duty."""


def clock_rules(process: Process) -> tuple[ClockRule, ...]:
    """Every clock of `process`, then its follow-ups (clocks of the office's own making)."""
    clocks = [_rule(key, shape) for key, shape in process.clocks.items()]
    duties = [_duty(key, shape) for key, shape in process.follow_ups.items()]
    return (*clocks, *duties)


def clock_rule(process: Process, key: str) -> ClockRule:
    """One clock's rule. Raises KeyError."""
    return _rule(key, process.clocks[key])


def _rule(key: str, shape: ClockShape) -> ClockRule:
    extend = None
    if shape.extend is not None:
        extend = ExtendRule(
            shape.extend.by, shape.extend.act, shape.extend.times, shape.extend.amount
        )
    return ClockRule(
        key=key, start=shape.start, stop=shape.stop, pause=shape.pause, resume=shape.resume,
        cancel=shape.cancel, within=_within(shape), until=shape.until, extend=extend,
        first_day=shape.first_day, roll=shape.roll, when=_when(shape.condition),
        kind=shape.kind, max_pause=shape.max_pause, per=shape.per,
    )  # fmt: skip


def _within(shape: ClockShape) -> Term | ByField | None:
    within = shape.within
    return (
        within
        if within is None or isinstance(within, Term)
        else ByField(within.field, within.cases)
    )


def _duty(key: str, shape: FollowUp) -> ClockRule:
    return ClockRule(
        key=FOLLOW_UP + key, start=(shape.after,), stop=shape.done, within=shape.within,
        when=_when(shape.condition), kind="internal", owner=str(shape.who),
    )  # fmt: skip


def _when(condition: Condition) -> dict[str, frozenset[str]]:
    """Clocks compare words; an absent fact is an empty word, which counts as `false`."""
    return {
        name: frozenset(
            word
            for value in allowed
            for word in ((str(value), "") if value is False else (str(value),))
        )
        for name, allowed in condition.items()
    }
