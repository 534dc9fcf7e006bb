"""A pack: the files of one work method, read into values. Mapping of names to texts in, `Pack` out.

Files: `pack.yaml` and `processes/*.yaml`. A process may stand there in several versions side by
side, one file each, because running matters stay on the version they began with (PEERS.md §4.5).
A pack that `extends` another has all of its processes; a file with `overlay: VERSION` is laid over
that version of the other's process (see `huiyin.engine.inherit`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from huiyin.engine.complaints import complaints
from huiyin.engine.definition import Process, Text
from huiyin.engine.inherit import loosened, overlay
from huiyin.engine.mistakes import Problem, problem
from huiyin.engine.pack_shape import PackShape
from huiyin.engine.parts import PART_OF, assemble, is_part
from huiyin.engine.source import Source, read

PACK_FILE, PROCESSES, LETTERS = "pack.yaml", "processes/", "letters/"
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True)
class Loaded:
    """A process and where each of its lines stands; `own` is False for one taken over unchanged."""

    process: Process
    source: Source = field(repr=False)
    own: bool = True
    base: Process | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Pack:
    """One work method. `versions` holds every version of every process, the latest first."""

    name: str
    version: str
    title: Text
    extends: str | None
    zone: str
    calendar: str
    letters: tuple[str, ...]
    wordings: frozenset[str]
    versions: Mapping[str, tuple[Loaded, ...]]
    source: Source = field(repr=False)
    today: date | None = None
    """Versions valid from a later day are not in force yet; None: the latest of all is."""

    @property
    def processes(self) -> Mapping[str, Process]:
        """The version of each process that is in force."""
        found = {key: self._find(key, self.today) for key in self.versions}
        return {key: process for key, process in found.items() if process is not None}

    def process(self, key: str, version: str | None = None, on: date | None = None) -> Process:
        """One process: the version named, else the latest valid `on` a day. Raises KeyError."""
        if version is None:
            found = self._find(key, on or self.today)
        else:
            every = (loaded.process for loaded in self.versions[key])
            found = next((process for process in every if process.version == version), None)
        if found is None:
            raise KeyError(f"{key} {version or on or ''}".strip())
        return found

    def _find(self, key: str, on: date | None) -> Process | None:
        for loaded in self.versions[key]:
            if on is None or loaded.process.valid_from <= on:
                return loaded.process
        return None


def parse(files: Mapping[str, str], base: Pack | None = None) -> tuple[Pack | None, list[Problem]]:
    """The pack in `files`, laid over `base` if it extends one; None when it cannot be built."""
    if PACK_FILE not in files:
        return None, [problem("no_pack_file", PACK_FILE, 1, "", {})]
    source = read(PACK_FILE, files[PACK_FILE])
    if isinstance(source, Problem):
        return None, [source]
    shape, problems = validated(PackShape, source)
    if shape is None:
        return None, problems
    if shape.extends and (base is None or base.name != shape.extends):
        return None, [source.problem("no_base", ("extends",), name=shape.extends)]
    loaded, more = _processes(files, base)
    if more:
        return None, more
    return _build(shape, source, files, loaded, base), _listed(source, shape, loaded)


def validated(shape: type[Shape], source: Source) -> tuple[Shape | None, list[Problem]]:
    """The data of `source` as a `shape`, or what is wrong with it."""
    try:
        return shape.model_validate(source.data), []
    except ValidationError as error:
        return None, list(complaints(error, source))


def _processes(files: Mapping[str, str], base: Pack | None) -> tuple[list[Loaded], list[Problem]]:
    found: dict[tuple[str, str], Loaded] = {}
    sources, problems = sources_of(files)
    for source in sources:
        loaded, wrong = _process(source, base)
        problems += wrong
        if loaded is None:
            continue
        key = loaded.process.process, loaded.process.version
        if key in found:
            problems.append(
                loaded.source.problem("same_version", ("version",), name=key[0], version=key[1])
            )
        found[key] = loaded
    return list(found.values()), problems


def sources_of(files: Mapping[str, str]) -> tuple[list[Source], list[Problem]]:
    """The process files, each with its parts put together."""
    read_files = [read(name, files[name]) for name in sorted(files) if name.startswith(PROCESSES)]
    problems = [one for one in read_files if isinstance(one, Problem)]
    sources = [one for one in read_files if isinstance(one, Source)]
    parts: dict[tuple[str, str], list[Source]] = {}
    for part in filter(is_part, sources):
        key = str(part.data[PART_OF]), str(part.data.get("version"))
        parts.setdefault(key, []).append(part)
    whole = []
    for source in sources:
        if not is_part(source):
            key = str(source.data.get("process")), str(source.data.get("version"))
            assembled, wrong = assemble(source, parts.pop(key, ()))
            whole.append(assembled)
            problems += wrong
    for (name, version), left in parts.items():
        problems += [
            part.problem("no_first_file", (PART_OF,), name=name, version=version) for part in left
        ]
    return whole, problems


def _process(source: Source, base: Pack | None) -> tuple[Loaded | None, list[Problem]]:
    below = None
    if "overlay" in source.data:
        below = _below(source.data, base)
        if below is None:
            named = source.data.get("process")
            return None, [source.problem("no_base_process", ("overlay",), name=named)]
        source = overlay(below.source, source)
    process, problems = validated(Process, source)
    if process is None:
        return None, problems
    base_process = below.process if below else None
    if base_process:
        problems += loosened(base_process, process, source)
    return Loaded(process, source, base=base_process), problems


def _below(data: Mapping[str, Any], base: Pack | None) -> Loaded | None:
    """The process that an overlay names by key and version."""
    versions = base.versions.get(str(data.get("process")), ()) if base else ()
    return next((one for one in versions if one.process.version == data["overlay"]), None)


def _listed(source: Source, shape: PackShape, loaded: list[Loaded]) -> list[Problem]:
    """`processes:` of pack.yaml names exactly the processes that have a file."""
    found = {one.process.process: one for one in loaded}
    missing = [
        source.problem("no_process_file", ("processes", index), name=name)
        for index, name in enumerate(shape.processes)
        if name not in found
    ]
    undeclared = [
        one.source.problem("undeclared_process", ("process",), name=name)
        for name, one in found.items()
        if name not in shape.processes
    ]
    return missing + undeclared


def _build(
    shape: PackShape,
    source: Source,
    files: Mapping[str, str],
    loaded: list[Loaded],
    base: Pack | None,
) -> Pack:
    versions: dict[str, list[Loaded]] = {}
    for key, below in base.versions.items() if base else ():
        versions[key] = [Loaded(one.process, one.source, own=False) for one in below]
    for one in loaded:
        versions.setdefault(one.process.process, []).append(one)
    for several in versions.values():
        # A pack's own versions come first: what its base adds later does not replace them.
        several.sort(key=lambda one: (one.own, one.process.valid_from), reverse=True)
    wordings = letter_keys(files)
    return Pack(
        name=shape.pack, version=shape.version, title=shape.name, extends=shape.extends,
        zone=shape.zone or (base.zone if base else "UTC"),
        calendar=shape.calendar or (base.calendar if base else shape.pack),
        letters=(*(base.letters if base else ()), *shape.letters),
        wordings=wordings | (base.wordings if base else frozenset()),
        versions={key: tuple(versions[key]) for key in _in_order(shape, versions)}, source=source,
    )  # fmt: skip


def _in_order(shape: PackShape, keys: Iterable[str]) -> list[str]:
    """Processes as pack.yaml lists them, then those of the base."""
    listed = [key for key in shape.processes if key in keys]
    return listed + [key for key in keys if key not in listed]


def letter_keys(files: Mapping[str, str]) -> frozenset[str]:
    """Keys of the letters whose wording is among `files`."""
    return frozenset(
        name[len(LETTERS) :].partition(".")[0] for name in files if name.startswith(LETTERS)
    )
