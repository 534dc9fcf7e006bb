"""Moving a running matter to another version of its process: one explicit act in its log.

Nothing is typed over: the event says under which definition, and in which state, the matter goes
on; everything else follows from the fold. It is refused when something waits for a second person,
when the state does not exist there, and when a running statutory clock would end later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import Process
from huiyin.engine.facts import BECOMES
from huiyin.engine.standing import Event as EngineEvent
from huiyin.engine.standing import Standing, Step
from huiyin.matters import history, projection
from huiyin.matters.actions import project
from huiyin.matters.actions.door import Moment, begin, lock_visible
from huiyin.matters.actions.system import append_system
from huiyin.matters.errors import NotVisible, Stale
from huiyin.matters.models import Clock, Event, Matter
from huiyin.methods import policy
from huiyin.methods.errors import DraftRefused, MigrationRefused, Reason
from huiyin.packs.load import PackError, PackNotFound
from huiyin.people.actor import Actor, PostView
from huiyin.places import calendars

ACT = "migrated"
STATE, REASON, FROM = "state", "reason", "from"
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The newest cycle of one clock before and after; None where there is none."""

    key: str
    before: ClockState | None
    after: ClockState | None

    @property
    def differs(self) -> bool:
        return bool(_dates(self.before) != _dates(self.after))


@dataclass(frozen=True)
class Plan:
    """What a migration would do to one matter."""

    matter: Matter
    source: str
    target: str
    old: Process
    new: Process
    before: Standing
    after: Standing | None
    state: str
    clocks: tuple[ClockChange, ...]
    refusals: tuple[Reason, ...]


def plan(matter: Matter, target: str, mapping: Mapping[str, str], newest: datetime | None) -> Plan:
    """The preview; nothing is written. `mapping` gives states of the old version their new names;
    a state without an entry keeps its own. Raises NotVisible for an unknown `target`."""
    events = list(matter.events.order_by("seq"))
    return _plan(matter, events, definition(target), target, mapping, newest)


def definition(reference: str) -> Process:
    """`PACK/PROCESS@VERSION` → the definition. Raises NotVisible."""
    try:
        return history.resolve(reference)
    except (KeyError, PackNotFound, PackError) as unknown:
        raise NotVisible(reference) from unknown


def migrate(
    matter_id: UUID,
    target: str,
    reason: str,
    *,
    by: Actor,
    expected_seq: int | None,
    mapping: Mapping[str, str] | None = None,
) -> Event:
    """Move one matter. Raises NotVisible, PermissionDenied, Stale, DraftRefused (`no_reason`),
    MigrationRefused with every reason; nothing is written then."""
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise DraftRefused("no_reason")
    new = definition(target)
    with transaction.atomic():
        moment = begin(numbered=False)
        matter = lock_visible(matter_id, by)
        post = may_migrate(by, matter)
        if expected_seq is not None and expected_seq != matter.seq:
            raise Stale(expected_seq, matter.seq)
        events = list(matter.events.order_by("seq"))
        planned = _plan(matter, events, new, target, mapping or {}, moment.calendar_stamp)
        if planned.refusals or planned.after is None:
            raise MigrationRefused(*planned.refusals)
        return _write(planned, reason, by, post, moment)


def may_migrate(by: Actor, matter: Matter) -> PostView | None:
    """The post that may: of the owner unit or of one above it; None is the system itself. Raises
    PermissionDenied."""
    if by.kind == "system":
        return None
    above = {matter.owner_unit_id, *matter.owner_unit.above}
    for post in by.posts:
        if post.role in policy.ACTIONS["migrate"] and post.unit_id in above:
            return post
    raise PermissionDenied


def _plan(
    matter: Matter, events: Sequence[Event], new: Process, target: str,
    mapping: Mapping[str, str], newest: datetime | None,
) -> Plan:  # fmt: skip
    old = history.process_of(matter)
    source = history.reference(matter.pack, old)
    calendar, zone = history.calendar_for(matter, newest), history.zone()
    folding = history.folding_of(events)
    before = folding.clocked(calendar, zone)
    state = mapping.get(before.state, before.state)
    refusals = list(_refusals(matter, before, source, target, new, state))
    after = None
    if not refusals:
        data = {BECOMES: target, STATE: state}
        folding.add(EngineEvent(before.seq + 1, ACT, Step.SYSTEM, events[-1].at, data))
        after = folding.clocked(calendar, zone)
        refusals += _looser(old, before, after)
    clocks = tuple(_clocks(before, after)) if after else ()
    return Plan(matter, source, target, old, new, before, after, state, clocks, tuple(refusals))


def _refusals(
    matter: Matter, before: Standing, source: str, target: str, new: Process, state: str
) -> Iterator[Reason]:
    if source == target:
        yield Reason("same_version", {"version": new.version})
    if new.process != matter.process:
        yield Reason("other_process", {"process": new.process})
    if not matter.is_open:
        yield Reason("not_open")
    if before.proposal is not None:
        yield Reason("pending", {"act": before.proposal.act})
    if state not in new.states:
        yield Reason("state_missing", {"state": state})


def _looser(old: Process, before: Standing, after: Standing) -> Iterator[Reason]:
    """A running statutory clock may neither vanish nor end later."""
    for key, shape in old.clocks.items():
        now = before.clock(key)
        if shape.kind != "statutory" or now is None or now.status not in {"running", "paused"}:
            continue
        then = after.clock(key)
        days = {"clock": key, "before": _day(now)}
        if then is None or then.status not in {"running", "paused"}:
            yield Reason("clock_gone", days)
        elif now.legal and (then.legal is None or then.legal > now.legal):
            yield Reason("looser", {**days, "after": _day(then)})


def _clocks(before: Standing, after: Standing) -> Iterator[ClockChange]:
    keys = dict.fromkeys(clock.key for clock in (*before.clocks, *after.clocks))
    for key in keys:
        yield ClockChange(key, before.clock(key), after.clock(key))


def _write(planned: Plan, reason: str, by: Actor, post: PostView | None, moment: Moment) -> Event:
    matter, new = planned.matter, planned.new
    assert planned.after is not None  # noqa: S101 -- refused otherwise
    data = {BECOMES: planned.target, STATE: planned.state, FROM: planned.source}
    event = append_system(
        matter, ACT, data, by=by, recorded_at=moment.recorded_at, texts={REASON: reason}, post=post
    )
    standing = replace(planned.after, seq=matter.seq)
    project.bring_up(matter, new, standing)
    matter.save(update_fields=list(projection.columns(new, standing)))
    rows = projection.clock_rows(new, matter.pk, standing)
    kept = {(row.key, row.cycle) for row in rows}
    for row in Clock.objects.filter(matter=matter):
        if (row.key, row.cycle) not in kept:
            row.delete()
    Clock.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["matter", "key", "cycle"],
        update_fields=projection.CLOCK_COLUMNS,
    )
    return event


def _dates(clock: ClockState | None) -> Any:
    return None if clock is None else (clock.status, clock.nominal, clock.legal)


def _day(clock: ClockState) -> str:
    return clock.legal.date().isoformat() if clock.legal else "—"


def stamp() -> datetime | None:
    """The calendar stamp for a preview."""
    return calendars.stamp()
