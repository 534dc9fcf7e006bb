"""The printed history as plain data for its layout: parties, clocks, every act in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from huiyin.archive.bundle.documents import HISTORY
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import ClockShape, Process
from huiyin.letters.content import clean
from huiyin.matters import told
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.queries.rows import clock_name
from huiyin.matters.shown import Line
from huiyin.ui.sentences import say
from huiyin.ui.words import clock_chip


def history(page: MatterPage, parties: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """For `history.typ`; oldest first. The caller has set the language."""
    now = timezone.now()
    return {
        "title": HISTORY,
        "number": page.matter.number,
        "matter": clean(page.matter.title),
        "parties": [{key: clean(value) for key, value in party.items()} for party in parties],
        "clocks": [_clock(page.process, state, now) for state in page.standing.clocks],
        "entries": [_entry(entry) for entry in reversed(told.timeline(page))],
    }


def _entry(entry: told.Entry) -> dict[str, Any]:
    recorded = f"（{_moment(entry.recorded)}录入）" if entry.recorded else ""
    return {
        "no": entry.event.seq,
        "title": clean(entry.title),
        "note": entry.note,
        "when": _moment(entry.event.at) + recorded,
        "who": clean(entry.who),
        "lines": [_line(line) for line in entry.lines],
        "files": [clean(file.name) for file in entry.files if file.erased_seq is None],
    }


def _line(line: Line) -> dict[str, Any]:
    rows = [[_line(cell) for cell in row] for row in line.rows]
    return {"label": line.label, "text": clean(line.text), "rows": rows}


def _clock(process: Process, state: ClockState, now: datetime) -> dict[str, str]:
    shape = clock_name(process, state.key)
    is_duty = not isinstance(shape, ClockShape) or (shape.kind != "petitioner" and not shape.silent)
    chip = clock_chip(
        state.status, state.verdict, state.legal, now, provisional=state.provisional,
        is_duty=is_duty,
    )  # fmt: skip
    return {
        "name": say(shape) if shape else state.key,
        "started": _day(state.started_at),
        "due": _day(state.legal),
        "stopped": _day(state.stopped_at),
        "verdict": chip.text,
    }


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else "—"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
