"""Packs from disk: the one place where their files are opened. Built packs are kept in memory.

A pack is named (`national`, one that comes with Huiyin) or given as the path of a folder. What an
installation has published (see `published`) lies over it. A definition that is named by its version
never changes; the one in force does, with a publication and with the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.engine.amend import amend
from huiyin.engine.check import check
from huiyin.engine.definition import Process
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import PACK_FILE, Pack, parse
from huiyin.packs import published

HERE = Path(__file__).parent
NATIONAL = "national"


class PackError(Exception):
    """A pack that cannot be used; `problems` are all its mistakes."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name, self.problems = name, tuple(problems)
        super().__init__(
            "\n".join([f"the pack {name} cannot be used:", *(p.say("en") for p in problems)])
        )


class PackNotFound(LookupError):
    """No pack of this name, and no folder with a pack.yaml at this path."""


@lru_cache(maxsize=1)
def _available() -> tuple[str, ...]:
    names = (file.parent.name for file in HERE.glob(f"*/{PACK_FILE}"))
    return tuple(sorted(names, key=lambda name: (name != NATIONAL, name)))


def available() -> list[str]:
    """Names of the packs that come with Huiyin, the national one first."""
    return list(_available())


def offered(in_force: Collection[str]) -> list[str]:
    """The packs whose matters are taken in: the methods in force (without one, the national pack),
    then those that stand beside it, such as the hotline's."""
    beside = (name for name in available() if extends(name) is None)
    methods = sorted(name for name in in_force if name in available()) or [NATIONAL]
    return [*methods, *(name for name in beside if name != NATIONAL)]


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


@lru_cache(maxsize=64)
def extends(name_or_path: str) -> str | None:
    """The pack that this one is laid over. Raises PackNotFound."""
    return _base_of((folder(name_or_path) / PACK_FILE).read_text("utf-8"))


def lineage(name_or_path: str) -> list[str]:
    """The pack and those below it, itself first. Raises PackNotFound."""
    found = [name_or_path]
    while (below := extends(found[-1])) is not None:
        found.append(below)
    return found


def texts(name_or_path: str) -> Mapping[str, str]:
    """All texts of a pack: those it extends, its own, and letters published for it."""
    own = read(name_or_path)
    base = _base_of(own[PACK_FILE])
    files = {**(texts(base) if base else {}), **own}
    for change in published.changes(name_or_path, published.known()):
        files |= change.files
    return files


def examine(name_or_path: str) -> tuple[Pack | None, list[Problem]]:
    """The pack as it stands on disk and everything the check finds in it, warnings too. Raises
    PackNotFound."""
    return _examine(name_or_path, None)


def load(name_or_path: str, newest: datetime | None = None) -> Pack:
    """A sound pack as it is in force today, with what was published up to the stamp `newest` (the
    newest this process knows). Raises PackError with all its mistakes, PackNotFound."""
    return _in_force(name_or_path, newest or published.known(), published.today())


def process(
    name_or_path: str,
    key: str,
    version: str | None = None,
    on: date | None = None,
    newest: datetime | None = None,
) -> Process:
    """One process of a pack: the version a matter runs on, or the one in force (`on` a day).

    Raises KeyError; before it does for a version, it asks whether that was published meanwhile.
    """
    try:
        return load(name_or_path, newest).process(key, version, on)
    except KeyError:
        if version is None or not published.refresh():
            raise
        return load(name_or_path).process(key, version)


def every(newest: datetime | None = None) -> Iterator[Process]:
    """Every version of every process of every pack: what matters may be running on."""
    for name in available():
        for versions in load(name, newest).versions.values():
            yield from (loaded.process for loaded in versions)


@lru_cache(maxsize=64)
def _in_force(name_or_path: str, newest: datetime | None, today: date | None) -> Pack:
    return replace(_built(name_or_path, newest), today=today)


@lru_cache(maxsize=64)
def _built(name_or_path: str, newest: datetime | None) -> Pack:
    """The pack from disk with the published changes, each laid over the ones before it."""
    pack = _shipped(name_or_path, newest)
    for change in published.changes(name_or_path, newest):
        amended, problems = amend(pack, change.files, change.mark, change.valid_from)
        if amended is None:
            raise PackError(f"{name_or_path} ({change.mark})", problems)
        pack = amended.pack
    return pack


def _shipped(name_or_path: str, newest: datetime | None) -> Pack:
    """A pack that extends none is the same at every stamp: its files are read once."""
    extends = _base_of(read(name_or_path)[PACK_FILE])
    return _sound(name_or_path, newest if extends else None)


@lru_cache(maxsize=64)
def _sound(name_or_path: str, newest: datetime | None) -> Pack:
    pack, problems = _examine(name_or_path, newest)
    errors = [found for found in problems if found.severity == "error"]
    if pack is None or errors:
        raise PackError(name_or_path, errors)
    return pack


def _examine(name_or_path: str, newest: datetime | None) -> tuple[Pack | None, list[Problem]]:
    files = read(name_or_path)
    base_name = _base_of(files[PACK_FILE])
    base = _built(base_name, newest) if base_name else None
    pack, problems = parse(files, base)
    return pack, [*problems, *(check(pack) if pack else ())]


def _base_of(text: str) -> str | None:
    """The pack that this one extends; a file that cannot be read has none (parse tells why)."""
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError):
        return None
    base = data.get("extends") if isinstance(data, dict) else None
    return base if isinstance(base, str) and base in available() else None
