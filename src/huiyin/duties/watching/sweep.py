"""The daily look over every open matter for what the watches of its pack say (S11, LAW.md 1.9).

Set by set in SQL, in batches that are each a transaction: a sweep that is killed goes on where it
was, two at once share the work, a second one finds nothing. What follows a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from huiyin.duties.watching import telling
from huiyin.duties.watching.rules import Cutoffs, Rule, cutoffs, rules
from huiyin.duties.watching.statements import (
    FORGOTTEN,
    LOOKS,
    STANDING,
    find_sql,
    held,
    settle_sql,
)
from huiyin.duties.watching.telling import Held

BATCH = 2_000
Advance = Callable[[int], Any]


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: new findings, findings that hold no more, notices."""

    found: int = 0
    settled: int = 0
    told: int = 0


def sweep(now: datetime | None = None, *, advance: Advance = lambda _count: None) -> Swept:
    """Find what the watches say at `now`, settle what they say no more; `advance` is told how many
    rows each batch had. Raises MethodFileError."""
    moment = now or timezone.now()
    settled = _forget(moment)
    found = told = 0
    for rule in rules():
        cuts = cutoffs(rule.shape.over, moment) if rule.shape.over is not None else None
        settled += sum(_settle(rule, cuts, moment, advance))
        for new, notices in _find(rule, cuts, moment, advance):
            found += new
            told += notices
    return Swept(found, settled, told)


def _find(
    rule: Rule, cuts: Cutoffs | None, now: datetime, advance: Advance
) -> Iterator[tuple[int, int]]:
    """New findings and notices of each batch."""
    source, where, values = held(rule, cuts)
    sql = find_sql(rule, source, where)
    values |= {"now": now, "batch": BATCH, "moment": "-infinity"}
    values["row"] = LOOKS[rule.shape.when].start
    while True:
        with transaction.atomic():
            rows = _held(sql, values)
            new = [row for row in rows if row.is_new]
            told = telling.tell(rule, new, now)
        advance(len(rows))
        yield len(new), told
        if len(rows) < BATCH:
            return
        values |= {"moment": rows[-1].moment, "row": rows[-1].row}


def _held(sql: str, values: dict[str, Any]) -> list[Held]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Held(*row) for row in cursor.fetchall()]


def _settle(rule: Rule, cuts: Cutoffs | None, now: datetime, advance: Advance) -> Iterator[int]:
    """How many of each batch of standing findings hold no more."""
    source, where, values = held(rule, cuts)
    sql = settle_sql(rule, source, where)
    values |= {"now": now, "batch": BATCH, "row": 0}
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(STANDING, values)
            values["ids"] = [row for (row,) in cursor.fetchall()]
            if not values["ids"]:
                return
            cursor.execute(sql, values)
            settled = cursor.rowcount
        advance(len(values["ids"]))
        yield settled
        values["row"] = values["ids"][-1]


def _forget(now: datetime) -> int:
    known = [(rule.watch, pack) for rule in rules() for pack in rule.packs]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGOTTEN, {
            "now": now, "watches": [watch for watch, _ in known],
            "packs": [pack for _, pack in known],
        })  # fmt: skip
        return int(cursor.rowcount)
