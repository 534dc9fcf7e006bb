"""A long process in several files: the first names it, the others are `part_of` it.

Parts add states, acts, clocks and stories; what the first file (or another part) already says
cannot be said again, so the order of the files does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source

PART_OF = "part_of"
_MAPPINGS = (
    "states",
    "acts",
    "clocks",
    "outcomes",
    "follow_ups",
    "doors",
    "help",
    "story_defaults",
)
_LISTS = ("ladder", "stories")
_HEAD = {PART_OF, "version"}


def is_part(source: Source) -> bool:
    return PART_OF in source.data


def assemble(first: Source, parts: Sequence[Source]) -> tuple[Source, list[Problem]]:
    """One source of the whole process, each line still at its place; and what is said twice, or
    has no business in a part."""
    data = dict(first.data)
    places = dict(first.places)
    problems: list[Problem] = []
    for part in parts:
        problems += _strange(part)
        for name in _MAPPINGS:
            problems += _twice(data, part, name)
            data[name] = {**data.get(name, {}), **part.data.get(name, {})}
        for name in _LISTS:
            places |= dict(_moved(part, name, len(data.get(name, ()))))
            data[name] = [*data.get(name, ()), *part.data.get(name, ())]
        places |= {path: place for path, place in part.places.items() if path[0] in _MAPPINGS}
    return Source(first.file, data, places), problems


def _strange(part: Source) -> Iterator[Problem]:
    for key in part.data:
        if key not in {*_MAPPINGS, *_LISTS, *_HEAD}:
            yield part.problem("not_in_part", (key,), key=key)


def _twice(data: dict[str, Any], part: Source, name: str) -> Iterator[Problem]:
    for key in part.data.get(name, {}):
        if key in data.get(name, {}):
            yield part.problem("said_twice", (name, key), section=name, name=key)


def _moved(part: Source, name: str, shift: int) -> Iterator[tuple[Path, tuple[str, int]]]:
    for path, place in part.places.items():
        if path[0] == name and len(path) > 1:
            yield (name, int(path[1]) + shift, *path[2:]), place
