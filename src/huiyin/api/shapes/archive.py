"""Shapes of the archive: how long matters are kept, holds, disposal lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from huiyin.api.shapes.base import Shape, Words


class HoldOut(Shape):
    """A legal hold; `until` None: until it is released. `placed_seq` is its event."""

    id: UUID
    placed_seq: int
    placed_at: datetime
    until: date | None
    released_seq: int | None


class KeptOut(Shape):
    """How long a matter is kept (nothing while it is not archived), and the holds that stand."""

    retention: Words | None
    archived_on: date | None
    destroy_after: date | None
    is_cleared: bool
    holds: list[HoldOut]


class HoldIn(BaseModel):
    """Why, and to which day (none: until it is released)."""

    model_config = ConfigDict(extra="forbid")

    reason: str
    until: date | None = None


class ReasonIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: str


class DueOut(Shape):
    """An archived matter that is due; `held` or `listed` keeps it from being put on a list."""

    number: str
    title: str
    unit: str
    retention: Words
    archived_on: date
    destroy_after: date | None
    held: bool
    listed: bool


class DuePage(Shape):
    items: list[DueOut]
    next: str | None


class StandingHold(Shape):
    """A hold on a matter that the caller may see. `reason` None: erased."""

    id: UUID
    number: str
    title: str
    placed_at: datetime
    placed_by: str
    until: date | None
    reason: str | None


class HoldPage(Shape):
    items: list[StandingHold]
    next: str | None


class ListOut(Shape):
    """A disposal list (销毁清册); another person than `proposed_by` decides it."""

    id: UUID
    number: str
    unit: str
    status: Literal["proposed", "approved", "rejected", "done"]
    size: int
    proposed_at: datetime
    proposed_by: str
    remark: str
    decided_at: datetime | None
    decided_by: str | None
    answer: str
    done_at: datetime | None
    may_decide: bool


class ListPage(Shape):
    items: list[ListOut]
    next: str | None


class ListIn(BaseModel):
    """Numbers of matters that are due, all of one unit; `all` takes every one that is free."""

    model_config = ConfigDict(extra="forbid")

    numbers: list[str] = []
    all: bool = False
    remark: str = ""


class DecisionIn(BaseModel):
    """`reject` needs a reason."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["approve", "reject"]
    reason: str = ""


class ItemOut(Shape):
    """One line of a list; `why` is `held` or `not_due` for a matter that was kept after all."""

    place: int
    number: str
    title: str
    retention: Words
    archived_on: date | None
    destroy_after: date | None
    state: Literal["waiting", "cleared", "kept", "dropped"]
    why: str


class ListWithItems(ListOut):
    items: list[ItemOut]
    next: int | None
