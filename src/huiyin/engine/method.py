"""A method: what a pack says besides its processes, with what it has from the packs below.

Texts of `method/*.yaml` in, `Method` and mistakes out. Sections are put together by key; a pack may
add and replace parts of the pack it extends; it takes nothing away but duties and rotas that are
the practice of other places (`without`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from huiyin.engine.complaints import complaints
from huiyin.engine.method_shape import (
    BulletinShape,
    DutyShape,
    FeatureShape,
    IndicatorShape,
    LedgerShape,
    MethodShape,
    MethodStory,
    ResponsibilityShape,
    RotaShape,
    Sensitive,
    WatchShape,
)
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source, read

FOLDER = "method/"


@dataclass(frozen=True)
class Method:
    """The parts by section and key. `own` are the sources of the pack's own files: where each line
    stands; `stories` and `features` are the pack's own too."""

    pack: str
    sensitive: Mapping[str, Sensitive] = field(default_factory=dict)
    duties: Mapping[str, DutyShape] = field(default_factory=dict)
    rotas: Mapping[str, RotaShape] = field(default_factory=dict)
    responsibilities: Mapping[str, ResponsibilityShape] = field(default_factory=dict)
    ledgers: Mapping[str, LedgerShape] = field(default_factory=dict)
    indicators: Mapping[str, IndicatorShape] = field(default_factory=dict)
    bulletins: Mapping[str, BulletinShape] = field(default_factory=dict)
    watches: Mapping[str, WatchShape] = field(default_factory=dict)
    features: Mapping[str, FeatureShape] = field(default_factory=dict)
    stories: tuple[MethodStory, ...] = ()
    told_at: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    """(file, line) of each story."""
    own: tuple[Source, ...] = field(default=(), repr=False)

    def place(self, path: Path) -> tuple[str, int]:
        """(file, line) of a part of the pack's own files, such as `("duties", "zero_report")`."""
        for source in self.own:
            if path[:2] in source.places or path[:1] in source.places:
                return source.place(path)
        return FOLDER, 1


SECTIONS = (
    "sensitive", "duties", "rotas", "responsibilities", "ledgers", "indicators",
    "bulletins", "watches",
)  # fmt: skip
"""Sections that a pack takes over from the one it extends."""
_KINDS = {"duties": ("duty", "职责"), "rotas": ("rota", "轮值")}
"""Sections of which a pack may do without some parts, and one of them in words."""


def parse_method(
    pack: str, texts: Mapping[str, str], base: Method | None = None
) -> tuple[Method, list[Problem]]:
    """The method in the texts of `method/` (by file name), laid over that of the pack below; a
    file with mistakes is left out. A key that two files have is a mistake."""
    shapes, sources, problems = _read(texts)
    merged = {name: dict(getattr(base, name)) if base else {} for name in SECTIONS}
    merged["features"] = {}
    problems += _left_out(merged, zip(shapes, sources, strict=True))
    problems += _put_together(merged, zip(shapes, sources, strict=True))
    told = [
        (story, source.place(("stories", number)))
        for shape, source in zip(shapes, sources, strict=True)
        for number, story in enumerate(shape.stories)
    ]
    return Method(
        pack=pack, stories=tuple(story for story, _place in told),
        told_at=tuple(place for _story, place in told), own=tuple(sources), **merged,
    ), problems  # fmt: skip


def _read(texts: Mapping[str, str]) -> tuple[list[MethodShape], list[Source], list[Problem]]:
    shapes, sources, problems = [], [], []
    for name in sorted(texts):
        source = read(name, texts[name])
        if isinstance(source, Problem):
            problems.append(source)
            continue
        try:
            shapes.append(MethodShape.model_validate(source.data))
            sources.append(source)
        except ValidationError as error:
            problems += complaints(error, source)
    return shapes, sources, problems


def _left_out(
    merged: dict[str, dict[str, object]], files: Iterable[tuple[MethodShape, Source]]
) -> Iterator[Problem]:
    """Takes away what the files do without; what the packs below do not have is a mistake."""
    for shape, source in files:
        for section, keys in shape.without.items():
            kind, kind_zh = _KINDS[section]
            for key in keys:
                if merged[section].pop(key, None) is None:
                    yield source.problem(
                        "method_name", ("without", section), place="without", kind=kind,
                        kind_zh=kind_zh, name=key,
                    )  # fmt: skip


def _put_together(
    merged: dict[str, dict[str, object]], files: Iterable[tuple[MethodShape, Source]]
) -> list[Problem]:
    problems = []
    seen: set[tuple[str, str]] = set()
    for shape, source in files:
        for section, parts in merged.items():
            for key, part in getattr(shape, section).items():
                if (section, key) in seen:
                    problems.append(source.problem("duplicate_key", (section, key), key=key))
                seen.add((section, key))
                parts[key] = part
    return problems
