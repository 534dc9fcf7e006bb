"""YAML text as plain data that remembers its lines. Text in, values out; nothing is opened here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.engine.mistakes import Problem, Severity, problem
from huiyin.engine.nodes import DuplicateKeyError, MarkedYAMLError, YAMLError, plain

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
    places: dict[Path, tuple[str, int]] = {}

    def note(path: Path, line: int) -> None:
        places[path] = (file, line)

    try:
        data = plain(text, note)
    except DuplicateKeyError as error:
        return problem("duplicate_key", file, error.line, "", {"key": error.key})
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        return problem("yaml", file, line, "", {"detail": error.problem or ""})
    except (YAMLError, ValueError) as error:
        return problem("yaml", file, 1, "", {"detail": str(error).splitlines()[0]})
    if not isinstance(data, dict):
        return problem("not_a_mapping", file, 1, "", {})
    return Source(file, data, places)
