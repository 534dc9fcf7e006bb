"""A matter's events as the engine reads them, and its standing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from huiyin.engine import standing as engine
from huiyin.engine.calendar import Calendar
from huiyin.engine.definition import Process
from huiyin.engine.standing import Standing, fold
from huiyin.matters.models import Event, Matter
from huiyin.packs import load
from huiyin.places import calendars


def zone() -> ZoneInfo:
    """The installation's time zone: days are local days."""
    return ZoneInfo(settings.TIME_ZONE)


def process_of(matter: Matter) -> Process:
    """The definition this matter runs on: its own version, whatever came later."""
    return load.process(matter.pack, matter.process, matter.version)


def calendar_for(matter: Matter, newest: datetime | None) -> Calendar:
    """The calendar of the place where the matter was taken in (its days count for all clocks)."""
    return calendars.calendar_of(matter.intake_unit.division.path, newest)


def read(event: Event) -> engine.Event:
    """A stored event as an engine value."""
    return engine.Event(
        seq=event.seq, act=event.act, step=engine.Step(event.step), at=event.at, data=event.data,
        account=_text(event.account_id), post=_text(event.post_id), unit=_text(event.unit_id),
    )  # fmt: skip


def standing_of(process: Process, events: Iterable[Event], calendar: Calendar) -> Standing:
    """Fold stored events (in order of seq) into a standing."""
    return fold(process, [read(event) for event in events], calendar, zone())


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
