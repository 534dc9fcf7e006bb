"""Where a matter stands: a pure fold over its events (DESIGN.md, idea 3).

State, owner, holder, facts and clocks are functions of (events, definition, calendar); whatever the
database keeps besides is a cache of this and is compared with it by `huiyin verify`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any

from huiyin.engine.calendar import Calendar
from huiyin.engine.clock_table import clock_rules
from huiyin.engine.clocks import ClockEvent, ClockRule, ClockState, run_clocks
from huiyin.engine.definition import BACK, NEW, Act, Process, Role
from huiyin.engine.facts import BECOMES, flatten, matches

DID = "did "
"""`owner: did ACT` gives the matter back to the unit that did ACT last."""


class Step(StrEnum):
    """What an event does: an act; the first half of one that needs a second person; its return;
    or a note by the system (a recomputed date), which changes nothing by itself."""

    DO = "do"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Event:
    """One act as it took place. `at` is aware; `data` is clean, with commitments for free text."""

    seq: int
    act: str
    step: Step
    at: datetime
    data: Mapping[str, Any]
    account: str | None = None
    post: str | None = None
    unit: str | None = None


Resolve = Callable[[str], Process]
"""`PROCESS@VERSION`, as an event names it → the definition. Raises KeyError."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who did an act, all times together, and the unit that did it last."""

    accounts: frozenset[str | None] = frozenset()
    unit: str | None = None


@dataclass(frozen=True)
class Standing:
    """The result of the fold."""

    state: str = NEW
    seq: int = 0
    owner: str | None = None
    holder: str | None = None
    intake: str | None = None
    sender: str | None = None
    received_at: datetime | None = None
    since: datetime | None = None
    """When the present state was entered; nothing can take place in it before that."""
    acted_at: datetime | None = None
    """When somebody of an office did something last; what residents do does not count."""
    previous: str | None = None
    """The state before the present one."""
    cycle: int = 1
    becomes: str | None = None
    """The definition it has moved to; None while it is on the one it began with."""
    doers: Mapping[str, Doer] = field(default_factory=dict)
    recused: frozenset[str] = frozenset()
    """Posts that may not act on this matter."""
    partners: frozenset[str] = frozenset()
    """Units that handle it jointly with the owner."""
    owners: frozenset[str] = frozenset()
    """Every unit that has had it."""
    named: frozenset[str] = frozenset()
    """Posts that may see it while it is sealed."""
    outcome: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    done: Mapping[str, int] = field(default_factory=dict)
    proposal: Event | None = None
    clocks: tuple[ClockState, ...] = ()

    def clock(self, key: str) -> ClockState | None:
        """The newest cycle of a clock, None if it never started."""
        return next((clock for clock in reversed(self.clocks) if clock.key == key), None)


@dataclass
class Folding:
    """A fold that is continued event by event; `standing` has no clocks, `clocked` gives them."""

    process: Process
    resolve: Resolve | None = None
    standing: Standing = Standing()
    ticks: list[ClockEvent] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """Take the next event (in order of seq). Raises KeyError for an unknown act."""
        before, self.standing = self.standing, advance(self.process, self.standing, event)
        if event.step is Step.DO:
            act, outcome = self.process.acts[event.act], self.standing.outcome or ""
            set_now = {**_set_by(act, before, event), "outcome": outcome}
            self.ticks.append(ClockEvent(event.seq, event.act, event.at, set_now))
        if self.standing.becomes != before.becomes:
            self.process = self._resolved()

    def _resolved(self) -> Process:
        if self.resolve is None or self.standing.becomes is None:
            raise KeyError(self.standing.becomes)
        return self.resolve(self.standing.becomes)

    def clocked(self, calendar: Calendar, zone: tzinfo) -> Standing:
        """The standing with its clocks run over all events so far."""
        clocks = run_clocks(_rules(self.process), self.ticks, calendar, zone)
        return replace(self.standing, clocks=clocks)


def fold(
    process: Process,
    events: Sequence[Event],
    calendar: Calendar,
    zone: tzinfo,
    resolve: Resolve | None = None,
) -> Standing:
    """Run `events` (in order of seq) through `process`, on which they began; `resolve` finds the
    definitions to which they move. Raises KeyError for an unknown act or definition."""
    folding = Folding(process, resolve)
    for event in events:
        folding.add(event)
    return folding.clocked(calendar, zone)


def advance(process: Process, standing: Standing, event: Event) -> Standing:
    """`standing` after `event`, clocks aside."""
    if event.step is Step.PROPOSE:
        acted = _acted_after(process.acts[event.act], standing, event)
        return replace(standing, seq=event.seq, proposal=event, acted_at=acted)
    if event.step is Step.SEND_BACK:
        acted = _acted_after(process.acts[event.act], standing, event)
        return replace(standing, seq=event.seq, proposal=None, acted_at=acted)
    if event.step is Step.SYSTEM:
        return _migrated(replace(standing, seq=event.seq), event)
    act = process.acts[event.act]
    facts = {**standing.facts, **_set_by(act, standing, event)}
    recused = _recused_after(act, standing, effective_data(standing, event))
    owner = _owner_after(act, standing, event)
    moved = owner != standing.owner
    is_first = standing.state == NEW
    state = (standing.previous if act.to == BACK else act.to) or standing.state
    return replace(
        standing,
        state=state,
        previous=standing.state if state != standing.state else standing.previous,
        cycle=standing.cycle + bool(act.again),
        becomes=event.data.get(BECOMES, standing.becomes),
        doers={**standing.doers, event.act: _doer(standing, event)},
        owners=standing.owners | ({owner} if owner else set()),
        recused=recused,
        partners=standing.partners | _named(act.partners, effective_data(standing, event)),
        named=_named_after(act, standing, effective_data(standing, event)) - recused,
        seq=event.seq,
        owner=owner,
        holder=_holder_after(act, standing, event, moved=moved),
        intake=_intake_of(act, owner, event) if is_first else standing.intake,
        sender=standing.owner if moved and not is_first else standing.sender,
        received_at=event.at if is_first else standing.received_at,
        since=event.at if act.to else standing.since,
        acted_at=_acted_after(act, standing, event),
        facts=facts,
        done=_done_after(act, standing, event),
        proposal=None if act.second or act.to else standing.proposal,
        outcome=_outcome_after(process, event.act, facts) or standing.outcome,
    )


def _migrated(standing: Standing, event: Event) -> Standing:
    """A logged migration puts a running matter on another definition, in a state of that one."""
    if BECOMES not in event.data:
        return standing
    state = event.data["state"]
    return replace(standing, becomes=event.data[BECOMES], state=state, proposal=None)


def _acted_after(act: Act, standing: Standing, event: Event) -> datetime:
    """The later of the last act and this one. An act without a post that residents may do was
    theirs: a reminder does not make an idle office busy."""
    last = standing.acted_at
    if last is None:
        return event.at
    theirs = event.post is None and any(who.role is Role.RESIDENT for who in act.who)
    return last if theirs else max(last, event.at)


def _doer(standing: Standing, event: Event) -> Doer:
    earlier = standing.doers.get(event.act, Doer())
    accounts = earlier.accounts | {event.account}
    if "confirms" in event.data and standing.proposal is not None:
        accounts |= {standing.proposal.account}
    return Doer(accounts, event.unit)


def _recused_after(act: Act, standing: Standing, data: Mapping[str, Any]) -> frozenset[str]:
    return (standing.recused | _named(act.recuses, data)) - _named(act.restores, data)


def _named_after(act: Act, standing: Standing, data: Mapping[str, Any]) -> frozenset[str]:
    """Who may see a sealed matter; whoever steps aside sees it no more."""
    before = frozenset() if act.names_only else standing.named
    return before.union(*(_named(field, data) for field in (*act.names, *act.names_only)))


def _named(name: str | None, data: Mapping[str, Any]) -> frozenset[str]:
    value = data.get(name) if name else None
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(value or ())


def _done_after(act: Act, standing: Standing, event: Event) -> dict[str, int]:
    """How often each act was done in this cycle; of `once_per`, for each value besides."""
    done = {
        key: count for key, count in standing.done.items() if key.partition("#")[0] not in act.again
    }
    keys = [event.act]
    if act.once_per:
        keys.append(per_value(event.act, effective_data(standing, event).get(act.once_per)))
    return {**done, **{key: done.get(key, 0) + 1 for key in keys}}


def per_value(act: str, value: object) -> str:
    """The key in `Standing.done` of an act that counts for each value of a field."""
    return f"{act}#{value}"


def effective_data(standing: Standing, event: Event) -> Mapping[str, Any]:
    """The data of an act: when a second person confirms, it is what the first one proposed."""
    if "confirms" in event.data and standing.proposal is not None:
        return standing.proposal.data
    return event.data


def _set_by(act: Act, before: Standing, event: Event) -> dict[str, Any]:
    if "confirms" in event.data and before.proposal is None:
        return {}
    return {**dict(flatten(effective_data(before, event))), **act.sets}


def _owner_after(act: Act, standing: Standing, event: Event) -> str | None:
    if act.owner is None:
        return standing.owner
    if act.owner == "self":
        return event.unit
    if act.owner == "sender":
        return standing.sender or standing.owner
    if act.owner.startswith(DID):
        return standing.doers.get(act.owner.removeprefix(DID), Doer()).unit or standing.owner
    return str(effective_data(standing, event)[act.owner])


def _intake_of(act: Act, owner: str | None, event: Event) -> str | None:
    return event.unit if act.intake == "self" else owner


def _holder_after(act: Act, standing: Standing, event: Event, *, moved: bool) -> str | None:
    if act.holder == "self":
        confirmed = standing.proposal if "confirms" in event.data else None
        return (confirmed or event).post
    chosen = effective_data(standing, event).get(act.holder) if act.holder else None
    if chosen is not None:
        return str(chosen)
    # A matter that moves to another unit waits in that unit's inbox until a post takes it.
    return None if moved else standing.holder


def _outcome_after(process: Process, act: str, facts: Mapping[str, Any]) -> str | None:
    for key, outcome in process.outcomes.items():
        if outcome.after == act and matches(outcome.any, facts):
            return key
    return None


_RULES: dict[int, tuple[Process, tuple[ClockRule, ...]]] = {}
_MOST_RULES = 512


def _rules(process: Process) -> tuple[ClockRule, ...]:
    """Kept with the definition itself: an id alone may be another one's by now (drafts come and
    go under the same version)."""
    kept = _RULES.get(id(process))
    if kept is None:
        if len(_RULES) >= _MOST_RULES:
            _RULES.clear()
        kept = _RULES[id(process)] = process, clock_rules(process)
    return kept[1]
