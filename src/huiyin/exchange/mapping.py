"""What a mapping file may say: which column of a foreign file becomes which field of which act.

A mapping is strict like a pack: an unknown key, a wrong type, an act or a field that the process
does not have are mistakes with file, line and a sentence (issue point 8; PEERS.md §4.5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from huiyin.engine.definition import Many, Process, Shape
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import validated
from huiyin.engine.source import Source, read
from huiyin.exchange.mistakes import mistakes
from huiyin.exchange.values import Value, values_of
from huiyin.packs import load as packs

MORE = "a unit that is to be made needs a name and a division"


class Reader(Shape):
    """How the file is read. `sheet` is a name or a number from 1; `header` the row of names."""

    sheet: str | int = 1
    header: int = Field(default=1, ge=1)
    encoding: str = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)


class UnitShape(Shape):
    """The unit that takes the matters in. With `create` it is made when it is missing, so that a
    fresh installation can replay a file. A text alone is its code."""

    code: str = Field(pattern=r"^[a-zA-Z0-9_-]+$", max_length=60)
    name: str = Field(default="", max_length=100)
    division: str = Field(default="", pattern=r"^(\d{12})?$")
    create: bool = False

    @model_validator(mode="after")
    def _enough(self) -> UnitShape:
        if self.create and not (self.name and self.division):
            raise ValueError(MORE)
        return self


def _as_unit(value: object) -> object:
    return {"code": value} if isinstance(value, str) else value


class ActShape(Shape):
    """One act of a row: done when every column of `when` is filled, at the time in `at`."""

    act: str
    at: str
    when: Many = ()
    data: dict[str, Any] = {}


class MappingShape(Shape):
    source: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$", max_length=60)
    reader: Reader = Reader()
    pack: str = "national"
    process: str = "petition"
    unit: Annotated[UnitShape, BeforeValidator(_as_unit)]
    id: Many = Field(min_length=1)
    acts: list[ActShape] = Field(min_length=1)
    reply: str = "reply_directly"
    """The act that is the answer, for counting replies met."""


@dataclass(frozen=True)
class MappedAct:
    """An act with its fields read: what to do, when, and from which columns."""

    act: str
    at: str
    when: tuple[str, ...]
    data: dict[str, Value]
    moment: str | None
    """The field that says when the act took place; filled from `at` unless `data` does."""


@dataclass(frozen=True)
class Mapping:
    """A sound mapping and the process it fills."""

    shape: MappingShape
    acts: tuple[MappedAct, ...]
    process: Process
    source: Source = field(repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the file must have, in order of use."""
        names = list(self.shape.id)
        for act in self.acts:
            names += [act.at, *act.when]
            for value in act.data.values():
                names += value.columns
        return tuple(dict.fromkeys(names))


class MappingError(ValueError):
    """A mapping that cannot be used; `problems` are all its mistakes."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.say("en") for problem in problems))
        self.problems = problems

    def say(self, language: str) -> str:
        """Every mistake on a line of its own, in Chinese or English."""
        spoken = "en" if language.startswith("en") else "zh"
        return "\n".join(problem.say(spoken) for problem in self.problems)


def load(path: Path) -> Mapping:
    """The mapping in a file. Raises MappingError, OSError, packs.PackError or PackNotFound."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        problem = Source(path.name, {}, {}).problem("yaml", (), detail=str(error))
        raise MappingError([problem]) from None
    return parse(path.name, text)


def parse(name: str, text: str) -> Mapping:
    """The mapping in a text; `name` stands in the mistakes. Raises as `load`."""
    source = read(name, text)
    if isinstance(source, Problem):
        raise MappingError([source])
    shape, problems = validated(MappingShape, source)
    if shape is None:
        raise MappingError(problems)
    try:
        process = packs.process(shape.pack, shape.process)
    except KeyError:
        detail = f"the pack has no process {shape.process}"
        problem = source.problem("bad_value", ("process",), key="process", detail=detail)
        raise MappingError([problem]) from None
    acts = []
    for number, act in enumerate(shape.acts):
        data, wrong = values_of(source, ("acts", number, "data"), act.data)
        problems += wrong
        known = process.acts.get(act.act)
        moment = known.takes_place if known else None
        acts.append(MappedAct(act.act, act.at, act.when, data, moment))
    problems += mistakes(source, shape.acts, process)
    if problems:
        raise MappingError(problems)
    return Mapping(shape, tuple(acts), process, source)
