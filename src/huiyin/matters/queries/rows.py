"""Matters as rows of a list, with everything a row shows, in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.engine.definition import Process, Text
from huiyin.matters import policy
from huiyin.matters.models import NO_DUE, Clock, Matter, Party
from huiyin.packs import load
from huiyin.people.actor import Actor

_COLUMNS = (
    "id", "number", "title", "pack", "process", "version", "state", "phase", "waiting_for",
    "next_due", "next_clock", "received_at", "channel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One line of a list. `due` is None without a running clock; `petitioner` is masked."""

    id: UUID
    number: str
    title: str
    state: Text
    state_key: str
    phase: str
    received_at: datetime
    owner: str
    holder: str
    petitioner: str
    due: datetime | None
    clock: Text | None
    clock_key: str
    provisional: bool
    waiting_for: Text | None
    next_due: datetime


def rows_of(actor: Actor, ids: Sequence[UUID]) -> list[MatterRow]:
    """The visible ones among these matters, in the order of `ids`; one statement."""
    if not ids:
        return []
    found = Matter.objects.filter(policy.visible(actor), pk__in=ids)
    by_id = {row["id"]: _row(row) for row in shown(found)}
    return [by_id[key] for key in ids if key in by_id]


def shown(matters: QuerySet[Matter]) -> QuerySet[Matter, dict[str, Any]]:
    """The columns of a row, as dicts for `_row`."""
    clock = Clock.objects.filter(matter=OuterRef("pk"), key=OuterRef("next_clock"))
    petitioner = Party.objects.filter(Q(role="petitioner"), matter=OuterRef("pk"))
    rows: QuerySet[Matter, dict[str, Any]] = matters.values(
        *_COLUMNS,
        owner=F("owner_unit__name"),
        post=F("holder__title"),
        provisional=Subquery(clock.order_by("-cycle").values("provisional")[:1]),
        petitioner=Subquery(petitioner.order_by("seq").values("person__name_masked")[:1]),
    )
    return rows


def rows_from(matters: QuerySet[Matter]) -> list[MatterRow]:
    """Rows of an ordered, sliced queryset that already starts from `policy.visible`."""
    return [_row(row) for row in shown(matters)]


def clock_name(process: Process, key: str) -> Text | None:
    """What a clock, or a follow-up duty, is called; None for an unknown key."""
    if key.startswith(FOLLOW_UP):
        return process.follow_ups.get(key.removeprefix(FOLLOW_UP))
    return process.clocks.get(key)


def _row(row: dict[str, Any]) -> MatterRow:
    process = load.process(row["pack"], row["process"], row["version"])
    waiting = process.acts.get(row["waiting_for"])
    return MatterRow(
        id=row["id"], number=row["number"], title=row["title"],
        state=process.states[row["state"]], state_key=row["state"], phase=row["phase"],
        received_at=row["received_at"],
        owner=row["owner"], holder=row["post"] or "", petitioner=row["petitioner"] or "",
        due=None if row["next_due"] == NO_DUE else row["next_due"],
        clock=clock_name(process, row["next_clock"]), clock_key=row["next_clock"],
        provisional=bool(row["provisional"]),
        waiting_for=waiting.name if waiting else None, next_due=row["next_due"],
    )  # fmt: skip
