"""Dates after a calendar was published or corrected (DESIGN.md, idea 4; PEERS.md §4.6, 5 and 7).

Dates are functions of events and calendar, so a new calendar changes them by itself; here the
stored ones follow, and the matter's log says which date became which. Stopped clocks follow too:
whether an answer came in time is judged by the calendar that was really in force, and what is
stored stays equal to what the events give (`huiyin verify`). A change is never silent: every one
is an event with the date before and after, and the verdict where it turned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from huiyin.matters import history, projection
from huiyin.matters.actions import project
from huiyin.matters.actions.door import Moment, begin
from huiyin.matters.actions.system import append_system
from huiyin.matters.models import Clock, Event, Matter
from huiyin.people.actor import SYSTEM
from huiyin.people.models import Unit
from huiyin.places import calendars
from huiyin.places.models import CalendarVersion
from huiyin.places.publish import span

ACT = "recomputed"
BATCH = 500


@dataclass(frozen=True)
class Recomputed:
    """How many matters were counted again, and in how many a date or verdict changed."""

    matters: int = 0
    changed: int = 0

    def __add__(self, other: Recomputed) -> Recomputed:
        return Recomputed(self.matters + other.matters, self.changed + other.changed)


def recompute(
    version: CalendarVersion | None = None, *, advance: Callable[[int], Any] = lambda _count: None
) -> Recomputed:
    """Count again every clock that `version` (default: the newest) can change.

    One transaction per 500 matters; a run that was stopped goes on where it was, and a second run
    finds nothing. A matter written while the version was being published is found by the next.
    """
    version = version or CalendarVersion.objects.order_by("published_at").last()
    done = Recomputed()
    if version is None:
        return done
    for path in _places(version):
        for ids in _outdated(version, path):
            with transaction.atomic():
                part = _batch(ids, version, begin(numbered=False))
            done += part
            advance(part.matters)
    return done


def pending(version: CalendarVersion) -> int:
    """How many matters a run for `version` would look at."""
    return sum(_matters(version, path).count() for path in _places(version))


def _places(version: CalendarVersion) -> list[str]:
    """Paths of the divisions with units that follow `version`."""
    units = Unit.objects.all()
    if version.division is not None:
        units = units.filter(division__path__under=version.division.path)
    paths = units.order_by("division__path").values_list("division__path", flat=True)
    return list(paths.distinct())


def _outdated(version: CalendarVersion, path: str) -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        rows = _matters(version, path).order_by("pk")
        if last is not None:
            rows = rows.filter(pk__gt=last)
        ids = list(rows.values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _matters(version: CalendarVersion, path: str) -> Any:
    current = calendars.calendar_of(path, calendars.stamp()).version
    clocks = Clock.objects.filter(touched(version), matter=OuterRef("pk"))
    old = Exists(clocks.exclude(calendar=current))
    return Matter.objects.filter(old, intake_unit__division__path=path)


def touched(version: CalendarVersion) -> Q:
    """Clocks that run on a day which `version` rules."""
    days, zone = span(version), history.zone()
    touched = Q()
    if days.first is not None:
        first = datetime.combine(days.first, time(), zone)
        touched &= Q(legal__gte=first) | Q(legal__isnull=True)
    if days.last is not None:
        touched &= Q(started_at__lt=datetime.combine(days.last + timedelta(1), time(), zone))
    return touched


def _batch(ids: Sequence[UUID], version: CalendarVersion, moment: Moment) -> Recomputed:
    matters = list(
        Matter.objects.select_for_update(of=("self",))
        .select_related("intake_unit__division")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    events: dict[UUID, list[Event]] = {pk: [] for pk in ids}
    for event in Event.objects.filter(matter__in=ids).order_by("matter_id", "seq"):
        events[event.matter_id].append(event)
    stored: dict[UUID, list[Clock]] = {pk: [] for pk in ids}
    for clock in Clock.objects.filter(matter__in=ids):
        stored[clock.matter_id].append(clock)
    fresh: list[Clock] = []
    changed = 0
    for matter in matters:
        rows, differs = _again(matter, events[matter.pk], stored[matter.pk], version, moment)
        fresh += rows
        changed += differs
    Clock.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["matter", "key", "cycle"],
        update_fields=projection.CLOCK_COLUMNS,
    )
    return Recomputed(len(matters), changed)


def _again(
    matter: Matter,
    events: Sequence[Event],
    stored: Sequence[Clock],
    version: CalendarVersion,
    moment: Moment,
) -> tuple[list[Clock], bool]:
    """The matter's clocks as they are now, and whether that was news (then it is in the log)."""
    process = history.process_of(matter)
    calendar = history.calendar_for(matter, moment.calendar_stamp)
    standing = history.standing_of(events, calendar)
    rows = projection.clock_rows(process, matter.pk, standing)
    if news := _news(stored, rows):
        cause = {"year": version.year, "version": version.version, "source": version.source}
        data = {"clocks": news, "calendar": cause}
        append_system(matter, ACT, data, by=SYSTEM, recorded_at=moment.recorded_at)
        project.bring_up(matter, process, replace(standing, seq=matter.seq))
        matter.save(update_fields=["next_due", "next_clock"])
    return rows, bool(news)


def _news(stored: Sequence[Clock], rows: Sequence[Clock]) -> list[dict[str, Any]]:
    before = {(row.key, row.cycle): row for row in stored}
    pairs = [(before.get((row.key, row.cycle)), row) for row in rows]
    return [_change(old, new) for old, new in pairs if old is not None and _differ(old, new)]


def _differ(old: Clock, new: Clock) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in ("nominal", "legal", "verdict"))


def _change(old: Clock, new: Clock) -> dict[str, Any]:
    change: dict[str, Any] = {
        "key": new.key, "cycle": new.cycle,
        "old_nominal": _utc(old.nominal), "new_nominal": _utc(new.nominal),
        "old_legal": _utc(old.legal), "new_legal": _utc(new.legal),
    }  # fmt: skip
    if old.verdict != new.verdict:
        change |= {"old_verdict": old.verdict, "new_verdict": new.verdict}
    return change


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
