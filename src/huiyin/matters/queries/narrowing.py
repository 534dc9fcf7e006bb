"""Filters as SQL over `matters_matter AS m`: the conditions, and the values that they need.

A due date is a range of the column that every list is ordered by; a holder changes the index that
is read (`matter_of_post`), nobody's and waiting ones have partial indexes of their own. The rest
is asked of the open matters that the index already gives in order: closed ones are never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from huiyin.matters.models import NO_DUE
from huiyin.matters.queries.filters import ME, NOBODY, Filters
from huiyin.people.actor import Actor

Condition = tuple[str, Mapping[str, Any]]
_DUE: Mapping[str, str] = {
    "late": "m.next_due < %(now)s",
    "today": "m.next_due >= %(now)s AND m.next_due < %(tomorrow)s",
    "week": "m.next_due >= %(now)s AND m.next_due < %(monday)s",
    "later": "m.next_due >= %(monday)s AND m.next_due < %(no_due)s",
    "none": "m.next_due = %(no_due)s",
}
_UNIT = (
    "m.owner_unit_id IN (SELECT id FROM people_unit"
    " WHERE id = %(unit)s::uuid OR above @> ARRAY[%(unit)s::uuid])"
)
_CATEGORY = (
    "m.category_id IN (WITH RECURSIVE below AS (SELECT %(category)s::varchar AS code"
    " UNION SELECT c.code FROM matters_category AS c JOIN below ON c.parent_id = below.code)"
    " SELECT code FROM below)"
)
_REPEAT = (
    "EXISTS (SELECT FROM matters_link AS l WHERE l.source_id = m.id AND l.kind = 'repeat_of'"
    " AND l.undone_seq IS NULL)"
)
_QUIET = (
    "(SELECT e.at FROM matters_event AS e WHERE e.matter_id = m.id AND e.step <> 'system'"
    " ORDER BY e.seq DESC LIMIT 1) < %(quiet_since)s"
)
"""The newest event that somebody made: recomputed dates and letters are no progress."""


def conditions(filters: Filters, now: datetime) -> tuple[str, dict[str, Any]]:
    """SQL that begins with ` AND` (or is empty), and its values."""
    asked = filters.given()
    found = [_WRITERS[name](filters, now) for name in asked if name in _WRITERS]
    sql = "".join(f" AND {part}" for part, _ in found)
    return sql, {name: value for _, values in found for name, value in values.items()}


def holders(filters: Filters, actor: Actor) -> list[Any] | None:
    """The posts whose lists are read instead of a unit's; None when no holder is asked for."""
    if filters.holder in {"", NOBODY}:
        return None
    return sorted(actor.post_ids) if filters.holder == ME else [filters.holder]


def end_of_week(now: datetime) -> datetime:
    """The local midnight before next Monday."""
    today = timezone.localtime(now)
    return _midnight(today, 7 - today.weekday())


def _midnight(today: datetime, days: int) -> datetime:
    day = today.date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time.min))


def _due(filters: Filters, now: datetime) -> Condition:
    values = {
        "now": now, "tomorrow": _midnight(timezone.localtime(now), 1),
        "monday": end_of_week(now), "no_due": NO_DUE,
    }  # fmt: skip
    return _DUE[filters.due], values


def _kind(filters: Filters, _now: datetime) -> Condition:
    pack, _, process = filters.kind.partition("/")
    return "m.pack = %(pack)s AND m.process = %(process)s", {"pack": pack, "process": process}


def _place(filters: Filters, _now: datetime) -> Condition:
    """A division and all below it are one range of codes: those that begin with its groups."""
    groups = list(_groups(filters.place))
    while len(groups) > 1 and not groups[-1].strip("0"):
        groups.pop()
    code = "".join(groups)
    values = {"place_from": code.ljust(12, "0"), "place_to": code.ljust(12, "9")}
    return "m.place_id BETWEEN %(place_from)s AND %(place_to)s", values


def _groups(code: str) -> Iterator[str]:
    start = 0
    for length in (2, 2, 2, 3, 3):
        if part := code[start : start + length]:
            yield part
        start += length


def _since(filters: Filters, _now: datetime) -> Condition:
    assert filters.since is not None  # noqa: S101 -- only asked when it is there
    start = timezone.make_aware(datetime.combine(filters.since, time.min))
    return "m.received_at >= %(since)s", {"since": start}


def _until(filters: Filters, _now: datetime) -> Condition:
    assert filters.until is not None  # noqa: S101 -- only asked when it is there
    end = timezone.make_aware(datetime.combine(filters.until + timedelta(days=1), time.min))
    return "m.received_at < %(until)s", {"until": end}


def _holder(filters: Filters, _now: datetime) -> Condition:
    return ("m.holder_id IS NULL" if filters.holder == NOBODY else "true"), {}


def _quiet(filters: Filters, now: datetime) -> Condition:
    return _QUIET, {"quiet_since": now - timedelta(days=filters.quiet)}


def _column(name: str) -> Callable[[Filters, datetime], Condition]:
    return lambda filters, _now: (f"m.{name} = %({name})s", {name: getattr(filters, name)})


_WRITERS: Mapping[str, Callable[[Filters, datetime], Condition]] = {
    "due": _due, "kind": _kind, "place": _place, "since": _since, "until": _until,
    "holder": _holder, "quiet": _quiet,
    "phase": _column("phase"), "state": _column("state"), "channel": _column("channel"),
    "unit": lambda filters, _now: (_UNIT, {"unit": filters.unit}),
    "category": lambda filters, _now: (_CATEGORY, {"category": filters.category}),
    "waiting": lambda _filters, _now: ("m.waiting_for <> ''", {}),
    "repeat": lambda _filters, _now: (_REPEAT, {}),
}  # fmt: skip
