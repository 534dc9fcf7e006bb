"""What a clock is given and what it gives: rules, events and states, as values."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from huiyin.engine.explain import Step
from huiyin.engine.terms import FirstDay, Term, Unit

Kind = Literal["statutory", "internal", "petitioner"]
Status = Literal["running", "paused", "stopped", "cancelled"]
Verdict = Literal["in_time", "late"]


@dataclass(frozen=True, slots=True)
class ByField:
    """The term depends on the latest value of a field; a value without a case has no term."""

    field: str
    cases: Mapping[str, Term | None]


@dataclass(frozen=True, slots=True)
class ExtendRule:
    """An extension: at most `by` each, `times` times, granted by `act`.

    `amount_field` names the fact that holds what was granted (7, "7" or "7nd"); without it, or
    when the act leaves it empty, the whole of `by` is granted.
    """

    by: Term
    act: str
    times: int = 1
    amount_field: str | None = None
    before_expiry: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """One clock of a process.

    `start`, `stop`, `pause`, `resume`, `cancel` name acts, or facts that hold a moment (such as
    `received`: an event that sets it starts the clock at that moment). `within` None is a clock
    without a term, unless `until` names a field that holds the due date itself. `when` lists, per
    field, the values for which the clock applies, compared as words. `max_pause` (natural hours or
    days) caps all pauses of one cycle together; the clock then runs on by itself. `per` names
    number fields: each number has cycles of its own, and an event without one is for them all.
    """

    key: str
    start: tuple[str, ...]
    stop: tuple[str, ...]
    within: Term | ByField | None
    until: str | None = None
    pause: tuple[str, ...] = ()
    resume: tuple[str, ...] = ()
    cancel: tuple[str, ...] = ()
    extend: ExtendRule | None = None
    first_day: FirstDay = "next"
    roll: bool = True
    when: Mapping[str, Collection[object]] = field(default_factory=dict)
    kind: Kind = "statutory"
    owner: str = ""
    max_pause: Term | None = None
    per: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.max_pause is not None and self.max_pause.unit not in (Unit.HOUR, Unit.DAY):
            raise ValueError(f"clock {self.key}: max_pause {self.max_pause} must be in h or nd")

    def applies(self, facts: Mapping[str, object]) -> bool:
        """Whether the facts meet every condition of `when`."""
        return all(_words(facts, name) & {*map(str, words)} for name, words in self.when.items())

    def term(self, facts: Mapping[str, object]) -> Term | None:
        """The term for these facts, None when there is none."""
        if isinstance(self.within, ByField):
            return self.within.cases.get(str(facts.get(self.within.field, "")))
        return self.within


def _words(facts: Mapping[str, object], name: str) -> set[str]:
    """The values of a fact as words; an absent one reads as "" and as False."""
    value = facts.get(name)
    if value is None:
        return {"", str(False)}
    return {*map(str, value)} if isinstance(value, tuple) else {str(value)}


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What a clock sees of an event: its act, its moment (aware), and the fields it set."""

    seq: int
    act: str
    at: datetime
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One cycle of one clock.

    `nominal` and `legal` are None when the clock has no term, or while it is paused before them
    (an open pause without a cap has no end to count from; with a cap the cap is assumed used up).
    `cycle` numbers the starts from 1, whatever `when` says of them, so (key, cycle) is stable.
    """

    key: str
    cycle: int
    status: Status
    started_at: datetime
    stopped_at: datetime | None = None
    paused_since: datetime | None = None
    nominal: datetime | None = None
    legal: datetime | None = None
    provisional: bool = False
    paused_total: timedelta = timedelta()
    extensions: int = 0
    verdict: Verdict | None = None
    terms: tuple[Term, ...] = ()
    derivation: tuple[Step, ...] = ()
    calendar_version: str = ""
