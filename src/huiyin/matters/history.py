"""A matter's events as the engine reads them, and its standing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from huiyin.engine import standing as engine
from huiyin.engine.calendar import Calendar
from huiyin.engine.definition import Process
from huiyin.engine.standing import Folding, Standing
from huiyin.matters.models import Event, Matter
from huiyin.packs import load
from huiyin.places import calendars


def zone() -> ZoneInfo:
    """The installation's time zone: days are local days."""
    return ZoneInfo(settings.TIME_ZONE)


def process_of(matter: Matter) -> Process:
    """The definition this matter runs on: its own version, whatever came later."""
    return load.process(matter.pack, matter.process, matter.version)


def reference(pack: str, process: Process) -> str:
    """How an event names a definition: `PACK/PROCESS@VERSION`."""
    return f"{pack}/{process.process}@{process.version}"


def resolve(reference: str) -> Process:
    """The definition that an event names. Raises KeyError, PackNotFound."""
    pack, _, rest = reference.partition("/")
    key, _, version = rest.partition("@")
    return load.process(pack, key, version)


def latest_in(pack: str) -> Callable[[str], str]:
    """Key of a process → reference of the definition of this pack in force now."""
    return lambda key: reference(pack, load.process(pack, key))


def calendar_for(matter: Matter, newest: datetime | None) -> Calendar:
    """The calendar of the place where the matter was taken in (its days count for all clocks)."""
    return calendars.calendar_of(matter.intake_unit.division.path, newest)


def read(event: Event) -> engine.Event:
    """A stored event as an engine value."""
    return engine.Event(
        seq=event.seq, act=event.act, step=engine.Step(event.step), at=event.at, data=event.data,
        account=_text(event.account_id), post=_text(event.post_id), unit=_text(event.unit_id),
    )  # fmt: skip


def folding_of(events: Sequence[Event]) -> Folding:
    """Stored events (in order of seq, at least one) folded from the definition they began on;
    its `process` is the one they have come to."""
    folding = Folding(resolve(events[0].version), resolve)
    for event in events:
        folding.add(read(event))
    return folding


def standing_of(events: Sequence[Event], calendar: Calendar) -> Standing:
    """Fold stored events (in order of seq, at least one) into a standing."""
    return folding_of(events).clocked(calendar, zone())


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
