"""Writing notices: dues, what settles, what is told and the hints for open pages, one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from huiyin.common.canonical import canonical
from huiyin.notices import hints
from huiyin.notices.models import Notice
from huiyin.notices.rungs import Reached


@dataclass(frozen=True)
class Over:
    """What is no longer to be told about a matter: these kinds, reminders of clocks whose topic
    is not in `alive`, proposals other than `proposal`, and everything for who just acted."""

    kinds: tuple[str, ...] = ()
    alive: tuple[str, ...] = ()
    proposal: str = ""
    account: UUID | None = None


@dataclass(frozen=True)
class After:
    """Everything that is written after one act."""

    matter_id: UUID
    seq: int
    now: datetime
    dues: Sequence[Reached] = ()
    over: Over = field(default_factory=Over)
    told: Sequence[Notice] = ()
    hint: str = ""


def topic_of(clock: str, cycle: int, legal: datetime) -> str:
    """What a reminder is about: this cycle of this clock with this due, and no other."""
    return f"{clock}#{cycle}@{int(legal.timestamp())}"


def write_after(after: After) -> None:
    """One statement, in the transaction of the act; hints go out with its commit."""
    over = after.over
    values: dict[str, Any] = {
        "matter": after.matter_id, "seq": after.seq, "now": after.now, "channel": hints.CHANNEL,
        "dues": _json([due_row(after.matter_id, due) for due in after.dues]),
        "kinds": list(over.kinds), "alive": list(over.alive), "proposal": over.proposal,
        "actor": over.account, "told": _json([_notice_row(one) for one in after.told]),
        "hint": after.hint, "most": hints.AT_ONCE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_AFTER, values)


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as it is written: what a sweep makes by the ten thousand, without the model."""

    id: UUID
    account_id: UUID
    matter_id: UUID
    kind: str
    topic: str
    params: Mapping[str, Any]
    legal: datetime | None
    created_at: datetime
    show_from: datetime
    in_digest: bool


def write_told(told: Sequence[Notice | Line], now: datetime) -> int:
    """Insert notices that no act caused; returns how many were news."""
    if not told:
        return 0
    values: dict[str, Any] = {
        "now": now, "channel": hints.CHANNEL, "most": hints.AT_ONCE,
        "told": _json([_notice_row(one) for one in told]),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, values)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


_INSERT_TOLD = """
    INSERT INTO notices_notice (id, account_id, matter_id, kind, topic, params, legal, created_at,
        show_from, in_digest)
    SELECT id, account_id, matter_id, kind, topic, params, legal, created_at, show_from, in_digest
    FROM jsonb_to_recordset(%(told)s) AS t(id uuid, account_id uuid, matter_id uuid, kind text,
        topic text, params jsonb, legal timestamptz, created_at timestamptz,
        show_from timestamptz, in_digest boolean)
    ON CONFLICT DO NOTHING
    RETURNING account_id, show_from
"""
_RING = """
    SELECT pg_notify(%(channel)s, jsonb_build_object('a', jsonb_agg(account_id))::text)
    FROM (SELECT account_id, (row_number() OVER () - 1) / %(most)s AS part
          FROM (SELECT DISTINCT account_id FROM bell) AS once) AS numbered
    GROUP BY part
"""
_AFTER = f"""
WITH fresh AS (
    SELECT * FROM jsonb_to_recordset(%(dues)s) AS d(matter_id uuid, clock text, cycle int, rung int,
        at timestamptz, legal timestamptz, calendar text)
), gone AS (
    DELETE FROM notices_due WHERE matter_id = %(matter)s
        AND (clock, cycle, rung) NOT IN (SELECT clock, cycle, rung FROM fresh)
), kept AS (
    INSERT INTO notices_due (matter_id, clock, cycle, rung, at, legal, calendar)
    SELECT matter_id, clock, cycle, rung, at, legal, calendar FROM fresh
    ON CONFLICT (matter_id, clock, cycle, rung) DO UPDATE SET at = EXCLUDED.at,
        legal = EXCLUDED.legal, calendar = EXCLUDED.calendar,
        told_at = CASE WHEN notices_due.legal = EXCLUDED.legal THEN notices_due.told_at END
    WHERE (notices_due.at, notices_due.legal, notices_due.calendar)
        IS DISTINCT FROM (EXCLUDED.at, EXCLUDED.legal, EXCLUDED.calendar)
), projected AS (
    INSERT INTO notices_projected (matter_id, seq) VALUES (%(matter)s, %(seq)s)
    ON CONFLICT (matter_id) DO UPDATE SET seq = EXCLUDED.seq
), settled AS (
    UPDATE notices_notice SET settled_at = %(now)s
    WHERE matter_id = %(matter)s AND read_at IS NULL AND settled_at IS NULL AND (
        kind = ANY(%(kinds)s) OR account_id = %(actor)s::uuid
        OR (kind = 'confirm' AND topic <> %(proposal)s)
        OR (kind IN ('ladder', 'follow_up') AND split_part(topic, '/', 1) <> ALL(%(alive)s)))
    RETURNING account_id
), told AS ({_INSERT_TOLD}
), bell AS (
    SELECT account_id FROM settled
    UNION SELECT account_id FROM told WHERE show_from <= %(now)s
)
SELECT pg_notify(%(channel)s, %(hint)s)
UNION ALL ({_RING})
"""  # noqa: S608 -- constants of this module
_TOLD = f"""
WITH told AS ({_INSERT_TOLD}
), bell AS (
    SELECT account_id FROM told WHERE show_from <= %(now)s
), rung AS ({_RING})
SELECT (SELECT count(*) FROM told), (SELECT count(*) FROM rung)
"""  # noqa: S608 -- constants of this module


def due_row(matter_id: UUID, due: Reached) -> dict[str, Any]:
    """One due as the statements take it."""
    return {
        "matter_id": str(matter_id), "clock": due.clock, "cycle": due.cycle, "rung": due.rung,
        "at": due.at.isoformat(), "legal": due.legal.isoformat(), "calendar": due.calendar,
    }  # fmt: skip


def _notice_row(one: Notice | Line) -> dict[str, Any]:
    return {
        "id": str(one.id), "account_id": str(one.account_id),
        "matter_id": str(one.matter_id) if one.matter_id else None,
        "kind": str(one.kind), "topic": one.topic, "params": one.params,
        "legal": one.legal.isoformat() if one.legal else None,
        "created_at": one.created_at.isoformat(), "show_from": one.show_from.isoformat(),
        "in_digest": one.in_digest,
    }  # fmt: skip


def _json(rows: Sequence[dict[str, Any]]) -> Jsonb:
    return Jsonb(rows, dumps=lambda value: canonical(value).decode())
