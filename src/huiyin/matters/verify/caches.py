"""Checks that what is cached for lists is what the events give: pure, on loaded rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from huiyin.engine.calendar import Calendar
from huiyin.engine.definition import Process
from huiyin.engine.facts import is_sealed
from huiyin.engine.standing import Standing, advance
from huiyin.matters import history, projection
from huiyin.matters.erasure import TOMBSTONE
from huiyin.matters.models import Clock
from huiyin.matters.verify.chains import Found
from huiyin.matters.verify.load import Case

_COMPARED = tuple(name for name in projection.CLOCK_COLUMNS if name != "calendar")
"""`calendar` says which calendar a date was counted with. A newer one that does not change the
date leaves the row alone (see `recompute`)."""


def caches(case: Case, process: Process, calendar: Calendar) -> Found:
    """The matter's row and clocks against the fold of its events."""
    if not case.events:
        return
    try:
        standing = history.standing_of(case.events, calendar)
        expected = projection.columns(process, standing) | _of_first(case)
    except (KeyError, ValueError, AttributeError) as error:
        yield None, f"its events cannot be replayed ({type(error).__name__}: {error})"
        return
    for name in projection.different(case.matter, expected):
        stored = getattr(case.matter, name)
        yield None, f"{name} is stored as {stored!s}, its events give {expected[name]!s}"
    if bytes(case.matter.head) != bytes(case.events[-1].hash):
        yield None, "head is not the hash of its last event"
    yield from _clocks(case, process, standing)
    yield from _access(case, standing)


def _of_first(case: Case) -> dict[str, Any]:
    """Columns that the first act fixes for good (see `project.note_intake`)."""
    first = case.events[0]
    standing = advance(history.resolve(first.version), Standing(), history.read(first))
    given: dict[str, Any] = {
        "received_at": first.at, "registered_at": first.recorded_at,
        "intake_unit_id": _uuid(standing.intake), "registrar_id": _uuid(standing.holder),
        "channel": first.data.get("channel", ""), "category_id": first.data.get("category"),
        "place_id": first.data.get("place"), "grid_id": first.data.get("grid"),
    }  # fmt: skip
    if is_sealed(first.data.get("title")):
        given["title"] = _title(case)
    return given


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _title(case: Case) -> str:
    texts = (row.text for row in case.sealed if (row.seq, row.path) == (1, "title"))
    return next(texts, None) or TOMBSTONE


def _access(case: Case, standing: Standing) -> Found:
    """Who else sees it: a row too many lets somebody read what is not for them."""
    stored = {(row.kind, str(row.unit_id or row.post_id)) for row in case.access}
    expected = projection.access(standing)
    for kind, one in sorted(expected - stored):
        yield None, f"access of {one} ({kind}) is not stored"
    for kind, one in sorted(stored - expected):
        yield None, f"access of {one} ({kind}) is stored, its events give none"


def _clocks(case: Case, process: Process, standing: Standing) -> Found:
    stored = {(row.key, row.cycle): row for row in case.clocks}
    for row in projection.clock_rows(process, case.matter.pk, standing):
        there = stored.pop((row.key, row.cycle), None)
        if there is None:
            yield None, f"clock {row.key} is not stored"
        else:
            yield from _clock(there, row)
    for key, _cycle in stored:
        yield None, f"clock {key} is stored, its events give none"


def _clock(stored: Clock, expected: Clock) -> Found:
    for name, (found, wanted) in _differences(stored, expected).items():
        words = f"clock {stored.key}: {name} is stored as {found}, its events give {wanted}"
        if stored.calendar != expected.calendar:
            words += " with the calendar now in force (run `huiyin recompute`)"
        yield None, words


def _differences(stored: Clock, expected: Clock) -> Mapping[str, tuple[Any, Any]]:
    pairs = {name: (getattr(stored, name), getattr(expected, name)) for name in _COMPARED}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
