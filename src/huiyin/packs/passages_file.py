"""The rules that acts, clocks and fields refer to, in short: `national/passages.yaml`.

A passage says in a sentence or two what an article rules. It is no quotation: whoever decides
reads the official text. Words come from `law_rows.yaml` (see `rows`) or from the named source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator
from ruamel.yaml import YAML

from huiyin.engine.definition import Act, ClockShape, Confidence, FormField, Shape, Text
from huiyin.packs import load
from huiyin.packs.citations import Citation, citations

FILE = "passages.yaml"
NATIONAL = "national"


def _several(value: object) -> object:
    """One of them, or a list: both become a tuple."""
    return tuple(value) if isinstance(value, list) else (value,)


Names = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Instrument(Text):
    """A law, regulation or practice; `also` are the names by which references call it."""

    also: Names = ()


class Passage(Text):
    """What some articles of one instrument rule, in short; article 0 is the instrument itself.

    `part` are the paragraphs or items it is about; without, the article as a whole. `rows` are
    numbers of `law_rows.yaml`, `source` names where it stands otherwise.
    """

    of: str
    articles: Annotated[tuple[int, ...], BeforeValidator(_several)]
    part: Names = ()
    rows: Names = ()
    source: str = ""
    confidence: Confidence

    @model_validator(mode="after")
    def _has_a_source(self) -> Passage:
        if not self.rows and not self.source:
            raise ValueError(f"{self.of} {self.articles}: neither rows nor a source")
        return self


class _File(Shape):
    instruments: dict[str, Instrument]
    passages: Annotated[tuple[Passage, ...], BeforeValidator(_several), Field(min_length=1)]

    @model_validator(mode="after")
    def _instruments_exist(self) -> _File:
        if unknown := {one.of for one in self.passages} - self.instruments.keys():
            raise ValueError(f"no such instrument: {', '.join(sorted(unknown))}")
        return self


@dataclass(frozen=True, slots=True)
class Rule:
    """A passage as a page shows it: of which instrument, which articles of it were referred to."""

    instrument: Instrument
    articles: tuple[int, ...]
    part: str
    passage: Passage


class Passages:
    """All passages of the file."""

    def __init__(self, file: _File) -> None:
        self._file = file

    def rules(self, references: Iterable[str | None]) -> tuple[Rule, ...]:
        """The passages for what these references name, in their order, each once."""
        found: dict[int, Rule] = {}
        for citation in self._cited(references):
            for place in self._places(citation):
                rule = found.get(place)
                articles = () if rule is None else rule.articles
                if citation.article and citation.article not in articles:
                    articles = (*articles, citation.article)
                passage = self._file.passages[place]
                instrument = self._file.instruments[passage.of]
                found[place] = Rule(instrument, articles, "、".join(passage.part), passage)
        return tuple(found.values())

    def unresolved(self, references: Iterable[str | None]) -> tuple[Citation, ...]:
        """What the references name and no passage is about."""
        return tuple(one for one in self._cited(references) if not self._places(one))

    def all(self) -> tuple[Passage, ...]:
        return self._file.passages

    def _cited(self, references: Iterable[str | None]) -> Iterator[Citation]:
        found = (citations(one, self._titles) for one in references if one)
        yield from dict.fromkeys(citation for several in found for citation in several)

    def _places(self, citation: Citation) -> list[int]:
        """The passages about exactly this part; else those about the article as a whole."""
        key = self._keys.get(citation.instrument)
        article = [
            place
            for place, one in enumerate(self._file.passages)
            if one.of == key and citation.article in one.articles
        ]
        part = [n for n in article if citation.part in self._file.passages[n].part]
        return part or [n for n in article if not self._file.passages[n].part]

    @cached_property
    def _keys(self) -> Mapping[str, str]:
        """Name → instrument, by its own name and all others."""
        return {
            name: key for key, one in self._file.instruments.items() for name in (one.zh, *one.also)
        }

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        return tuple(name for name in self._keys if "、" in name)


@cache
def passages() -> Passages:
    """The file, read strictly. Raises ValidationError."""
    data = YAML(typ="safe", pure=True).load(load.folder(NATIONAL) / FILE)
    return Passages(_File.model_validate(data))


def references_of(act: Act) -> Iterator[str]:
    """What an act and the fields of its form refer to, the act first."""
    yield from [act.law] if act.law else []
    yield from _of_fields(act.form)


def _of_fields(form: Mapping[str, FormField]) -> Iterator[str]:
    for spec in form.values():
        yield from [spec.law] if spec.law else []
        yield from _of_fields(spec.fields)


def reference_of(clock: ClockShape) -> str:
    """What a clock refers to."""
    return clock.law
