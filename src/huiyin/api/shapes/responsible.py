"""Responsibilities and the directory as JSON."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from huiyin.api.shapes.base import Shape


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ResponsibilityIn(_In):
    """`kind` is a key of the method in force; of `division`, `line`, `point`, `matter` the one
    that the kind asks for."""

    kind: str
    unit: str
    post: str
    division: str = ""
    line: str = ""
    point: str = ""
    matter: str = ""
    starts_on: str
    ends_on: str = ""


class EndIn(_In):
    ends_on: str


class DutiesIn(_In):
    duties: str


class ResponsibilityOut(Shape):
    id: UUID
    kind: str
    unit: str
    post: str
    holder: str
    division: str | None
    line: str
    point: str | None
    matter: str | None
    starts_on: date
    ends_on: date | None
    letter: str | None


class PlaceOut(Shape):
    """One place of the map."""

    division: str
    name: str
    gap: bool
    overlap: bool
    answers: list[ResponsibilityOut]


class MapOut(Shape):
    """A page of the map: places of the kind's level, or entries of a kind about other things."""

    places: int
    gaps: int
    overlaps: int
    lines: list[PlaceOut]
    entries: list[ResponsibilityOut]
    after: str


class DrawnUp(Shape):
    number: str


class PointIn(_In):
    kind: str
    name: str
    division: str
    address: str = ""
    phone: str = ""
    hours: str = ""
    rooms: int | None = None
    staff: int | None = None
    opened_on: str = ""


class PointOut(Shape):
    id: UUID
    kind: str
    name: str
    division: str
    address: str
    phone: str
    hours: str
    rooms: int
    staff: int


class PointList(Shape):
    items: list[PointOut]
    after: str


class PoolIn(_In):
    kind: str
    name: str
    unit: str


class PoolOut(Shape):
    id: UUID
    kind: str
    name: str
    unit: str
    members: int


class MemberIn(_In):
    """Somebody who agreed; `expertise` are codes of categories with spaces between."""

    name: str
    kind: str
    phone: str = ""
    expertise: str = ""
    division: str = ""
    weekdays: list[int] = []
    away_until: str = ""
    agreed: bool = False


class MemberOut(Shape):
    id: UUID
    name: str
    kind: str
    phone: str
    expertise: list[str]
    weekdays: list[int]
    away_until: date | None


class MemberList(Shape):
    items: list[MemberOut]
    after: str


class HelpersOut(Shape):
    experts: list[MemberOut]
    points: list[PointOut]
