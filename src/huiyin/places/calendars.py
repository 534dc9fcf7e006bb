"""The working calendar of a division: national files, published years, regional overlays.

A calendar is a value; which one applies is asked here. Publishing a year is a row of
`CalendarVersion`; `stamp()` changes with it, so that no process computes with an old one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db.models import F, Max

from huiyin.engine.calendar import Calendar
from huiyin.packs import calendar_files
from huiyin.places.models import CalendarVersion

STAMP_SQL = 'SELECT max(published_at) FROM "places_calendarversion"'
"""For callers that fetch the stamp together with something else."""


@dataclass(frozen=True)
class Layer:
    """A published calendar and where it rules: `path` and below, everywhere without one. Layers
    are laid over one another by `level` of the division, then by year, then as published."""

    path: str | None
    level: int
    year: int
    calendar: Calendar

    def rules(self, path: str) -> bool:
        """Whether it rules in the division with this path."""
        return self.path is None or path == self.path or path.startswith(f"{self.path}.")


def stamp() -> datetime | None:
    """When the newest calendar was published, None when only the national files are there."""
    newest: datetime | None = CalendarVersion.objects.aggregate(newest=Max("published_at"))[
        "newest"
    ]
    return newest


def calendar_of(division_path: str, newest: datetime | None) -> Calendar:
    """The calendar of a division (its ltree path), as published up to `newest` (see `stamp`)."""
    if newest is None:
        return calendar_files.national()
    return laid(division_path, layers(newest))


@lru_cache(maxsize=16)
def layers(newest: datetime) -> tuple[Layer, ...]:
    """Everything published up to `newest`, in the order it is laid; one statement a process."""
    versions = (
        CalendarVersion.objects.filter(published_at__lte=newest)
        .select_related("division")
        .order_by(F("division__level").asc(nulls_first=True), "year", "published_at")
    )
    return tuple(layer(version) for version in versions)


def layer(version: CalendarVersion) -> Layer:
    """A version, saved or only thought of, as it is laid over others."""
    where = version.division
    calendar = calendar_files.from_body(version.body, version.version)
    return Layer(
        str(where.path) if where else None, where.level if where else 0, version.year, calendar
    )


def laid(division_path: str, over: Iterable[Layer]) -> Calendar:
    """The national files with those of the layers that rule there over them, in their order."""
    return _laid(tuple(one for one in over if one.rules(division_path)))


@lru_cache(maxsize=64)
def _laid(over: tuple[Layer, ...]) -> Calendar:
    calendar = calendar_files.national()
    for one in over:
        calendar = calendar.overlay(one.calendar)
    # Layers add up over the years; a digest of their versions stays as short as a column.
    digest = sha256(calendar.version.encode()).hexdigest()[:16]
    return replace(calendar, version=f"published.{digest}")
