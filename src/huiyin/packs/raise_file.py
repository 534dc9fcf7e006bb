"""`raise.yaml` of a pack, read strictly: what residents raise online, who is responsible for it,
and which fields of the register form each step asks, in plain words.

Text in, `Raise` out; every mistake with its line. `faults` compares it with the processes it names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import Field, ValidationError

from huiyin.engine import source
from huiyin.engine.complaints import complaints
from huiyin.engine.definition import NEW, Act, FormField, Role, Shape, Text
from huiyin.engine.mistakes import Problem
from huiyin.packs import load

FILE = "raise.yaml"
NATIONAL = "national"
Route = Literal["art31_1", "art31_2", "art31_3", "art31_4", "art31_5", "art30"]
Scalar = str | int | bool


class RaiseFileError(ValueError):
    """A file that cannot be used; the message has every fault with its line."""


class Said(Text):
    """A field in the words of a resident."""

    help: Text | None = None


class Leads(Shape):
    """Whoever raises it is the first row of the list, and is asked in a field of their own."""

    list: str
    column: str
    field: str = Field(alias="with")


class Way(Text):
    """Who raises it: the fields it asks, the answers it settles."""

    asks: list[str]
    sets: dict[str, Scalar] = {}
    start: dict[str, Any] = {}
    leads: Leads | None = None
    says: Text | None = None
    words: dict[str, Said] = Field(default={}, alias="say")


class Kind(Shape):
    """How one kind of matter is raised: the act that takes it in, and the fields of each step."""

    process: str
    act: str
    fixed: dict[str, Scalar]
    what: list[str] = Field(min_length=1)
    where: list[str]
    ways: dict[str, Way] = Field(min_length=1)
    words: dict[str, Said] = Field(default={}, alias="say")
    next: dict[str, Text] = {}
    """Clock → what a resident hears by its day."""


class Elsewhere(Shape):
    """The statutory route that fits better (条例第三十条、第三十一条), and where it begins."""

    route: Route
    to: Text


class Topic(Text):
    """An everyday matter, who is responsible, and what the form begins with."""

    law: str
    kind: str
    who: Text
    sets: dict[str, Scalar] = {}
    ready: Text | None = None
    elsewhere: Elsewhere | None = None


class Raise(Shape):
    """The whole file."""

    pack: str = Field(alias="raise")
    version: str
    kinds: dict[str, Kind]
    topics: dict[str, Topic] = Field(min_length=1)
    routes: dict[Route, Text]

    def kind_of(self, topic: str) -> Kind:
        """How a topic is raised. Raises KeyError."""
        return self.kinds[self.topics[topic].kind]


@lru_cache(maxsize=8)
def read(pack: str = NATIONAL) -> Raise:
    """What a pack lets residents raise; a pack without the file takes that of the pack it extends.

    Raises RaiseFileError, PackNotFound.
    """
    path = load.folder(pack) / FILE
    if not path.is_file() and pack != NATIONAL:
        return read(load.load(pack).extends or NATIONAL)
    found = source.read(path.name, path.read_text("utf-8"))
    if isinstance(found, Problem):
        raise RaiseFileError(found.say("en"))
    try:
        return Raise.model_validate(found.data)
    except ValidationError as error:
        said = [problem.say("en") for problem in complaints(error, found)]
        raise RaiseFileError("\n".join(said)) from None


def faults(told: Raise, acts: Mapping[tuple[str, str], Act]) -> Iterator[str]:
    """What does not fit the acts, given by (process, act): fields that are not there, required ones
    that nobody asks, acts that are not for residents, kinds and routes that are not defined."""
    for key, topic in told.topics.items():
        if topic.kind not in told.kinds:
            yield f"topics.{key}: no kind {topic.kind}"
        if topic.elsewhere and topic.elsewhere.route not in told.routes:
            yield f"topics.{key}: no route {topic.elsewhere.route}"
    for key, kind in told.kinds.items():
        act = acts.get((kind.process, kind.act))
        if act is None or NEW not in act.from_states:
            yield f"kinds.{key}: no act {kind.process}/{kind.act} that makes a new matter"
        elif all(who.role is not Role.RESIDENT for who in act.who):
            yield f"kinds.{key}: {kind.process}/{kind.act} is not for residents"
        else:
            yield from _field_faults(key, kind, act.form, told)


def _field_faults(
    key: str, kind: Kind, form: Mapping[str, FormField], told: Raise
) -> Iterator[str]:
    for name, way in kind.ways.items():
        asked = {*kind.what, *kind.where, *way.asks, *kind.fixed, *way.sets}
        for field in sorted(asked - form.keys()):
            yield f"kinds.{key}.ways.{name}: no field {field}"
        for field, spec in form.items():
            settled = field in asked or spec.default is not None or field == "received_at"
            if spec.required and not spec.condition and not settled:
                yield f"kinds.{key}.ways.{name}: {field} is required and nobody asks it"
    for name, topic in told.topics.items():
        if topic.kind == key:
            for field in sorted(topic.sets.keys() - form.keys()):
                yield f"topics.{name}: no field {field}"
