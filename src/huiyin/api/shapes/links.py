"""Relations between matters as JSON."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huiyin.api.shapes.base import Shape, Words


class RelationOut(Shape):
    """One relation that stands: with `way` “out” this matter KIND that one, with “in” the reverse.
    `may_undo`: it is of a kind that is undone by hand."""

    id: UUID
    kind: str
    way: str
    text: str
    number: str
    title: str
    state: Words
    received_at: datetime
    may_undo: bool


class RelationIn(Shape):
    """This matter `kind` the matter `number`."""

    model_config = {"extra": "forbid"}

    kind: str
    number: str


class UndoIn(Shape):
    model_config = {"extra": "forbid"}

    reason: str


class Related(Shape):
    """The relation's id, and the newest event of the matter's chain."""

    id: UUID
    seq: int
