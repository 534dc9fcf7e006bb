"""`rates.yaml` of a pack, read strictly: how the three rates are reckoned, by effective date.

Text in, `RatesFile` out; every mistake with its line. The reckoning is `huiyin.engine.rates`.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from huiyin.engine.definition import Confidence, Shape, Text
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import Pack, validated
from huiyin.engine.rates import RatesRule, Weights
from huiyin.engine.source import read
from huiyin.packs import load

RATES_FILE = "rates.yaml"
Which = Literal["first", "last"]


def _names(value: object) -> object:
    return frozenset(value) if isinstance(value, list) else value


Names = Annotated[frozenset[str], BeforeValidator(_names)]


class Questions(Shape):
    """The questions of a call-back, in words."""

    contacted: Text
    solved: Text
    satisfied: Text


class Counts(Shape):
    """Which call-back of an order counts when there are several."""

    value: Which
    confidence: Confidence


class WeightsShape(Shape):
    response: int = Field(ge=0)
    solution: int = Field(ge=0)
    satisfaction: int = Field(ge=0)

    @model_validator(mode="after")
    def _some(self) -> WeightsShape:
        if self.response + self.solution + self.satisfaction == 0:
            raise ValueError("one of the weights must be more than 0")
        return self


class Version(Shape):
    """The reckoning from one day on, and how sure its source is."""

    valid_from: date
    weights: WeightsShape
    confidence: Confidence
    source: str = Field(min_length=1)
    contacted: Names
    solved: Names
    satisfied: Names
    to_solve: Names
    excluded_kinds: Names = frozenset()
    exclude_repeats: bool = True

    def rule(self) -> RatesRule:
        weights = Weights(self.weights.response, self.weights.solution, self.weights.satisfaction)
        return RatesRule(
            self.valid_from, weights, self.contacted, self.solved, self.satisfied, self.to_solve,
            self.excluded_kinds, self.exclude_repeats,
        )  # fmt: skip


class RatesFile(Shape):
    """The whole file; `versions` in the order of their days."""

    questions: Questions
    counts: Counts
    versions: Annotated[
        tuple[Version, ...],
        BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value),
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _in_order(self) -> RatesFile:
        days = [version.valid_from for version in self.versions]
        if days != sorted(set(days)):
            raise ValueError("versions stand in the order of valid_from, each day once")
        return self

    @property
    def rules(self) -> tuple[RatesRule, ...]:
        return tuple(version.rule() for version in self.versions)


@lru_cache(maxsize=8)
def rates_file(pack: str = "hotline") -> RatesFile:
    """The file of a pack that has one. Raises PackError with all its mistakes, PackNotFound, and
    FileNotFoundError."""
    text = (load.folder(pack) / RATES_FILE).read_text("utf-8")
    found, problems = parse_rates(text)
    if found is None:
        raise load.PackError(pack, problems)
    if unknown := list(strangers(found, load.load(pack))):
        raise ValueError(f"{RATES_FILE}: no act asks for {', '.join(unknown)}")
    return found


def parse_rates(text: str) -> tuple[RatesFile | None, list[Problem]]:
    """The file in `text`, or what is wrong with it."""
    source = read(RATES_FILE, text)
    if isinstance(source, Problem):
        return None, [source]
    return validated(RatesFile, source)


def strangers(found: RatesFile, pack: Pack) -> list[str]:
    """Answers and kinds that the file names and no form of the pack can hold."""
    known: dict[str, set[str]] = {}
    for process in pack.processes.values():
        for act in process.acts.values():
            for name, field in act.form.items():
                known.setdefault(name, set()).update(field.options)
    named = (
        (word, field, value)
        for version in found.versions
        for word, field in _FIELDS.items()
        for value in getattr(version, word)
    )
    return [f"{word}: {value}" for word, field, value in named if value not in known.get(field, ())]


_FIELDS = {
    "contacted": "contacted", "solved": "solved", "satisfied": "satisfied", "to_solve": "kind",
    "excluded_kinds": "kind",
}  # fmt: skip
"""Words of a version → the field whose options they must be."""
