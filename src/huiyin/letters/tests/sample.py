"""Invented facts with which every letter of every pack can be written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from huiyin.letters.reading import parse_wording
from huiyin.letters.tests.sample_words import ACT, BESIDES
from huiyin.letters.wording import Need, Wording, alternatives
from huiyin.packs import load

NATIONAL = "national"
LETTERS = tuple(
    (pack, file.stem)
    for pack in load.available()
    for file in sorted((load.HERE / pack / "letters").glob("*.yaml"))
)
"""Pack and key of every wording there is."""

KEYS = tuple(key for pack, key in LETTERS if pack == NATIONAL)
_DAYS = ("day", "_at", "_on", "_by", "legal", "nominal", "started", "today")
_NUMBERS = ("count", "people", "days", "copies", "pieces")


def wording(key: str, pack: str = NATIONAL) -> Wording:
    file = Path(load.HERE) / pack / "letters" / f"{key}.yaml"
    return parse_wording(file.read_text(encoding="utf-8"), file.name)


def facts() -> dict[str, Any]:
    """Facts of a petition that was handled, for the letters of its ordinary course."""
    return {**BESIDES, "act": dict(ACT)}


def facts_of(rule: Wording, *, optional: bool = True) -> dict[str, Any]:
    """Facts that `rule` declares and no others: those it requires (of alternatives the first), or
    also those that it may use; sample words where there are some, else what the fact is called."""
    made: dict[str, Any] = {}
    needs = {**rule.requires, **(rule.optional if optional else {})}
    for names, need in needs.items():
        for path in alternatives(names)[: None if optional else 1]:
            _put(made, path.split("."), _sample(path, need))
    return made


def _put(node: dict[str, Any], steps: list[str], value: Any) -> None:
    step, rest = steps[0], steps[1:]
    if step.endswith("[]"):
        rows = node.setdefault(step[:-2], [{}, {}])
        for number, row in enumerate(rows):
            _put(row, rest, value[number] if isinstance(value, tuple) else value)
    elif rest:
        _put(node.setdefault(step, {}), rest, value)
    else:
        node[step] = value


def _sample(path: str, need: Need) -> Any:
    found: Any = {**BESIDES, "act": ACT}
    for step in path.split("."):
        if step.endswith("[]") and isinstance(found, dict) and step[:-2] in found:
            found = {
                name: tuple(row.get(name, "") for row in found[step[:-2]])
                for name in found[step[:-2]][0]
            }
        elif isinstance(found, dict) and step in found:
            found = found[step]
        else:
            return _invented(path, need)
    return found


def _invented(path: str, need: Need) -> Any:
    name = path.rpartition(".")[2]
    if name.endswith("_names"):
        return [f"{need.zh}甲", f"{need.zh}乙"]
    if name.endswith(_DAYS):
        return dt.datetime(2026, 4, 8, 9, 30, tzinfo=dt.UTC)
    return 3 if name in _NUMBERS else f"{need.zh}（样例）"


def squeezed(text: str) -> str:
    """Without any white space: line breaks of a page are not part of what a letter says."""
    return "".join(text.split())
