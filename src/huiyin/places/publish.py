"""Publishing a year of the calendar, or its correction: a new version, and who wants to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from huiyin.packs import calendar_files
from huiyin.packs.calendar_shape import CalendarShape
from huiyin.places import calendars
from huiyin.places.models import CalendarVersion, Division

_PUBLISHERS_LOCK = 0x43414C
MOST_SHOWN = 100
_TIME = f"greatest(clock_timestamp(), ({calendars.STAMP_SQL}) + interval '1 microsecond')"


class PublishError(ValueError):
    """A calendar that cannot be published; the message says why."""


@dataclass(frozen=True)
class Span:
    """The local days on which a calendar file rules; None is open."""

    first: date | None
    last: date | None


Hook = Callable[[CalendarVersion, UUID | None], object]
_HOOKS: list[Hook] = []


def on_publish(hook: Hook) -> None:
    """Call `hook` with the version and the account that publishes it (None for a command), in the
    transaction of every publication from now on (from an AppConfig.ready)."""
    if hook not in _HOOKS:
        _HOOKS.append(hook)


def publish(
    body: Mapping[str, Any],
    *,
    division: Division | None = None,
    year: int | None = None,
    version: str = "",
    source: str = "",
    by: UUID | None = None,
) -> CalendarVersion:
    """Store a calendar file's content as published from now on, in a division or everywhere.

    `year`, `version` and `source` are read from the content where it has them; a version without
    a name is numbered (`2027.1`, `2027.2` …). The newest version of a year replaces those before.
    Raises CalendarFileError, PublishError.
    """
    row = thought(body, division=division, year=year, version=version, source=source)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PUBLISHERS_LOCK])
            # A later statement: it sees what was published while this one waited.
            cursor.execute(f"SELECT {_TIME}")
            (published_at,) = cursor.fetchone() or (timezone.now(),)
        row.version = _name(version, row.division, row.year)
        row.published_at = published_at
        row.save(force_insert=True)
        for hook in _HOOKS:
            hook(row, by)
    return row


def thought(
    body: Mapping[str, Any],
    *,
    division: Division | None = None,
    year: int | None = None,
    version: str = "",
    source: str = "",
) -> CalendarVersion:
    """The row that `publish` would store, not saved. Raises as that does."""
    calendar_files.from_body(body, version or "new")
    shape = CalendarShape.model_validate(body)
    return CalendarVersion(
        division=division or _division(shape), year=year or _year(shape), body=dict(body),
        version=version or "new", source=source or _source(shape), published_at=timezone.now(),
    )  # fmt: skip


def published() -> list[CalendarVersion]:
    """Everything published, the newest first."""
    rows = CalendarVersion.objects.select_related("division")
    return list(rows.order_by("-published_at")[:MOST_SHOWN])


def span(version: CalendarVersion) -> Span:
    """The days that a published version can change; office hours and weeks reach without end."""
    shape = CalendarShape.model_validate(version.body)
    if shape.week is not None or shape.hours:
        return Span(None, None)
    days = [day for rest in shape.rest for day in rest.days()]
    days += [entry.day for entry in (*shape.work, *shape.special_hours)]
    if shape.year is not None:
        # A notice rules from the December before, by its New Year holiday.
        days += [date(shape.year - 1, 12, 1), date(shape.year, 12, 31)]
    return Span(min(days), max(days)) if days else Span(None, None)


def _division(shape: CalendarShape) -> Division | None:
    if shape.division is None:
        return None
    found = Division.objects.filter(pk=shape.division).first()
    if found is None:
        msg = f"there is no division {shape.division}"
        raise PublishError(msg)
    return found


def _year(shape: CalendarShape) -> int:
    days = [rest.last for rest in shape.rest]
    days += [entry.day for entry in (*shape.work, *shape.special_hours)]
    if shape.year is None and not days:
        msg = "the file has no year and no day: say for which year it is published"
        raise PublishError(msg)
    return shape.year or max(days).year


def _name(asked: str, division: Division | None, year: int) -> str:
    there = CalendarVersion.objects.filter(division=division, year=year)
    if not asked:
        taken = set(there.values_list("version", flat=True))
        asked = next(name for n in range(1, len(taken) + 2) if (name := f"{year}.{n}") not in taken)
    if there.filter(version=asked).exists():
        msg = f"version {asked} of {year} was published already; a correction needs another name"
        raise PublishError(msg)
    return asked


def _source(shape: CalendarShape) -> str:
    notice = shape.source
    return (notice.number or notice.title or "") if notice else ""
