"""A published change of a pack: some files laid over it, valid from a day.

A draft holds overlays of processes (`overlay: VERSION`), new processes, and wordings of new
letters. What runs already stays: a change adds a version, named after the one below and its mark
(`2022-05-01~7`), and never replaces one (PEERS.md §4.5). Being an overlay it can only tighten, or
change a setting; a looser law comes with a new version of the pack itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from huiyin.engine.check import check_only
from huiyin.engine.definition import Process
from huiyin.engine.inherit import loosened, overlay
from huiyin.engine.mistakes import Problem, problem
from huiyin.engine.pack import LETTERS, PROCESSES, Loaded, Pack, letter_keys, sources_of, validated
from huiyin.engine.source import Source

OVERLAY = "overlay"
MARK = "~"
"""Stands between the version below and the mark of the change."""


@dataclass(frozen=True)
class Amended:
    """The pack with the change, and the processes that it brings."""

    pack: Pack
    fresh: tuple[Loaded, ...]

    def problems(self) -> list[Problem]:
        """What the strict check finds in the processes of the change."""
        return check_only(replace(self.pack, today=None), self.fresh)


def amend(
    pack: Pack, files: Mapping[str, str], mark: str, valid_from: date
) -> tuple[Amended | None, list[Problem]]:
    """`files` laid over `pack` as versions that are valid from a day; None with mistakes."""
    problems = list(_strange(pack, files))
    sources, more = sources_of(files)
    problems += more
    fresh: list[Loaded] = []
    for source in sources:
        loaded, wrong = _loaded(pack, source, mark, valid_from)
        problems += wrong
        if loaded is not None:
            problems += _again(fresh, loaded)
            fresh.append(loaded)
    if not files:
        problems.append(problem("empty_draft", "", 1, "", {}))
    if problems:
        return None, problems
    return Amended(_with(pack, fresh, letter_keys(files)), tuple(fresh)), []


def version_after(below: str, mark: str) -> str:
    """`2022-05-01` and the mark 7 → `2022-05-01~7`; a change of a change has one mark only."""
    return f"{below.partition(MARK)[0]}{MARK}{mark}"


def _strange(pack: Pack, files: Mapping[str, str]) -> Iterator[Problem]:
    for name in files:
        if not name.startswith((PROCESSES, LETTERS)):
            yield problem("not_in_draft", name, 1, "", {"name": name})
    for key in sorted(letter_keys(files) & pack.wordings):
        yield problem("letter_exists", f"{LETTERS}{key}.yaml", 1, "", {"name": key})


def _loaded(
    pack: Pack, source: Source, mark: str, valid_from: date
) -> tuple[Loaded | None, list[Problem]]:
    key = str(source.data.get("process"))
    newest = next((one for one in pack.versions.get(key, ())), None)
    problems = list(_order(newest, source, valid_from))
    if problems:
        return None, problems
    if newest is not None:
        source = overlay(newest.source, source, version_after(newest.process.version, mark))
    source = Source(source.file, {**source.data, "valid_from": valid_from}, source.places)
    process, wrong = validated(Process, source)
    if process is None:
        return None, wrong
    if newest is None:
        return Loaded(process, source), []
    problems = loosened(newest.process, process, source)
    return Loaded(process, source, base=newest.process), problems


def _order(newest: Loaded | None, source: Source, valid_from: date) -> Iterator[Problem]:
    """A change goes over the newest version and begins after it: nothing is lost in between."""
    name = source.data.get("process")
    if newest is None:
        if OVERLAY in source.data:
            yield source.problem("no_base_process", (OVERLAY,), name=name)
        return
    version = newest.process.version
    if OVERLAY not in source.data:
        yield source.problem("needs_overlay", ("process",), name=name, version=version)
    elif source.data[OVERLAY] != version:
        yield source.problem("outdated_base", (OVERLAY,), name=name, version=version)
    elif valid_from < newest.process.valid_from:
        day = newest.process.valid_from
        yield source.problem("valid_before", ("process",), name=name, day=day)


def _again(fresh: list[Loaded], new: Loaded) -> Iterator[Problem]:
    key, version = new.process.process, new.process.version
    if any(one.process.process == key for one in fresh):
        yield new.source.problem("same_version", ("process",), name=key, version=version)


def _with(pack: Pack, fresh: list[Loaded], letters: frozenset[str]) -> Pack:
    versions = dict(pack.versions)
    for one in fresh:
        key = one.process.process
        versions[key] = (one, *versions.get(key, ()))
    return replace(
        pack,
        versions=versions,
        letters=(*pack.letters, *sorted(letters)),
        wordings=pack.wordings | letters,
    )
