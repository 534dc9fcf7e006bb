"""What happened at a place, as the replay wants it: arrivals with their steps, posts at work."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.engine.replay.values import Arrival, Desk, Step
from huiyin.places.models import Division

MOST = 20_000
"""Matters in one replay; more are left out from the end, and that is said."""

# Sealed matters stay out: a replay is shown to people who may not know of them.
_STEPS = """
    SELECT m.number, m.pack, m.process, m.received_at, e.act, e.at, coalesce(u.name, ''),
        coalesce(p.role, ''), e.data
    FROM (
        SELECT m.id, m.number, m.pack, m.process, m.received_at FROM matters_matter m
        JOIN people_unit i ON i.id = m.intake_unit_id
        JOIN places_division d ON d.code = i.division_id AND d.path <@ %(path)s::ltree
        WHERE m.received_at >= %(first)s AND m.received_at < %(end)s AND NOT m.sealed
        ORDER BY m.received_at, m.id LIMIT %(most)s
    ) m
    JOIN matters_event e ON e.matter_id = m.id AND e.step = 'do'
    LEFT JOIN people_post p ON p.id = e.post_id
    LEFT JOIN people_unit u ON u.id = e.unit_id
    ORDER BY m.received_at, m.number, e.seq
"""
_POSTS = """
    SELECT u.name, p.role, count(DISTINCT p.id) FROM people_post p
    JOIN people_unit u ON u.id = p.unit_id
    JOIN places_division d ON d.code = u.division_id AND d.path <@ %(path)s::ltree
    JOIN people_holding h ON h.post_id = p.id AND h.starts_on <= %(day)s
        AND (h.ends_on IS NULL OR h.ends_on >= %(day)s)
    WHERE p.active GROUP BY u.name, p.role
"""


@dataclass(frozen=True)
class Gathered:
    """A place over a period. `processes` are (pack, process) of the matters, the most frequent
    pack of each."""

    arrivals: Sequence[Arrival]
    posts: Mapping[Desk, int]
    processes: Mapping[str, str]
    left_out: int


def gather(place: Division, first: datetime, end: datetime) -> Gathered:
    """The matters that came in at a place (and below) from `first` until before `end`; three
    statements."""
    asked = {"path": place.path, "first": first, "end": end, "most": MOST, "day": end.date()}
    rows = _rows(_STEPS, asked)
    posts = {Desk(unit, role): number for unit, role, number in _rows(_POSTS, asked)}
    arrivals, packs = _arrivals(rows)
    count = _rows(
        "SELECT count(*) FROM matters_matter m JOIN people_unit i ON i.id = m.intake_unit_id"
        " JOIN places_division d ON d.code = i.division_id AND d.path <@ %(path)s::ltree"
        " WHERE m.received_at >= %(first)s AND m.received_at < %(end)s AND NOT m.sealed",
        asked,
    )[0][0]
    return Gathered(arrivals, posts, packs, max(0, count - len(arrivals)))


def _rows(sql: str, asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())


@dataclass
class _Life:
    process: str
    at: datetime
    done: list[tuple[str, datetime, Desk]]
    facts: dict[str, Any]


def _arrivals(rows: Iterable[tuple[Any, ...]]) -> tuple[list[Arrival], dict[str, str]]:
    lives: dict[str, _Life] = {}
    packs: dict[str, str] = {}
    for number, pack, process, received, act, at, unit, role, data in rows:
        life = lives.setdefault(number, _Life(process, received, [], {}))
        life.done.append((act, at, Desk(unit, role)))
        given = data if isinstance(data, dict) else json.loads(data)
        life.facts |= {key: one for key, one in given.items() if isinstance(one, str | int | bool)}
        packs[process] = pack
    waits = _waits(lives.values())
    arrivals = [
        Arrival(number, life.process, life.at, tuple(_steps(life, waits)), life.facts)
        for number, life in lives.items()
    ]
    return arrivals, packs


def _steps(life: _Life, waits: Mapping[tuple[str, str, str], int]) -> Iterable[Step]:
    before = ""
    for act, _at, desk in life.done:
        yield Step(act, desk, waits.get((life.process, before, act), 0))
        before = act


def _waits(lives: Iterable[_Life]) -> dict[tuple[str, str, str], int]:
    """(process, act before, act) → minutes that pass in between whatever the staffing: the lower
    quartile of what was recorded at this place (an assumption, and printed as one)."""
    gaps: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for life in lives:
        before, since = "", life.at
        for act, at, _desk in life.done:
            minutes = int((at - since).total_seconds() // 60)
            gaps[life.process, before, act].append(max(0, minutes))
            before, since = act, at
    return {key: sorted(found)[len(found) // 4] for key, found in gaps.items()}
