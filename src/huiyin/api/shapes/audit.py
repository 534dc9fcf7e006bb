"""Calendars, their effect, and the log of changes and reads, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from huiyin.api.shapes.base import Shape
from huiyin.matters.calendar_effect import Effect
from huiyin.matters.queries.read_log import Read
from huiyin.people.models import Change
from huiyin.places.models import CalendarVersion


class CalendarOut(Shape):
    """One publication; `pending` matters are still to be counted again."""

    id: UUID
    year: int
    version: str
    source: str
    division: str | None
    published_at: datetime
    pending: int | None = None


class CalendarIn(BaseModel):
    """The words of a notice, a table of days or a calendar file."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=60_000)
    year: int | None = None
    number: str = Field(default="", max_length=100)
    division: str = Field(default="", max_length=200)


class HoursIn(BaseModel):
    """Office hours by weekday: `09:00-12:00, 14:00-17:30`."""

    model_config = ConfigDict(extra="forbid")

    division: str = Field(default="", max_length=200)
    mon: str = ""
    tue: str = ""
    wed: str = ""
    thu: str = ""
    fri: str = ""
    sat: str = ""
    sun: str = ""


class MoveOut(Shape):
    """One clock that would be due on another day; a sealed matter has no number here."""

    number: str
    process: str
    clock: str
    before: datetime
    after: datetime
    turns: Literal["", "late", "in_time"]


class EffectOut(Shape):
    """What publishing would do; of `matters` that may change, `counted` were."""

    year: int
    days: list[date]
    matters: int
    counted: int
    clocks: int
    late: int
    in_time: int
    largest: list[MoveOut]


class ChangeLine(Shape):
    """One change of the configuration or of a sign-in."""

    id: UUID
    at: datetime
    account: UUID | None
    kind: str
    subject: str
    title: str
    act: str
    before: dict[str, Any]
    after: dict[str, Any]
    reason: str


class ChangesOut(Shape):
    items: list[ChangeLine]
    next: str | None


class ReadLine(Shape):
    """One reading of personal data."""

    at: datetime
    who: str
    post: str
    fields: list[str]
    number: str
    reason: str


class ReadsOut(Shape):
    items: list[ReadLine]
    next: str | None


def calendar_out(row: CalendarVersion, pending: int | None = None) -> CalendarOut:
    return CalendarOut(
        id=row.pk, year=row.year, version=row.version, source=row.source,
        division=row.division_id, published_at=row.published_at, pending=pending,
    )  # fmt: skip


def effect_out(year: int, found: Effect) -> EffectOut:
    largest = [
        MoveOut(number=one.number, process=one.process.process, clock=one.clock,
                before=one.before, after=one.after, turns=one.turns)
        for one in found.largest
    ]  # fmt: skip
    return EffectOut(
        year=year, days=list(found.days), matters=found.matters, counted=found.counted,
        clocks=len(found.moves), late=found.late, in_time=found.in_time, largest=largest,
    )  # fmt: skip


def change_line(row: Change) -> ChangeLine:
    return ChangeLine(
        id=row.pk, at=row.at, account=row.account_id, kind=row.kind, subject=row.subject,
        title=row.title, act=row.act, before=row.before, after=row.after, reason=row.reason,
    )  # fmt: skip


def read_line(row: Read) -> ReadLine:
    return ReadLine(
        at=row.at, who=row.who, post=row.post, fields=list(row.fields), number=row.number,
        reason=row.reason,
    )  # fmt: skip
