"""Saved views of the worklist, and the filters of its lists, as JSON."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from huiyin.api.shapes.base import Shape
from huiyin.matters.queries.filters import Due, Phase, Sort

Step = Literal["rename", "up", "down", "start", "delete"]


class FilterQuery(BaseModel):
    """The filters of a list, named as in the page's address; empty means: not asked.

    `kind` is PACK/PROCESS, `holder` is me, nobody or a post's id; `unit`, `category` and `place`
    count with all below; `since` and `until` are days of receipt; `quiet` is 10, 20 or 30 days.
    """

    due: Due = ""
    phase: Phase = ""
    state: str = Field("", max_length=60)
    kind: str = Field("", max_length=60)
    unit: str = Field("", max_length=60)
    holder: str = Field("", max_length=60)
    category: str = Field("", max_length=60)
    place: str = Field("", max_length=60)
    channel: str = Field("", max_length=60)
    since: str = Field("", max_length=60)
    until: str = Field("", max_length=60)
    waiting: str = Field("", max_length=60)
    repeat: str = Field("", max_length=60)
    quiet: str = Field("", max_length=60)
    sort: Sort = ""


class ViewIn(BaseModel):
    """A view to be saved: `query` is what stands behind the question mark of the page."""

    model_config = ConfigDict(extra="forbid")

    name: str
    query: str
    shared: bool = False


class ViewStep(BaseModel):
    """One step with a view; `name` only to rename it; `start` switches."""

    model_config = ConfigDict(extra="forbid")

    step: Step
    name: str = ""


class ViewOut(Shape):
    id: UUID
    name: str
    query: str
    shared: bool
    is_start: bool
    may_edit: bool


class ViewList(Shape):
    items: list[ViewOut]
