"""Shapes of duties: lists, one with its form, counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from huiyin.api.shapes.base import Shape, Words


class DutyOut(Shape):
    """One duty: `standing` is coming, open, missing, in_time or late; `zero` says that it was filed
    as “nothing happened”; `held` is false where nobody has its post on the day."""

    id: int
    key: str
    name: Words
    unit: str
    post: str
    day: date
    opens_at: datetime
    due_at: datetime
    filed_at: datetime | None
    zero: bool
    standing: str
    matter: str
    held: bool


class DutyPage(Shape):
    """Duties; `after` asks for the next page and is empty on the last."""

    rows: list[DutyOut]
    after: str


class MyDuties(Shape):
    """What one's own posts have to file, what is missing, what opens soon, what was filed last."""

    open: list[DutyOut]
    missing: DutyPage
    coming: list[DutyOut]
    filed: list[DutyOut]


class OneDuty(DutyOut):
    """One duty with its form (JSON Schema), whether the caller files it, and what was filed."""

    may_file: bool
    may_zero: bool
    json_schema: dict[str, Any]
    data: dict[str, Any]
    proof: list[str]


class CountOut(Shape):
    """Figures under a name: `due` are all, filed in time, late, of these zero reports, missing
    though due, to come; `nobody` have no post."""

    key: str
    name: Words
    due: int
    in_time: int
    late: int
    zero: int
    missing: int
    to_come: int
    nobody: int


class UnitDuties(Shape):
    """A unit's duties of a day or a month, by duty, by day, and one by one."""

    unit: str
    first: date
    last: date
    by_duty: list[CountOut]
    by_day: list[CountOut]
    page: DutyPage


class BelowOut(Shape):
    """A unit itself, and the units directly below, each with everything below it."""

    own: CountOut
    first: date
    last: date
    rows: list[CountOut]
    after: str


class FilingIn(BaseModel):
    """What is filed: the form, or that nothing happened."""

    model_config = ConfigDict(extra="forbid")

    data: dict[str, Any] = {}
    zero: bool = False
