"""What is replayed and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huiyin.engine.definition import ByField, Condition
from huiyin.engine.facts import matches
from huiyin.engine.terms import Term as Length


@dataclass(frozen=True, slots=True)
class Desk:
    """Posts of one role in one unit: who does an act."""

    unit: str
    role: str


@dataclass(frozen=True, slots=True)
class Step:
    """One act on the way of a matter. `wait` are minutes that pass before it whatever the staffing
    (the resident answers, a letter travels); work and queues come on top."""

    act: str
    desk: Desk
    wait: int = 0


@dataclass(frozen=True)
class Arrival:
    """One matter: when it came and the acts that were done on it, in order."""

    number: str
    process: str
    at: datetime
    steps: tuple[Step, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What its acts recorded, the latest value of each field."""


@dataclass(frozen=True)
class Term:
    """A clock of the method: the first of `start` that is done starts it, the first of `stop`
    after that stops it, where the condition `when` holds."""

    key: str
    start: frozenset[str]
    stop: frozenset[str]
    cancel: frozenset[str]
    within: Length | ByField
    when: Condition = field(default_factory=dict)
    extend: str = ""
    """The act that extends it, by all of `by`."""
    by: Length | None = None

    def length(self, facts: Mapping[str, Any]) -> Length | None:
        """How long it is for a matter; None where it does not apply."""
        if not matches(self.when, facts):
            return None
        if isinstance(self.within, Length):
            return self.within
        return self.within.cases.get(str(facts.get(self.within.field)))


@dataclass(frozen=True, slots=True)
class Added:
    """An act that only this method has, and the role that does it."""

    act: str
    role: str


@dataclass(frozen=True)
class Plan:
    """A method as the replay sees it: clocks by process, acts that it adds on the way of a matter
    (after an act, done by a role), acts that it does not have, and minutes of duties a day."""

    name: str
    terms: Mapping[str, tuple[Term, ...]]
    added: Mapping[str, Mapping[str, tuple[Added, ...]]] = field(default_factory=dict)
    """Process → act → what follows it."""
    acts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    duty_minutes: Mapping[str, float] = field(default_factory=dict)
    """Role → minutes that its recurring duties take of each working day and post."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the clocks that ended (or ran out) were in time."""

    in_time: int = 0
    total: int = 0

    @property
    def value(self) -> float | None:
        return self.in_time / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Load:
    """One desk: its posts, the share of their time that work took, the mean wait in its queue in
    office hours, and how many steps it did."""

    desk: Desk
    posts: int
    busy: float
    wait_hours: float
    steps: int


@dataclass(frozen=True)
class Outcome:
    """What a replay shows."""

    plan: str
    matters: int
    finished: int
    on_time: Share
    clocks: Mapping[str, Share]
    """By `process.clock`."""
    backlog: tuple[tuple[date, int], ...]
    """Matters that had come and were not finished, each Monday."""
    loads: tuple[Load, ...]
