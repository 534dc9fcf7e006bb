"""The reception of a day as JSON."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from huiyin.api.shapes.base import Shape


class VisitOut(Shape):
    """One visitor or group: `state` is waiting, called, done or left."""

    id: UUID
    ticket: int
    people: int
    state: str
    arrived_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    matter: str | None


class DayOut(Shape):
    """Today at the caller's unit; `is_open` is false before opening and after closing."""

    unit: UUID
    day: date
    is_open: bool
    visits: list[VisitOut]


class ArriveIn(Shape):
    """How many came together."""

    model_config = {"extra": "forbid"}

    people: int = 1


class CallIn(Shape):
    """The ticket to call; without one, the next who waits."""

    model_config = {"extra": "forbid"}

    ticket: int | None = None


class ReceivedIn(Shape):
    """The matter the visit was about."""

    model_config = {"extra": "forbid"}

    number: str
