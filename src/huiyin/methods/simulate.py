"""Walks for pages and API: from plain texts to the engine's walk. Nothing is written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.engine.definition import Process
from huiyin.engine.pack import Pack
from huiyin.engine.stories import Result, run_stories
from huiyin.engine.walk import Line, Stop, walk
from huiyin.matters import history
from huiyin.matters.errors import NotVisible
from huiyin.methods.sample_letter import sample_text
from huiyin.packs import load
from huiyin.places import calendars

MOST_LINES = 60
LONGEST = 4000


class BadLine(ValueError):
    """A line, or the data of one, that cannot be read; the message says which."""


@dataclass(frozen=True, slots=True)
class Named:
    """A definition with its pack."""

    pack: Pack
    process: Process

    @property
    def reference(self) -> str:
        return history.reference(self.pack.name, self.process)


def named(reference: str) -> Named:
    """`PACK/PROCESS` or `PACK/PROCESS@VERSION` of a pack that is installed. Raises NotVisible."""
    front, _, version = reference.partition("@")
    pack, _, key = front.partition("/")
    if pack not in load.available():
        raise NotVisible(reference)
    try:
        process = load.process(pack, key, version or None)
    except KeyError as unknown:
        raise NotVisible(reference) from unknown
    return Named(load.load(pack), process)


def run(one: Named, lines: Sequence[str], start: date) -> list[Stop]:
    """Walk through lines (see `text_of`). Raises BadLine."""
    if len(lines) > MOST_LINES:
        raise BadLine(str(MOST_LINES))
    told = [line_of(text) for text in lines]
    calendar = calendars.calendar_of("", calendars.stamp())
    zone = history.zone()
    moment = datetime.combine(start, time(9), zone)
    return walk(one.process, told, calendar, zone, one.pack.processes, start=moment)


def letters(one: Named, stop: Stop) -> list[tuple[str, list[str]]]:
    """Key and text of the letters that a stop has brought."""
    if not stop.letters:
        return []
    day = stop.events[-1].at.astimezone(history.zone()).date()
    return [(key, sample_text(one.pack.name, key, stop.standing, day)) for key in stop.letters]


def text_of(act: str, day: date, data: Mapping[str, Any] | None = None) -> str:
    """A line as plain text: `2026-05-13 forward {"to_unit": "town"}`."""
    told = f" {json.dumps(data, ensure_ascii=False)}" if data else ""
    return f"{day.isoformat()} {act}{told}"


def line_of(text: str) -> Line:
    """The line that `text_of` wrote, or one of a story without data. Raises BadLine."""
    head, opened, rest = text.partition(" {")
    if len(text) > LONGEST:
        raise BadLine(head[:80])
    if not opened:
        return text
    try:
        data = json.loads("{" + rest)
    except (ValueError, RecursionError) as wrong:
        raise BadLine(head) from wrong
    return {head: data}


def data_of(text: str) -> dict[str, Any]:
    """Form data as a person writes it, one `field: value` a line (YAML). Raises BadLine."""
    if not text.strip():
        return {}
    if len(text) > LONGEST:
        raise BadLine(text[:80])
    try:
        found = YAML(typ="safe", pure=True).load(text)
        plain = json.loads(json.dumps(found, default=str))
    except (YAMLError, ValueError, TypeError, RecursionError) as wrong:
        raise BadLine(text.strip().splitlines()[0][:80]) from wrong
    if not isinstance(plain, dict):
        raise BadLine(text.strip().splitlines()[0][:80])
    return plain


@lru_cache(maxsize=128)
def proved(reference: str, newest: datetime | None) -> tuple[Result, ...]:
    """How the stories of a version go with the calendar published up to `newest`; a version never
    changes, so they are run once."""
    one = named(reference)
    loaded = next(v for v in one.pack.versions[one.process.process] if v.process is one.process)
    calendar = calendars.calendar_of("", newest)
    told = run_stories(loaded.process, loaded.source, calendar, history.zone(), one.pack.processes)
    return tuple(told)
