"""Shapes of notices and of what a person wishes."""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from huiyin.api.shapes.base import Shape

Kind = Literal[
    "assigned", "confirm", "sent_back", "ladder", "follow_up", "resident", "activity", "calendar",
    "digest",
]  # fmt: skip


class NoticeOut(Shape):
    """One notice. `number` is empty when the matter is not the caller's to see any more, `title`
    of a sealed one too; `settled_at`: nothing is left to do about it."""

    id: UUID
    kind: Kind
    says: str
    wanted: str
    number: str
    title: str
    legal: datetime | None
    show_from: datetime
    read_at: datetime | None
    settled_at: datetime | None


class NoticePage(Shape):
    items: list[NoticeOut]
    next: str | None


class NewCount(Shape):
    """At most 100, which means more than 99."""

    new: int


class ReadIn(BaseModel):
    """These notices, or with `all` every one that is shown."""

    model_config = ConfigDict(extra="forbid")

    ids: list[UUID] = []
    all: bool = False


class WishesOut(Shape):
    quiet_from: time | None
    quiet_to: time | None
    days_off: bool
    digest_at: time | None
    digest_kinds: list[str]
    hidden_kinds: list[str]


class WishesIn(BaseModel):
    """What the page of quiet hours and kinds asks for; what is left out is wished no more."""

    model_config = ConfigDict(extra="forbid")

    quiet_from: str = ""
    quiet_to: str = ""
    days_off: bool = False
    digest_at: str = ""
    digest_kinds: list[str] = []
    hidden_kinds: list[str] = []
