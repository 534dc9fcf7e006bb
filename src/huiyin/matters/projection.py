"""From a matter's standing to the columns kept for lists: a cache, rebuilt by `huiyin verify`."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import Process
from huiyin.engine.kinds import NOT_OPEN
from huiyin.engine.standing import Standing
from huiyin.matters.models import NO_DUE, Access, Clock, Matter

FINAL = "final"


def columns(process: Process, standing: Standing) -> dict[str, Any]:
    """Column → value for every cached column of `Matter` that acts can change."""
    due, clock = next_due(process, standing)
    phase = process.states[standing.state].phase
    moved = {"pack": standing.becomes.partition("/")[0]} if standing.becomes else {}
    return moved | {
        "process": process.process,
        "version": process.version,
        "sealed": process.sealed,
        "state": standing.state,
        "phase": phase,
        "is_open": phase not in NOT_OPEN,
        "outcome": standing.outcome or "",
        "owner_unit_id": _uuid(standing.owner),
        "sender_unit_id": _uuid(standing.sender),
        "holder_id": _uuid(standing.holder),
        "next_due": due,
        "next_clock": clock,
        "waiting_for": standing.proposal.act if standing.proposal else "",
        "acted_at": standing.acted_at,
        "seq": standing.seq,
    }


def access(standing: Standing) -> frozenset[tuple[str, str]]:
    """Who sees the matter besides its owner, intake and sender: kind of access, and the id of a
    unit (of a post, for `named`)."""
    past = standing.owners - {standing.owner, standing.intake, standing.sender}
    by_kind = {"partner": standing.partners, "past": past, "named": standing.named}
    return frozenset((kind, one) for kind, ids in by_kind.items() for one in ids)


def access_rows(matter_id: UUID, standing: Standing) -> list[Access]:
    """The rows of the access cache, unsaved."""
    return [
        Access(
            matter_id=matter_id, kind=kind,
            post_id=_uuid(one) if kind == "named" else None,
            unit_id=_uuid(one) if kind != "named" else None,
        )
        for kind, one in sorted(access(standing))
    ]  # fmt: skip


def next_due(process: Process, standing: Standing) -> tuple[datetime, str]:
    """The earliest legal due among the office's running clocks, and which clock it is."""
    running = [
        (state.legal, state.key)
        for state in standing.clocks
        if state.status == "running" and state.legal is not None and _is_duty(process, state.key)
    ]
    return min(running, default=(NO_DUE, ""))


def _is_duty(process: Process, key: str) -> bool:
    shape = process.clocks.get(key)
    return shape is None or (shape.kind != "petitioner" and not shape.silent)


def clock_rows(process: Process, matter_id: UUID, standing: Standing) -> list[Clock]:
    """The rows of the clock cache, unsaved."""
    return [_clock(process, matter_id, state) for state in standing.clocks]


def _clock(process: Process, matter_id: UUID, state: ClockState) -> Clock:
    shape = process.clocks.get(state.key)
    return Clock(
        matter_id=matter_id, key=state.key, cycle=state.cycle,
        kind=shape.kind if shape else "internal", status=state.status,
        started_at=state.started_at, stopped_at=state.stopped_at, nominal=state.nominal,
        legal=state.legal, provisional=state.provisional, extensions=state.extensions,
        verdict=state.verdict or "", calendar=state.calendar_version,
    )  # fmt: skip


CLOCK_COLUMNS = ("kind", "status", "started_at", "stopped_at", "nominal", "legal", "provisional",
                 "extensions", "verdict", "calendar")  # fmt: skip


def different(matter: Matter, expected: dict[str, Any]) -> list[str]:
    """Names of the columns in which the stored matter differs from `expected`."""
    return [name for name, value in expected.items() if getattr(matter, name) != value]


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)
