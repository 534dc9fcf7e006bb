"""The working calendar of a division: national files, published years, regional overlays.

A calendar is a value; which one applies is asked here. Publishing a year is a row of
`CalendarVersion`; `stamp()` changes with it, so that no process computes with an old one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db.models import F, Max

from huiyin.engine.calendar import Calendar
from huiyin.packs import calendar_files
from huiyin.places.models import CalendarVersion

STAMP_SQL = 'SELECT max(published_at) FROM "places_calendarversion"'
"""For callers that fetch the stamp together with something else."""


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
    return _published(division_path, newest)


@lru_cache(maxsize=256)
def _published(division_path: str, newest: datetime) -> Calendar:
    versions = (
        CalendarVersion.objects.filter(published_at__lte=newest)
        .select_related("division")
        .order_by(F("division__level").asc(nulls_first=True), "year", "published_at")
    )
    calendar = calendar_files.national()
    for version in versions:
        if version.division is None or _is_at_or_below(division_path, version.division.path):
            calendar = calendar.overlay(calendar_files.from_body(version.body, version.version))
    # Layers add up over the years; a digest of their versions stays as short as a column.
    digest = sha256(calendar.version.encode()).hexdigest()[:16]
    return replace(calendar, version=f"published.{digest}")


def _is_at_or_below(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}.")
