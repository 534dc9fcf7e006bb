"""`method/*.yaml` of a pack, read strictly: the parts of a method that are no processes.

A pack has the parts of the pack it extends, and its own over them (see `huiyin.engine.method`).
"""

from __future__ import annotations

from functools import lru_cache

from huiyin.engine.method import FOLDER, Method, parse_method
from huiyin.engine.mistakes import Problem
from huiyin.packs import load


class MethodFileError(ValueError):
    """A method that cannot be used; `problems` are its mistakes."""

    def __init__(self, pack: str, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([f"{pack}:", *(found.say("en") for found in problems)]))


@lru_cache(maxsize=64)
def method(pack: str = load.NATIONAL) -> Method:
    """The method of a pack as it comes on disk. Raises MethodFileError, PackNotFound."""
    found, problems = examine(pack)
    if problems:
        raise MethodFileError(pack, problems)
    return found


def examine(pack: str) -> tuple[Method, list[Problem]]:
    """The same with the mistakes of its own files instead of an error. Raises MethodFileError for
    a pack below, PackNotFound."""
    root = load.folder(pack)
    texts = {
        file.relative_to(root).as_posix(): file.read_text("utf-8")
        for file in sorted((root / FOLDER).glob("*.yaml"))
    }
    below = load.extends(pack)
    return parse_method(pack, texts, method(below) if below else None)
