"""A pack's `counting.yaml` and `counting_stories.yaml` from disk, read strictly.

A pack without its own file counts as the pack that it extends, or else as the national one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from huiyin.engine import source
from huiyin.engine.complaints import complaints
from huiyin.engine.counting_rules import Counting
from huiyin.engine.counting_stories import CountingStories
from huiyin.engine.definition import Shape
from huiyin.engine.mistakes import Problem
from huiyin.packs import load

FILE, STORIES = "counting.yaml", "counting_stories.yaml"
NATIONAL = "national"
_Shape = TypeVar("_Shape", bound=Shape)


class CountingFileError(ValueError):
    """A counting file that cannot be used; the message has every fault with its line."""


@lru_cache(maxsize=32)
def rules(pack: str = NATIONAL) -> Counting:
    """How a pack counts. Raises CountingFileError, PackNotFound."""
    path = load.folder(pack) / FILE
    if not path.is_file() and pack != NATIONAL:
        return rules(load.load(pack).extends or NATIONAL)
    return _read(path, Counting)


def stories(pack: str = NATIONAL) -> CountingStories | None:
    """The stories that show it, None for a pack without. Raises CountingFileError, PackNotFound."""
    path = load.folder(pack) / STORIES
    return _read(path, CountingStories) if path.is_file() else None


def _read(path: Path, shape: type[_Shape]) -> _Shape:
    found = source.read(path.name, path.read_text("utf-8"))
    if isinstance(found, Problem):
        raise CountingFileError(found.say("en"))
    try:
        return shape.model_validate(found.data)
    except ValidationError as error:
        said = [problem.say("en") for problem in complaints(error, found)]
        raise CountingFileError("\n".join(said)) from None
