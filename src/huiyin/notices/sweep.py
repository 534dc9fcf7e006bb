"""The sweep over running clocks: who is told when a step of the ladder is reached.

One indexed look for what has come up and is not told, in batches that are each a transaction: a
sweep that is killed goes on where it was, two at once share the work, a second one finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.engine.definition import Process, Relation, Who
from huiyin.engine.standing import Standing
from huiyin.matters import history
from huiyin.matters.models import Access, AccessKind
from huiyin.notices import addressing, who
from huiyin.notices.models import Kind, Notice
from huiyin.notices.tellings import Telling, wanted_of
from huiyin.notices.who import Duty, Wanted
from huiyin.notices.writing import topic_of, write_told
from huiyin.packs import load

BATCH = 500
_MOST_ACTS = 3

# The matter's row is locked as its foreign key will be, so that an act and the sweep never wait
# for one another; a due that its clock no longer has is marked and not told (see `catch_up`).
CLAIM = """
    SELECT d.id, d.matter_id, d.clock, d.cycle, d.rung, d.at, d.legal, m.pack, m.process, m.version,
        m.sealed, m.owner_unit_id, m.intake_unit_id, m.sender_unit_id, m.holder_id,
        EXISTS (SELECT FROM matters_clock c WHERE c.matter_id = d.matter_id AND c.key = d.clock
            AND c.cycle = d.cycle AND c.status = 'running' AND c.legal = d.legal) AS stands
    FROM notices_due d JOIN matters_matter m ON m.id = d.matter_id
    WHERE d.told_at IS NULL AND d.at <= %(now)s
    ORDER BY d.at LIMIT %(batch)s
    FOR UPDATE OF d SKIP LOCKED FOR KEY SHARE OF m SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One due that has come up, with what is needed of its matter."""

    id: int
    matter_id: UUID
    clock: str
    cycle: int
    rung: int
    at: datetime
    legal: datetime
    pack: str
    process: str
    version: str
    sealed: bool
    owner: UUID
    intake: UUID
    sender: UUID | None
    holder: UUID | None
    stands: bool

    @property
    def definition(self) -> Process:
        return load.process(self.pack, self.process, self.version)


def sweep(
    now: datetime | None = None, *, advance: Callable[[int], Any] = lambda _count: None
) -> int:
    """Tell everything that has come up by `now`; returns how many notices that made."""
    told = 0
    while True:
        with transaction.atomic():
            moment = now or timezone.now()
            rows = _claim(moment)
            told += _tell(rows, moment)
        if not rows:
            return told
        advance(len(rows))


def _claim(now: datetime) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "batch": BATCH})
        return [Row(*row) for row in cursor.fetchall()]


def _tell(rows: Sequence[Row], now: datetime) -> int:
    if not rows:
        return 0
    newest = _newest(rows)
    access = _access(newest)
    asked = {row.id: _who(row, access.get(row.matter_id, {})) for row in newest}
    wanted = [one for found in asked.values() for one in found]
    holders = [row.holder for row in newest if row.holder]
    duty = who.read(holders, wanted, now.astimezone(history.zone()).date())
    told: list[Notice] = []
    for row in newest:
        telling = _telling(row, asked[row.id], duty)
        named = access.get(row.matter_id, {}).get(AccessKind.NAMED, [])
        told += addressing.notices(
            [telling], duty, now, matter_id=row.matter_id, legal=row.legal,
            among=named if row.sealed else None,
        )  # fmt: skip
    count = write_told(told, now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_due SET told_at = %s WHERE id = ANY(%s)",
            [now, [row.id for row in rows]],
        )
    return count


def _newest(rows: Iterable[Row]) -> list[Row]:
    """Of each clock the last step it has reached: after a pause of the worker nobody is told three
    times of one clock."""
    found = {(row.matter_id, row.clock, row.cycle): row for row in rows if row.stands}
    return list(found.values())


def _access(rows: Iterable[Row]) -> dict[UUID, dict[str, list[UUID]]]:
    """Matter → its partner units, and the posts named on it."""
    found: dict[UUID, dict[str, list[UUID]]] = {}
    kinds = (AccessKind.PARTNER, AccessKind.NAMED)
    listed = Access.objects.filter(matter__in=[row.matter_id for row in rows], kind__in=kinds)
    for matter, kind, unit, post in listed.values_list("matter_id", "kind", "unit_id", "post_id"):
        found.setdefault(matter, {}).setdefault(kind, []).append(
            unit if kind == AccessKind.PARTNER else post
        )
    return found


def _who(row: Row, access: dict[str, list[UUID]]) -> dict[Wanted, Who]:
    """The roles of units that the ladder names, for this matter."""
    standing = Standing(
        owner=str(row.owner), intake=str(row.intake),
        sender=str(row.sender) if row.sender else None,
        partners=frozenset(map(str, access.get(AccessKind.PARTNER, []))),
    )  # fmt: skip
    return {
        wanted: one
        for one in _told_to(row.definition, row)
        for wanted in wanted_of([one], standing)
    }


def _told_to(process: Process, row: Row) -> tuple[Who, ...]:
    if row.clock.startswith(FOLLOW_UP):
        duty = process.follow_ups.get(row.clock.removeprefix(FOLLOW_UP))
        return (duty.who,) if duty else ()
    return process.ladder[row.rung].tell if 0 <= row.rung < len(process.ladder) else ()


def _telling(row: Row, asked: dict[Wanted, Who], duty: Duty) -> Telling:
    """The holder alone where the ladder means a role of the owner that the holder has."""
    holds = duty.role_of(row.holder) if row.holder else None
    posts: tuple[UUID, ...] = ()
    wanted: list[Wanted] = []
    for one, said in asked.items():
        if said.relation is Relation.OWNER and holds == (one.role, one.unit) and row.holder:
            posts = (row.holder,)
        else:
            wanted.append(one)
    topic = f"{topic_of(row.clock, row.cycle, row.legal)}/{row.rung}"
    kind = Kind.FOLLOW_UP if row.clock.startswith(FOLLOW_UP) else Kind.LADDER
    return Telling(kind, topic, posts, tuple(wanted), _params(row))


def _params(row: Row) -> dict[str, Any]:
    process = row.definition
    if row.clock.startswith(FOLLOW_UP):
        duty = process.follow_ups.get(row.clock.removeprefix(FOLLOW_UP))
        acts = duty.done if duty else ()
        return {"clock": row.clock, "acts": list(acts[:_MOST_ACTS])}
    shape = process.clocks.get(row.clock)
    stops = [key for key in (shape.stop if shape else ()) if key in process.acts]
    late = process.ladder[row.rung].over is not None
    return {"clock": row.clock, "over": late, "acts": stops[:_MOST_ACTS]}
