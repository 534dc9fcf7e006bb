"""Somebody acted while a form was open: what they did, and where both touched the same fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.desk.typed import names_in, typed_lines
from huiyin.engine.process import context
from huiyin.matters import told
from huiyin.matters.queries.matter import EventView, MatterPage
from huiyin.matters.shown import Line
from huiyin.ui.fields import Option
from huiyin.ui.sentences import say

_OWN_WORDS = frozenset({"text", "long", "files"})
"""Free words of another act are about something else, though the field has the same name."""


@dataclass(frozen=True, slots=True)
class Both:
    """One field that both filled in differently."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What happened since the form was opened, the oldest first, and the fields both touched.
    `is_same` says that they did the very same act."""

    entries: Sequence[told.Entry]
    both: Sequence[Both]
    is_same: bool


def conflict(
    page: MatterPage,
    key: str,
    raw: Mapping[str, Any],
    seen: int,
    options: Mapping[str, Sequence[Option]],
) -> Conflict:
    """`key` and `raw` are the act and the form of who comes second; `seen` is the last event that
    they had seen, `options` what their form lets one choose."""
    form = page.acts[key].form
    names = {**page.names, **names_in(options)}
    now = page.events[-1].recorded_at
    yours = typed_lines(form, raw, context(page.scene, now), names)
    meanwhile = page.events[seen:]
    return Conflict(
        entries=[told.entry(page, event) for event in meanwhile],
        both=list(_both(page, key, meanwhile, yours)),
        is_same=any(event.act == key for event in meanwhile),
    )


def _both(
    page: MatterPage, key: str, events: Sequence[EventView], yours: Sequence[Line]
) -> Iterator[Both]:
    mine = {line.label: told.in_words(line) for line in yours}
    found: dict[str, str] = {}
    for event in events:
        comparable = _comparable(page, key, event.act)
        lines = told.entry(page, event).lines
        found |= {one.label: told.in_words(one) for one in lines if one.label in comparable}
    for label, theirs in found.items():
        if mine.get(label, theirs) != theirs:
            yield Both(label, theirs, mine[label])


def _comparable(page: MatterPage, key: str, other: str) -> set[str]:
    """Labels of the fields that mean the same in both acts."""
    own = page.acts[key].form
    theirs = page.acts[other].form if other in page.acts else {}
    same = key == other
    return {
        say(spec)
        for name, spec in own.items()
        if name in theirs and (same or spec.type not in _OWN_WORDS)
    }
