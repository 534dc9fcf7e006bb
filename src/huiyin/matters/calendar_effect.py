"""What a calendar would do to running clocks, counted before it is published (PEERS.md §2.1, 7).

Only matters with a clock that runs over a day that changes are counted again, each from its events
as `recompute` will do it. Above `MOST` matters the rest is left out, and that is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.engine.definition import Process
from huiyin.matters import history
from huiyin.matters.models import Clock, Event, Matter
from huiyin.matters.recompute import touched
from huiyin.people.models import Unit
from huiyin.places import calendars
from huiyin.places.models import CalendarVersion
from huiyin.places.preview import Preview, changed_days

MOST = 1_000
SHOWN = 50
BATCH = 250
RUNNING = ("running", "paused")


@dataclass(frozen=True, slots=True)
class Move:
    """One clock that would be due on another day. A sealed matter has no number here."""

    number: str
    process: Process
    clock: str
    before: datetime
    after: datetime
    turns: str
    """`late`: overdue only then; `in_time`: overdue no more; empty otherwise."""

    @property
    def days(self) -> int:
        """How far it moves, later above zero."""
        return (self.after.date() - self.before.date()).days


@dataclass
class Effect:
    """The sum over all running clocks."""

    days: Sequence[date]
    matters: int
    """With a clock that may change."""
    counted: int = 0
    moves: list[Move] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return self.counted == self.matters

    @property
    def by_clock(self) -> list[tuple[Process, str, int]]:
        """Process, clock, how many move; the most first."""
        count = Counter((move.process.process, move.clock) for move in self.moves)
        named = {move.process.process: move.process for move in self.moves}
        return [(named[key], clock, n) for (key, clock), n in count.most_common()]

    @property
    def largest(self) -> list[Move]:
        """The moves furthest from where they were."""
        return sorted(self.moves, key=lambda move: (-abs(move.days), move.number))[:SHOWN]

    @property
    def in_time(self) -> int:
        return sum(move.turns == "in_time" for move in self.moves)

    @property
    def late(self) -> int:
        return sum(move.turns == "late" for move in self.moves)


def effect(one: Preview, now: datetime, most: int = MOST) -> Effect:
    """Count what publishing `one` would move."""
    days = changed_days(one)
    waiting = _affected(one, days)
    found = Effect(days, waiting.count() if waiting is not None else 0)
    if waiting is None:
        return found
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:most])
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        found.moves += _moves(batch, one, now)
        found.counted += len(batch)
    return found


def pending(version: CalendarVersion) -> int:
    """How many matters with a running clock still have dates of an older calendar; two
    statements, whatever the number of divisions."""
    newest = calendars.stamp()
    over = calendars.layers(newest) if newest else ()
    paths = _units(version).values_list("division__path", flat=True).distinct()
    current = {calendars.laid(str(path), over).version for path in paths}
    clocks = Clock.objects.filter(touched(version), status__in=RUNNING).exclude(
        calendar__in=current
    )
    if version.division is not None:
        clocks = clocks.filter(matter__intake_unit__division__path__under=version.division.path)
    return clocks.values("matter").distinct().count()


def _units(version: CalendarVersion) -> QuerySet[Unit]:
    units = Unit.objects.all()
    if version.division is not None:
        units = units.filter(division__path__under=version.division.path)
    return units


def _affected(one: Preview, days: Sequence[date]) -> QuerySet[Matter] | None:
    """Matters with a clock that runs over one of the days; None when there is no such day."""
    hours = one.span.first is None
    if not days and not hours:
        return None
    over = Q() if hours else Q(pk__in=[])
    for first, last in _ranges(days) if not hours else ():
        zone = history.zone()
        over |= Q(started_at__lt=datetime.combine(last + timedelta(1), time(), zone)) & (
            Q(legal__gte=datetime.combine(first, time(), zone)) | Q(legal__isnull=True)
        )
    clocks = Clock.objects.filter(over, status__in=RUNNING, matter=OuterRef("pk"))
    matters = Matter.objects.filter(Exists(clocks))
    if one.path:
        matters = matters.filter(intake_unit__division__path__under=one.path)
    return matters


def _ranges(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Days as first and last of what hangs together within a week."""
    first = last = days[0]
    for day in days[1:]:
        if (day - last).days > 7:
            yield first, last
            first = day
        last = day
    yield first, last


def _moves(ids: Sequence[UUID], one: Preview, now: datetime) -> Iterator[Move]:
    events: dict[UUID, list[Event]] = {key: [] for key in ids}
    for event in Event.objects.filter(matter__in=ids).order_by("matter_id", "seq"):
        events[event.matter_id].append(event)
    for matter in Matter.objects.select_related("intake_unit__division").filter(pk__in=ids):
        yield from _moves_of(matter, events[matter.pk], one, now)


def _moves_of(
    matter: Matter, events: Sequence[Event], one: Preview, now: datetime
) -> Iterator[Move]:
    path, zone = str(matter.intake_unit.division.path), history.zone()
    folding = history.folding_of(events)
    before = folding.clocked(one.before(path), zone).clocks
    after = {(c.key, c.cycle): c for c in folding.clocked(one.after(path), zone).clocks}
    for old in before:
        new = after.get((old.key, old.cycle))
        if new is None or old.status not in RUNNING or not old.legal or not new.legal:
            continue
        if old.legal != new.legal:
            turns = _turns(old.legal < now, new.legal < now)
            number = "" if matter.sealed else matter.number
            process = history.process_of(matter)
            yield Move(number, process, old.key, old.legal, new.legal, turns)


def _turns(was_late: bool, is_late: bool) -> str:
    if was_late == is_late:
        return ""
    return "late" if is_late else "in_time"
