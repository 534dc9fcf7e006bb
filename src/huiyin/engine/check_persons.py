"""Matters, never people: what a pack says is searched for lists, labels, scores and the following
of persons, and for whatever keeps somebody from appealing (METHODS.md, last section).

The shapes already have no place for it (`method_shape`, `check_fields`, `check_figures`); this
looks at what names and keys say. Sources with their data in, problems with file and line out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from huiyin.engine.definition import FormField, Process
from huiyin.engine.excluded_words import EXCLUDED
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source

LABELS = frozenset({
    "attitude", "danger", "grade", "label", "level", "mood", "opinion", "rank", "risk", "score",
    "tag", "whereabouts",
})  # fmt: skip
"""Columns that would say something about the person in the same row."""
_SKIPPED = frozenset({"help", "law", "stories", "story_defaults", "features", "covers", "default"})
"""What names nothing: helps say what is not to be written, stories tell made-up cases."""
_FILED = frozenset({"person", "point", "list", "each"})
"""What the form of a duty cannot ask for."""


def check_persons(process: Process, source: Source) -> Iterator[Problem]:
    """Everything of one process that would be about people instead of matters."""
    yield from said(source)
    for key, act in process.acts.items():
        yield from _labels(source, ("acts", key, "form"), act.form)
        if act.second is not None and act.for_residents():
            yield source.problem("resident_waits", ("acts", key, "second"), name=key)


def check_persons_in_method(sources: Iterable[Source]) -> Iterator[Problem]:
    """The same for the files of a pack's `method/`."""
    for source in sources:
        yield from said(source)
        for key, duty in (source.data.get("duties") or {}).items():
            for name, spec in (duty.get("form") or {}).items():
                if spec.get("type") in _FILED:
                    path: Path = ("duties", key, "form", name)
                    yield source.problem("person_filed", path, place=_dotted(path), name=name)


def said(source: Source) -> Iterator[Problem]:
    """Names and keys that say what is excluded, each with its place."""
    for path, text in _texts(source.data, ()):
        for one in EXCLUDED:
            if found := one.found_in(text):
                yield source.problem(
                    "about_persons", path, place=_dotted(path), text=found, why=one.why,
                    why_zh=one.why_zh,
                )  # fmt: skip


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every key and every name (`zh`, `en`) below `node`."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in _SKIPPED:
                continue
            here: Path = (*path, key)
            yield here, str(key).replace("_", " ")
            yield from _texts(value, here)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _texts(value, (*path, number))
    elif isinstance(node, str) and path and path[-1] in {"zh", "en"}:
        yield path, node


def _labels(source: Source, path: Path, form: Mapping[str, FormField]) -> Iterator[Problem]:
    for name, field in form.items():
        if any(column.type == "person" for column in field.fields.values()):
            for column in LABELS & field.fields.keys():
                here: Path = (*path, name, "fields", column)
                yield source.problem("person_labelled", here, place=_dotted(here), name=column)


def _dotted(path: Path) -> str:
    return f"`{'.'.join(map(str, path))}`"
