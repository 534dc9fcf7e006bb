"""From rows and pages of `huiyin.matters.queries` to the shapes of answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiyin.api.shapes.base import named, words
from huiyin.api.shapes.matters import (
    ClockCycle,
    Done,
    EventOut,
    FileOut,
    MatterLine,
    MatterOut,
    Office,
    PartyOut,
    PossibleAct,
    Registered,
)
from huiyin.engine import explain
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import Act, ClockShape, Process
from huiyin.engine.process import possible
from huiyin.engine.standing import Step
from huiyin.matters import policy
from huiyin.matters.codes import code_of
from huiyin.matters.effects import Performed
from huiyin.matters.models import Party
from huiyin.matters.queries.matter import ERASED, EventView, MatterPage
from huiyin.matters.queries.rows import MatterRow, clock_name


def line(row: MatterRow) -> MatterLine:
    """One line of a list."""
    return MatterLine(
        number=row.number, title=row.title, state=named(row.state_key, row.state), phase=row.phase,
        received_at=row.received_at, owner=row.owner, holder=row.holder, petitioner=row.petitioner,
        due=row.due, clock=named(row.clock_key, row.clock) if row.clock_key else None,
        provisional=row.provisional,
        waiting_for=words(row.waiting_for) if row.waiting_for else None,
    )  # fmt: skip


def matter_out(page: MatterPage, now: datetime) -> MatterOut:
    """One matter with everything about it; `possible` is as of `now`."""
    matter, process, standing = page.matter, page.process, page.standing
    outcome = standing.outcome
    return MatterOut(
        number=matter.number, pack=matter.pack, process=matter.process, version=matter.version,
        seq=standing.seq, state=named(standing.state, process.states[standing.state]),
        phase=matter.phase, is_open=matter.is_open,
        outcome=named(outcome, process.outcomes.get(outcome)) if outcome else None,
        title=matter.title, channel=matter.channel, received_at=matter.received_at,
        registered_at=matter.registered_at,
        owner=Office.model_validate(matter.owner_unit),
        intake=Office.model_validate(matter.intake_unit),
        sender=Office.model_validate(matter.sender_unit) if matter.sender_unit else None,
        holder=matter.holder.title if matter.holder else "", holder_name=page.holder_name,
        category=matter.category_id, place=matter.place_id,
        waiting_for=standing.proposal.act if standing.proposal else None,
        parties=[_party(party) for party in page.parties],
        clocks=[_clock(process, state) for state in standing.clocks],
        events=[_event(page.acts.get(event.act), event) for event in page.events],
        files=[FileOut.model_validate(file) for file in page.files],
        possible=_possible(page, now), names=dict(page.names),
    )  # fmt: skip


def done_out(done: Performed) -> Done:
    """What an act did."""
    return Done(
        number=done.matter.number, act=done.event.act, step=done.event.step, event=done.event.seq,
        seq=done.matter.seq, state=done.matter.state,
    )  # fmt: skip


def registered_out(done: Performed) -> Registered:
    """What a registration did, with what the resident takes home."""
    return Registered(
        **done_out(done).model_dump(), code=code_of(done.matter.id),
        is_visible=policy.may(done.by, "read", done.matter),
    )  # fmt: skip


def _possible(page: MatterPage, now: datetime) -> list[PossibleAct]:
    waiting = page.standing.proposal
    return [
        PossibleAct(
            key=key,
            name=words(page.process.acts[key].name),
            answers=waiting is not None and waiting.act == key,
        )
        for key in possible(page.scene, page.actor, now)
    ]


def _party(party: Party) -> PartyOut:
    person = party.person
    return PartyOut(
        id=party.pk, role=party.role, kind=person.kind, name=person.name_masked,
        phone=person.phone_masked,
    )  # fmt: skip


def _clock(process: Process, state: ClockState) -> ClockCycle:
    shape = clock_name(process, state.key)
    clock = shape if isinstance(shape, ClockShape) else None
    return ClockCycle(
        key=state.key, cycle=state.cycle, name=named(state.key, shape).name,
        kind=clock.kind if clock else "internal", law=getattr(shape, "law", None) or "",
        confidence=clock.confidence if clock else "A", status=state.status, verdict=state.verdict,
        started_at=state.started_at, stopped_at=state.stopped_at, nominal=state.nominal,
        legal=state.legal, provisional=state.provisional, extensions=state.extensions,
        why=explain.render(state.derivation, _),
        derivation=[step.as_json() for step in state.derivation],
    )  # fmt: skip


def _event(act: Act | None, event: EventView) -> EventOut:
    return EventOut(
        seq=event.seq, act=named(event.act, act.name if act else None), step=Step(event.step),
        at=event.at, recorded_at=event.recorded_at, via=event.via, by=event.by, post=event.post,
        unit=event.unit, data=_plain(event.data),
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """Event data as JSON: an erased text is null."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return None if value is ERASED else value
