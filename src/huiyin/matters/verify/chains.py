"""Checks of one matter's chain and of what stands behind its commitments: pure, on loaded rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.common.crypto import SealError
from huiyin.engine.facts import SEALED
from huiyin.engine.standing import Step
from huiyin.matters import chain
from huiyin.matters.actions.append import context
from huiyin.matters.models import Event, SealedText
from huiyin.matters.verify.load import Case
from huiyin.people.vault.actions import open_bytes

Found = Iterator[tuple[int | None, str]]
"""Breaks of one matter: the event's seq, and what is wrong, in words."""

ERASED = "erased"
"""The act of the system's event that names an erased text by `seq` and `path`."""
CLEARED = "cleared"
"""The act of the system's event before which no text is left (anonymised after retention)."""


def links(case: Case) -> Found:
    """Sequence without gaps from 1, each link to the one before, each content under its hash."""
    if not case.events:
        yield None, "it has no event"
    before = chain.genesis(case.matter.pk)
    for place, event in enumerate(case.events, start=1):
        if event.seq != place:
            yield event.seq, f"event {place} is missing before it"
            return
        if bytes(event.prev) != before:
            yield event.seq, "it is not linked to the event before it"
        if chain.event_hash(event, bytes(event.prev)) != bytes(event.hash):
            yield event.seq, "its content does not match its hash"
        before = bytes(event.hash)


def texts(case: Case) -> Found:
    """Every commitment has its text or a lawful erasure; every text has its commitment."""
    rows = {(row.seq, row.path): row for row in case.sealed}
    erasures = [event for event in case.events if event.step == Step.SYSTEM]
    gone = {(e.data.get("seq"), e.data.get("path")) for e in erasures if e.act == ERASED}
    cleared = max((event.seq for event in erasures if event.act == CLEARED), default=0)
    for event in case.events:
        for path, committed in commitments(event.data):
            place = (event.seq, path)
            erased = place in gone or event.seq < cleared
            if fault := _text_fault(rows.pop(place, None), committed, erased=erased):
                yield event.seq, f"its text “{path}” {fault}"
    for seq, path in rows:
        yield seq, f"a text “{path}” stands beside it that it does not name"


def _text_fault(row: SealedText | None, committed: str, *, erased: bool) -> str:
    if row is None:
        return "" if erased else "is gone, and no erasure is recorded"
    if erased:
        return "is still there, although its erasure is recorded"
    try:
        value = _value(row)
    except (SealError, UnicodeDecodeError):
        return "cannot be opened: it was changed, or its key is not in the keyring"
    same = chain.commitment(bytes(row.salt), value) == committed
    return "" if same else "is not the one that was recorded"


def _value(row: SealedText) -> str:
    if row.sealed is None:
        return row.text or ""
    return open_bytes(bytes(row.sealed), context(row.matter_id, row.seq, row.path)).decode()


def commitments(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(path, commitment) of everything in an event's data that is kept beside it."""
    if isinstance(data, Mapping):
        if SEALED in data:
            yield path, str(data[SEALED])
            return
        items = list(data.items())
    else:
        items = list(enumerate(data)) if isinstance(data, list) else []
    for name, value in items:
        yield from commitments(value, f"{path}.{name}" if path else str(name))


def file_hashes(event: Event, names: frozenset[str]) -> Iterator[str]:
    """SHA-256 of every file that an event names in the fields `names`."""
    for name in names & event.data.keys():
        yield from event.data[name]
