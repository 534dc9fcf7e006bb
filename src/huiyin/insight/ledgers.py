"""Ledgers of a method: which matters stand in them, when they entered and left, round by round.

The entries and exits of a matter are the events that the ledger's selections take; what enters
again while it is there, or leaves while it is not, changes nothing. So entries and exits alternate,
and opening + entered − left = closing holds by itself. The same as `engine.figures.stays`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q

from huiyin.engine.figure_values import Span
from huiyin.engine.method_shape import LedgerShape
from huiyin.insight.moments import beginning, behind
from huiyin.insight.selecting import chosen, events, matters
from huiyin.matters.history import zone
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.places.models import Division

Which = Literal["opening", "entered", "left", "closing"]
SHOWS: tuple[Which, ...] = ("closing", "entered", "left", "opening")
Moves = Mapping[date, tuple[int, int]]
"""First day of a month → how many entered and how many left in it."""
_STEPS = """
    WITH seen AS MATERIALIZED ({seen}), marks AS ({marks}), moved AS (
        SELECT *, lag(leaves) OVER (PARTITION BY ledger, matter_id ORDER BY seq, leaves) AS before
        FROM marks
    ), steps AS (
        SELECT ledger, matter_id, at, id, leaves, lag(at) OVER stay AS at_before,
            lead(at) OVER stay AS at_next
        FROM moved WHERE (leaves = 0 AND before IS DISTINCT FROM 0) OR (leaves = 1 AND before = 0)
        WINDOW stay AS (PARTITION BY ledger, matter_id ORDER BY seq, leaves)
    )
"""
_MOVES = """
    SELECT ledger, date_trunc('month', at AT TIME ZONE %s)::date AS month,
        count(*) FILTER (WHERE leaves = 0), count(*) FILTER (WHERE leaves = 1)
    FROM steps GROUP BY ledger, month
"""
_ROWS = """
    SELECT matter_id, id, at,
        CASE WHEN leaves = 0 THEN at ELSE at_before END AS entered_at,
        CASE WHEN leaves = 1 THEN at WHEN at_next < %s THEN at_next END AS left_at
    FROM steps WHERE {which} AND (at, id) < (%s, %s) ORDER BY at DESC, id DESC LIMIT %s
"""
_WHICH: Mapping[Which, str] = {
    "opening": "leaves = 0 AND at < %s AND (at_next IS NULL OR at_next >= %s)",
    "closing": "leaves = 0 AND at < %s AND (at_next IS NULL OR at_next >= %s)",
    "entered": "leaves = 0 AND at >= %s AND at < %s",
    "left": "leaves = 1 AND at >= %s AND at < %s",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A matter in a list of a ledger: when it entered, and when it left (None: not by then)."""

    matter: UUID
    entered_at: datetime
    left_at: datetime | None


def moves(
    ledgers: Mapping[str, LedgerShape], seen: Q, place: Division | None
) -> Mapping[str, Moves]:
    """How many matters entered and left each ledger, month by month; one statement."""
    found: dict[str, dict[date, tuple[int, int]]] = {key: {} for key in ledgers}
    if not ledgers:
        return found
    steps, values = _steps(ledgers, seen, place)
    with connection.cursor() as cursor:
        cursor.execute(steps + _MOVES, [*values, str(zone())])
        for key, month, entered, left in cursor.fetchall():
            found[key][month] = entered, left
    return found


def standing(
    ledger: LedgerShape,
    seen: Q,
    place: Division | None,
    span: Span,
    which: Which = "closing",
    after: Place | None = None,
    limit: int = PAGE,
) -> Page[Standing]:
    """A page of the matters that make one number of a round, the last to move first; one statement.

    `opening` and `closing`: those that stood there as the period began, as it ended.
    """
    steps, values = _steps({"": ledger}, seen, place)
    start = (after.moment, after.id) if after else ("infinity", UUID(int=(1 << 128) - 1))
    first = beginning(span.first or date(1, 1, 2))
    end = behind(span.last)
    bounds = {"opening": (first, first), "closing": (end, end)}.get(which, (first, end))
    text = steps + _ROWS.format(which=_WHICH[which])
    with connection.cursor() as cursor:
        cursor.execute(text, [*values, bounds[1], *bounds, *start, limit + 1])
        rows = cursor.fetchall()
    shown = [Standing(row[0], row[3], row[4]) for row in rows[:limit]]
    last = Place(rows[limit - 1][2], rows[limit - 1][1]) if len(rows) > limit else None
    return Page(shown, last)


def _steps(
    ledgers: Mapping[str, LedgerShape], seen: Q, place: Division | None
) -> tuple[str, list[Any]]:
    """SQL of the entries and exits of these ledgers among the matters seen. Who may see what is
    asked once, however many ledgers there are."""
    sql, values = matters(seen, place).order_by().values("pk").query.sql_with_params()
    parts = [part for key, ledger in ledgers.items() for part in _marks(key, ledger)]
    marks = " UNION ALL ".join(text for text, _ in parts)
    every = [*values, *(value for _, more in parts for value in more)]
    return _STEPS.format(seen=sql, marks=marks), every


def _marks(key: str, ledger: LedgerShape) -> Iterator[tuple[str, list[Any]]]:
    """SQL of the events by which matters enter (`leaves` 0) and leave (1)."""
    for leaves, select in enumerate((ledger.enter, ledger.exit)):
        if select is not None:
            rows = chosen(select, events(Q(), None)).order_by()
            sql, values = rows.values("matter_id", "seq", "at", "id").query.sql_with_params()
            text = (
                f"SELECT %s AS ledger, e.*, {leaves} AS leaves FROM ({sql}) AS e"  # noqa: S608 -- made by the ORM
                " JOIN seen ON seen.pk = e.matter_id"
            )
            yield text, [key, *values]
