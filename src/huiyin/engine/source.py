"""YAML text as plain data that remembers its lines. Text in, values out; nothing is opened here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarfloat import ScalarFloat
from ruamel.yaml.scalarint import ScalarInt

from huiyin.engine.mistakes import Problem, Severity, problem

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Source:
    """The data of one file (or of one laid over another) and the place of every key in it."""

    file: str
    data: dict[str, Any]
    places: Mapping[Path, tuple[str, int]] = field(repr=False)

    def place(self, path: Path) -> tuple[str, int]:
        """(file, line) of a key or row, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (self.file, 1))

    def problem(
        self, code: str, path: Path, severity: Severity = "error", **values: object
    ) -> Problem:
        """The mistake `code` at `path`."""
        file, line = self.place(path)
        return problem(code, file, line, ".".join(map(str, path)), values, severity)


def read(file: str, text: str) -> Source | Problem:
    """Parse one YAML 1.2 file of keys and values. Repeated keys are mistakes."""
    try:
        loaded = YAML(typ="rt", pure=True).load(text)
    except DuplicateKeyError as error:
        return _problem("duplicate_key", file, error, key=_key_at(text, error))
    except MarkedYAMLError as error:
        return _problem("yaml", file, error, detail=error.problem or "")
    except (YAMLError, ValueError) as error:
        return problem("yaml", file, 1, "", {"detail": str(error).splitlines()[0]})
    if not isinstance(loaded, dict):
        return problem("not_a_mapping", file, 1, "", {})
    places: dict[Path, tuple[str, int]] = {}
    data = _plain(loaded, (), file, places)
    return Source(file, data, places)


def _problem(code: str, file: str, error: MarkedYAMLError, **values: object) -> Problem:
    mark = error.problem_mark
    return problem(code, file, mark.line + 1 if mark else 1, "", values)


def _key_at(text: str, error: MarkedYAMLError) -> str:
    mark = error.problem_mark
    line = text.splitlines()[mark.line][mark.column :] if mark else ""
    return line.partition(":")[0].strip()


def _plain(node: Any, path: Path, file: str, places: dict[Path, tuple[str, int]]) -> Any:
    """Plain dicts, lists and scalars of a round-trip tree; notes the line of each key and row."""
    if isinstance(node, dict):
        for key in node:
            position = node.lc.data.get(key)  # type: ignore[attr-defined]  # ruamel's own mapping
            if position:
                places[*path, key] = (file, position[0] + 1)
        return {key: _plain(value, (*path, key), file, places) for key, value in node.items()}
    if isinstance(node, list):
        for index in range(len(node)):
            places[*path, index] = (file, node.lc.item(index)[0] + 1)  # type: ignore[attr-defined]  # as above
        return [_plain(value, (*path, index), file, places) for index, value in enumerate(node)]
    for kind, plain in ((str, str), (ScalarInt, int), (ScalarFloat, float)):
        if isinstance(node, kind):
            return plain(node)
    return node
