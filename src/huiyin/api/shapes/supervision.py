"""Shapes of supervision: findings of rules, decisions on them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from huiyin.api.shapes.base import Shape
from huiyin.duties.watching.deciding import MOST

FindingTab = Literal["alerts", "found"]
OrderTab = Literal["due", "issued", "received", "listed", "cadence"]


class FindingOut(Shape):
    """One finding. `moment` is the due that has passed, or since when nothing happened (`clock` is
    empty then); `act` is `order` when an order can be drawn up from it."""

    id: int
    number: str
    title: str
    rule: str
    law: str
    act: str
    clock: str
    moment: datetime | None
    found_at: datetime
    owner: str
    holder: str


class FindingPage(Shape):
    items: list[FindingOut]
    next: str | None


class Chosen(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ids: list[int] = Field(min_length=1, max_length=MOST)


class Dismissal(Chosen):
    """`reason`: why no order is drawn up, at most 400 characters."""

    reason: str


class DecidedOut(Shape):
    """The answer for one finding: the status it would have had alone; `order` is the number of the
    order that was drawn up."""

    id: int
    number: str
    status: int
    order: str = ""
    code: str = ""
    detail: str = ""
