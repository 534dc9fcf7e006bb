"""Shapes of absences and handovers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from huiyin.api.shapes.base import Shape


class AbsenceIn(Shape):
    """Whose (empty: one's own), when, who stands in (an account's id), why."""

    account: UUID | None = None
    starts_on: str = ""
    ends_on: str = ""
    deputy: str = ""
    reason: str = ""


class AbsenceOut(Shape):
    id: UUID
    account: UUID
    name: str
    deputy: UUID | None
    deputy_name: str
    starts_on: date
    ends_on: date
    reason: str


class AbsenceList(Shape):
    """One's own, those in which one stands in, those of the people one answers for."""

    own: list[AbsenceOut]
    stood_in: list[AbsenceOut]
    people: list[AbsenceOut]


class HandoverIn(Shape):
    """Who follows (user name; empty: nobody yet), from which day, whether to shut the account."""

    successor: str = ""
    day: str = ""
    shut: bool = False


class GoesOut(Shape):
    """One line of the list: what, how much."""

    what: str
    count: int


class PlanOut(Shape):
    """A holding with all that goes over with its post."""

    holding: UUID
    account: str
    unit: str
    post: str
    goes: list[GoesOut]
    heads: list[str]


class HandoverOut(Shape):
    """The sheet: as it was noted."""

    id: UUID
    post: str
    noted: dict[str, Any]
