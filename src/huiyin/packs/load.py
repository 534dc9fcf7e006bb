"""Packs from disk: the one place where their files are opened. Built packs are kept in memory.

A pack is named (`national`, one that comes with Huiyin) or given as the path of a folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.engine.check import check
from huiyin.engine.definition import Process
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import PACK_FILE, Pack, parse

HERE = Path(__file__).parent


class PackError(Exception):
    """A pack that cannot be used; `problems` are all its mistakes."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name, self.problems = name, tuple(problems)
        super().__init__(
            "\n".join([f"the pack {name} cannot be used:", *(p.say("en") for p in problems)])
        )


class PackNotFound(LookupError):
    """No pack of this name, and no folder with a pack.yaml at this path."""


def available() -> list[str]:
    """Names of the packs that come with Huiyin."""
    return sorted(file.parent.name for file in HERE.glob(f"*/{PACK_FILE}"))


def folder(name_or_path: str) -> Path:
    """The folder of a pack. Raises PackNotFound."""
    candidates = [Path(name_or_path)]
    if name_or_path in available():
        candidates.insert(0, HERE / name_or_path)
    for candidate in candidates:
        if (candidate / PACK_FILE).is_file():
            return candidate
    known = ", ".join(available())
    raise PackNotFound(
        f"no pack {name_or_path}: neither a folder with {PACK_FILE} nor one of {known}"
    )


def read(name_or_path: str) -> Mapping[str, str]:
    """The texts of a pack by file name: pack.yaml, processes, letters. Raises PackNotFound."""
    root = folder(name_or_path)
    files = [root / PACK_FILE, *root.glob("processes/*.yaml"), *root.glob("letters/*.yaml")]
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in sorted(files)}


def examine(name_or_path: str) -> tuple[Pack | None, list[Problem]]:
    """The pack and everything the check finds in it, warnings too. Raises PackNotFound."""
    files = read(name_or_path)
    base_name = _base_of(files[PACK_FILE])
    base = load(base_name) if base_name else None
    pack, problems = parse(files, base)
    return pack, [*problems, *(check(pack) if pack else ())]


@lru_cache(maxsize=32)
def load(name_or_path: str) -> Pack:
    """A sound pack. Raises PackError with all its mistakes, PackNotFound."""
    pack, problems = examine(name_or_path)
    errors = [found for found in problems if found.severity == "error"]
    if pack is None or errors:
        raise PackError(name_or_path, errors)
    return pack


def process(
    name_or_path: str, key: str, version: str | None = None, on: date | None = None
) -> Process:
    """One process of a pack: the version a matter runs on, or the latest valid `on` a day."""
    return load(name_or_path).process(key, version, on)


def _base_of(text: str) -> str | None:
    """The pack that this one extends; a file that cannot be read has none (parse tells why)."""
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError):
        return None
    base = data.get("extends") if isinstance(data, dict) else None
    return base if isinstance(base, str) and base in available() else None
