"""Kinds of rotas that the method in force in a unit has; the shape and the calendar of a rota."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.utils import timezone

from huiyin.duties.models import Rota
from huiyin.engine.calendar import Calendar
from huiyin.engine.method_shape import RotaShape
from huiyin.engine.rota import Turn, rest_of, turns
from huiyin.packs.method_file import method
from huiyin.people.models import Unit
from huiyin.places import calendars
from huiyin.places.method import nearest
from huiyin.places.models import Level

LEVELS: Mapping[int, str] = {
    Level.CITY: "city", Level.COUNTY: "county", Level.TOWN: "town", Level.VILLAGE: "village",
}  # fmt: skip


@dataclass(frozen=True)
class Running:
    """A rota with what its method says and the calendar of its place."""

    rota: Rota
    shape: RotaShape
    calendar: Calendar
    zone: tzinfo

    def turns(self, first: date, last: date) -> tuple[Turn, ...]:
        """Its turns that begin from `first` to `last`, both included."""
        until = self.rota.ended_on
        if until is not None and until < last:
            last = until
        return turns(self.shape, first, last, self.calendar, self.zone)

    def turn_on(self, day: date) -> Turn | None:
        """The turn that begins on that day."""
        return next(iter(self.turns(day, day)), None)


def shape_of(rota: Rota) -> RotaShape | None:
    """What the rota's method says about it; None when it no longer says anything."""
    return method(rota.pack).rotas.get(rota.key)


def rest_kept(rota: Rota) -> timedelta:
    """The rest that a rota wants before and after its shifts."""
    shape = shape_of(rota)
    return rest_of(shape) if shape else timedelta()


def running(rota: Rota, newest: datetime | None) -> Running | None:
    """The rota (with its unit's division) with shape and calendar; None without a shape."""
    shape = shape_of(rota)
    if shape is None:
        return None
    calendar = calendars.calendar_of(str(rota.unit.division.path), newest)
    return Running(rota, shape, calendar, timezone.get_current_timezone())


def offered(methods: Mapping[str, str], unit: Unit) -> tuple[str, Mapping[str, RotaShape]]:
    """The pack in force in the unit (see `places.method.in_force`) and the rotas that it has for
    units of this level; nothing where no method is in force."""
    pack = nearest(methods, unit.division_id)
    level = LEVELS.get(unit.division.level)
    if not pack:
        return "", {}
    found = method(pack).rotas
    return pack, {key: shape for key, shape in found.items() if level in shape.levels}
