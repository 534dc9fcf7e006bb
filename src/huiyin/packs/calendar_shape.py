"""What a calendar file may say, checked strictly."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from huiyin.engine.calendar import Shift

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


def shifts_of(texts: tuple[str, ...]) -> tuple[Shift, ...]:
    """`("09:00-12:00", "14:00-17:30")` as shifts. Raises ValueError for overlaps and disorder."""
    shifts = []
    for text in texts:
        match = _HOURS.fullmatch(text)
        if match is None or (match[3] == "24" and match[4] != "00"):
            raise ValueError(f"{text!r} is not written like 09:00-12:00")
        hour, minute, end_hour, end_minute = map(int, match.groups())
        shifts.append(Shift(time(hour, minute), time(end_hour % 24, end_minute)))
    for before, after in pairwise(shifts):
        if after.minutes[0] < before.minutes[1]:
            raise ValueError("shifts must follow one another without overlap")
    return tuple(shifts)


def _checked(texts: tuple[str, ...]) -> tuple[str, ...]:
    shifts_of(texts)
    return texts


def _day(text: object) -> object:
    """A date written like 2026-02-15; the YAML reader leaves dates as they are written."""
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not a date like 2026-02-15")
    return date.fromisoformat(text)


Day = Annotated[date, BeforeValidator(_day)]
Hours = Annotated[tuple[str, ...], Field(strict=False), AfterValidator(_checked)]


class Shape(BaseModel):
    """Unknown keys and wrong types are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Source(Shape):
    """The notice the days come from; null where it was not seen."""

    number: str | None
    title: str | None
    date: Day | None
    confidence: Literal["A", "B", "C", "D"]


class Named(Shape):
    """What every entry has: the holiday it belongs to, and its notice when not the main one."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    source: str | None = None


class Rest(Named):
    """Days off from one day to another, both included, weekends inside them too."""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")
        return self

    def days(self) -> list[date]:
        """Every day of the range."""
        return [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]


class Work(Named):
    """A day worked although the week would have it off."""

    day: Day


class SpecialHours(Work):
    """Other office hours on one day; an empty list closes the office."""

    hours: Hours


class CalendarShape(Shape):
    """A whole file; see `huiyin.packs.calendar_files`."""

    year: int | None = None
    overlay: str | None = Field(default=None, pattern=r"^[a-z0-9][a-z0-9.-]*$")
    division: str | None = Field(default=None, pattern=r"^\d{12}$")
    source: Source | None = None
    supplements: Annotated[tuple[Source, ...], Field(strict=False)] = ()
    rest: Annotated[tuple[Rest, ...], Field(strict=False)] = ()
    work: Annotated[tuple[Work, ...], Field(strict=False)] = ()
    week: Annotated[tuple[Weekday, ...], Field(strict=False)] | None = None
    hours: dict[Weekday, Hours] = {}
    special_hours: Annotated[tuple[SpecialHours, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.year is None) == (self.overlay is None):
            raise ValueError("a calendar file has either a `year` or the name of an `overlay`")
        if self.year is not None and self.source is None:
            raise ValueError("the file of a year names the `source` of its days")
        return self

    @model_validator(mode="after")
    def _days_once(self) -> Self:
        days = [day for rest in self.rest for day in rest.days()] + [w.day for w in self.work]
        twice = [day for day, times in Counter(days).items() if times > 1]
        if twice:
            raise ValueError(f"{twice[0]} is listed twice")
        if self.year is not None:
            allowed = (date(self.year - 1, 12, 1), date(self.year, 12, 31))
            outside = [day for day in days if not allowed[0] <= day <= allowed[1]]
            if outside:
                raise ValueError(f"{outside[0]} is not in {self.year} or the December before it")
        return self

    @model_validator(mode="after")
    def _sources_known(self) -> Self:
        notices = [self.source, *self.supplements]
        known = {notice.number for notice in notices if notice}
        for entry in (*self.rest, *self.work, *self.special_hours):
            if entry.source is not None and entry.source not in known:
                raise ValueError(f"{entry.source} is not the number of a source or supplement")
        return self
