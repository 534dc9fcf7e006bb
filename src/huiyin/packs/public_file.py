"""`public.yaml` of a pack, read strictly: what an office promises and what its cards say (X9, S2).

Text in, `Public` out; every mistake with its line.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, ValidationError

from huiyin.engine import source
from huiyin.engine.complaints import complaints
from huiyin.engine.definition import Confidence, Shape, Text
from huiyin.engine.mistakes import Problem
from huiyin.packs import load

FILE = "public.yaml"
Measure = Literal["taken_in", "owned"]


class PublicFileError(ValueError):
    """A file that cannot be used; the message has every fault with its line."""


class Least(Shape):
    """Fewer than this, and a share is not published (PEERS.md §2.1, 21)."""

    value: int = Field(ge=1)
    confidence: Confidence


class Promise(Text):
    """One promise in words, and the figure that shows whether it is kept: an indicator of
    `counting.yaml`, a measure of our own, or none."""

    law: str
    indicator: str | None = None
    measure: Measure | None = None


class Way(Text):
    """One step of how a matter goes on."""

    law: str


class Card(Text):
    """What a contact card says: its title, a sentence, a list."""

    says: Text
    services: list[Text] = Field(min_length=1, max_length=9)


class Public(Shape):
    public: str
    version: str
    least: Least
    promises: dict[str, Promise]
    steps: list[Way] = Field(min_length=1)
    cards: dict[str, Card]


@lru_cache(maxsize=8)
def public(pack: str = "national") -> Public:
    """What a pack makes public; a pack without the file takes that of the pack it extends.

    Raises PublicFileError, PackNotFound.
    """
    path = load.folder(pack) / FILE
    if not path.is_file() and pack != "national":
        return public(load.load(pack).extends or "national")
    found = source.read(path.name, path.read_text("utf-8"))
    if isinstance(found, Problem):
        raise PublicFileError(found.say("en"))
    try:
        return Public.model_validate(found.data)
    except ValidationError as error:
        said = [problem.say("en") for problem in complaints(error, found)]
        raise PublicFileError("\n".join(said)) from None
