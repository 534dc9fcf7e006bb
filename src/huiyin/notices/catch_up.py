"""Dues of matters that changed without an act: imported, moved, recomputed after a publication.

Of a matter never seen before, what has long been reached is not told: an import is no alarm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from huiyin.engine.standing import Step
from huiyin.matters import history, recompute
from huiyin.matters.models import Clock, Event, Matter
from huiyin.notices import addressing, who
from huiyin.notices.effect import dues, is_duty
from huiyin.notices.models import Kind, Projected
from huiyin.notices.rungs import Running
from huiyin.notices.tellings import Telling
from huiyin.notices.writing import due_row, topic_of, write_told
from huiyin.places import calendars

BATCH = 500
_BEHIND = """
    SELECT m.id FROM matters_matter m LEFT JOIN notices_projected p ON p.matter_id = m.id
    WHERE m.is_open AND p.seq IS DISTINCT FROM m.seq AND m.id > %(last)s
    ORDER BY m.id LIMIT %(batch)s
"""
_OTHER_CALENDAR = """
    SELECT DISTINCT d.matter_id FROM notices_due d
    JOIN matters_clock c ON c.matter_id = d.matter_id AND c.key = d.clock AND c.cycle = d.cycle
    WHERE c.calendar <> d.calendar AND d.matter_id > %(last)s
    ORDER BY d.matter_id LIMIT %(batch)s
"""
_WRITE = """
WITH fresh AS (
    SELECT * FROM jsonb_to_recordset(%(dues)s) AS d(matter_id uuid, clock text, cycle int, rung int,
        at timestamptz, legal timestamptz, calendar text, silent boolean)
), gone AS (
    DELETE FROM notices_due WHERE matter_id = ANY(%(matters)s)
        AND (matter_id, clock, cycle, rung) NOT IN (SELECT matter_id, clock, cycle, rung FROM fresh)
), kept AS (
    INSERT INTO notices_due (matter_id, clock, cycle, rung, at, legal, calendar, told_at)
    SELECT matter_id, clock, cycle, rung, at, legal, calendar,
        CASE WHEN silent AND at <= %(now)s THEN %(now)s END FROM fresh
    ON CONFLICT (matter_id, clock, cycle, rung) DO UPDATE SET at = EXCLUDED.at,
        legal = EXCLUDED.legal, calendar = EXCLUDED.calendar,
        told_at = CASE WHEN notices_due.legal = EXCLUDED.legal THEN notices_due.told_at END
), settled AS (
    UPDATE notices_notice n SET settled_at = %(now)s
    WHERE n.matter_id = ANY(%(matters)s) AND n.read_at IS NULL AND n.settled_at IS NULL
        AND n.kind IN ('ladder', 'follow_up')
        AND n.matter_id::text || '/' || split_part(n.topic, '/', 1) <> ALL(%(alive)s)
)
INSERT INTO notices_projected (matter_id, seq)
SELECT id, seq FROM matters_matter WHERE id = ANY(%(matters)s)
ON CONFLICT (matter_id) DO UPDATE SET seq = EXCLUDED.seq
"""


def catch_up(*, thorough: bool = False, advance: Callable[[int], Any] = lambda _count: None) -> int:
    """Bring the dues of open matters up; returns how many matters were behind. `thorough` also
    finds those whose clocks have another calendar and the same due. Can be stopped and repeated."""
    count = 0
    moved: Counter[UUID] = Counter()
    for sql in (_BEHIND, _OTHER_CALENDAR) if thorough else (_BEHIND,):
        for ids in _batches(sql):
            with transaction.atomic():
                moved += _batch(ids)
            count += len(ids)
            advance(len(ids))
    if moved:
        with transaction.atomic():
            _tell_moved(moved)
    return count


def _batches(sql: str) -> Iterator[list[UUID]]:
    last = UUID(int=0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"last": last, "batch": BATCH})
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        yield ids
        last = ids[-1]


def _batch(ids: Sequence[UUID]) -> Counter[UUID]:
    """Project these matters; returns how many of each holder's got new due dates."""
    matters = list(
        Matter.objects.select_for_update(of=("self",))
        .select_related("intake_unit__division")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    seen = dict(Projected.objects.filter(matter__in=ids).values_list("matter_id", "seq"))
    clocks: dict[UUID, list[Clock]] = {}
    for clock in Clock.objects.filter(matter__in=ids, status="running", legal__isnull=False):
        clocks.setdefault(clock.matter_id, []).append(clock)
    stamp, now = calendars.stamp(), timezone.now()
    rows: list[dict[str, Any]] = []
    alive: list[str] = []
    for matter in matters:
        running = _running(matter, clocks.get(matter.pk, []))
        calendar = history.calendar_for(matter, stamp)
        alive += [f"{matter.pk}/{topic_of(c.key, c.cycle, c.legal)}" for c in running]
        silent = matter.pk not in seen
        rows += [
            {**due_row(matter.pk, due), "silent": silent}
            for due in dues(history.process_of(matter), running, calendar)
        ]
    values: dict[str, Any] = {
        "dues": Jsonb(rows), "matters": list(ids), "alive": alive, "now": now,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)
    return _moved(matters, seen)


def _running(matter: Matter, clocks: Sequence[Clock]) -> list[Running]:
    process = history.process_of(matter)
    return [
        Running(clock.key, clock.cycle, clock.started_at, clock.legal, clock.calendar)
        for clock in clocks
        if clock.legal is not None and is_duty(process, clock.key)
    ]


def _moved(matters: Sequence[Matter], seen: Mapping[UUID, int]) -> Counter[UUID]:
    """Holder post → how many of its matters a calendar has given other dates since."""
    holders = {m.pk: m.holder_id for m in matters if m.holder_id is not None}
    events = Event.objects.filter(
        matter__in=[pk for pk in holders if pk in seen], act=recompute.ACT, step=Step.SYSTEM
    )
    fresh = {pk for pk, seq in events.values_list("matter_id", "seq") if seq > seen[pk]}
    return Counter(holders[pk] for pk in fresh)


def _tell_moved(moved: Counter[UUID]) -> None:
    """One notice for each holder, however many dates have changed."""
    now: datetime = timezone.now()
    duty = who.read(moved, (), now.astimezone(history.zone()).date())
    topic = f"{duty.stamp:%Y%m%dT%H%M%S}" if duty.stamp else ""
    told = [
        notice
        for post, count in moved.items()
        for notice in addressing.notices(
            [Telling(Kind.CALENDAR, f"{topic}/{post.hex[-12:]}", (post,), params={"count": count})],
            duty,
            now,
            matter_id=None,
        )
    ]
    write_told(told, now)
