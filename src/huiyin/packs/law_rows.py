"""Rows of the law (LAW.md §1–4, §7) and the stories that show them: `huiyin pack law`.

Input is `law_rows.yaml` (row → words, confidence) and the `covers:` of the stories of every pack;
output says for each row which stories there are, so that none is left without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import Field
from ruamel.yaml import YAML

from huiyin.engine.definition import Confidence, Shape
from huiyin.packs import counting_file, load

FILE = Path(__file__).parent / "law_rows.yaml"


class LawRow(Shape):
    """One rule in few words. `beside` names the test that shows a rule no matter can run through
    (how the country's categories are called, what a public page lists), with the reason."""

    zh: str = Field(min_length=1)
    confidence: Confidence
    beside: str | None = None


class _Rows(Shape):
    rows: dict[str, LawRow]


@dataclass(frozen=True)
class Shown:
    """A story that shows a row."""

    pack: str
    process: str
    story: str


@cache
def rows() -> Mapping[str, LawRow]:
    """Every row by its number, in the order of the file. Raises ValidationError."""
    data = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    return _Rows.model_validate(data).rows


def coverage() -> dict[str, list[Shown]]:
    """Row → the stories that show it, over every pack; a number no row has is there too."""
    found: dict[str, list[Shown]] = {key: [] for key in rows()}
    for key, shown in _shown():
        found.setdefault(key, []).append(shown)
    return found


def _shown() -> Iterator[tuple[str, Shown]]:
    for name in load.available():
        pack = load.load(name)
        for versions in pack.versions.values():
            for loaded in versions if pack.extends is None else ():
                for story in loaded.process.stories:
                    for key in story.covers:
                        yield key, Shown(name, loaded.process.process, story.story)
        counted = counting_file.stories(name)
        for told in counted.stories if counted else ():
            for key in told.covers:
                yield key, Shown(name, counting_file.STORIES, told.story)
