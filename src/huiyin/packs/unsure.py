"""Numbers of confidence C and D in the other files of a pack: counting, rates, retention.

Those of processes are settings that a draft can change (`huiyin.engine.adjustable`); these stand
in data files beside them and are changed there, with the next version of the pack. Both are shown
in the administration page, so that nobody takes them for law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from huiyin.engine.definition import Confidence, Text
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source, read
from huiyin.packs import load

FILES = ("retention.yaml", "counting.yaml", "rates.yaml")
_UNSURE = ("C", "D")
_SAID = frozenset({"zh", "en", "confidence", "law", "source"})


@dataclass(frozen=True)
class Unsure:
    """One such number: where it stands, what it is called, what it says, how sure it is."""

    file: str
    line: int
    key: str
    name: Text
    value: str
    confidence: Confidence


def unsure(pack: str) -> list[Unsure]:
    """Every one of a pack's own files, in the order of files and lines. Raises PackNotFound."""
    folder = load.folder(pack)
    found: list[Unsure] = []
    for name in FILES:
        path = folder / name
        source = read(name, path.read_text("utf-8")) if path.is_file() else None
        if source is not None and not isinstance(source, Problem):
            found += _of(source, source.data, ())
    return found


def _of(source: Source, node: Any, path: Path) -> Iterator[Unsure]:
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from _of(source, item, (*path, index))
    if not isinstance(node, dict):
        return
    if node.get("confidence") in _UNSURE:
        file, line = source.place((*path, "confidence"))
        key = ".".join(str(step) for step in path)
        yield Unsure(
            file, line, key, Text(zh=str(node.get("zh", key)), en=str(node.get("en", key))),
            "; ".join(_plain(name, value) for name, value in node.items() if name not in _SAID),
            node["confidence"],
        )  # fmt: skip
    for name, value in node.items():
        yield from _of(source, value, (*path, name))


def _plain(name: str, value: Any) -> str:
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"{name} {said}"
