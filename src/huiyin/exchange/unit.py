"""The unit that takes in what is imported, and the importing program as an actor of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.exchange.mapping import UnitShape
from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Unit
from huiyin.people.models.unit import UnitKind
from huiyin.places.codes import level_of, parent_of
from huiyin.places.models import Division


class NoUnit(LookupError):
    """The unit of the mapping is not there, or is dissolved."""


@dataclass(frozen=True)
class Intake:
    """The unit, and the system acting in it."""

    unit: Unit
    by: Actor
    division_path: str


def intake(wanted: UnitShape, *, create: bool) -> Intake:
    """Find the unit; make it when the mapping says so and `create` allows it (no dry run).

    In a dry run a unit that would be made is an unsaved one. Raises NoUnit.
    """
    code = wanted.code
    unit = Unit.objects.select_related("division").filter(code=code).first()
    if unit is None:
        if not wanted.create:
            raise NoUnit(_("there is no unit with the code %s") % code)
        unit = _made(wanted, create=create)
    if unit.dissolved_on is not None:
        raise NoUnit(_("the unit %s is dissolved") % code)
    path = _path(unit)
    post = PostView(unit.id, "", unit.name, unit.id, unit.name, tuple(unit.above), path, None)
    return Intake(unit, Actor(None, "import", (post,), "system"), path)


def _made(wanted: UnitShape, *, create: bool) -> Unit:
    division = Division.objects.filter(code=wanted.division).first()
    if division is None:
        level = level_of(wanted.division)
        above = parent_of(wanted.division, level)
        parent = Division.objects.filter(code=above).first() if above else None
        division = Division(code=wanted.division, name=wanted.name, level=level, parent=parent)
        if create:
            division.save(force_insert=True)
            division.refresh_from_db()
    unit = Unit(code=wanted.code, name=wanted.name, kind=UnitKind.OTHER, division=division)
    if create:
        unit.save(force_insert=True)
    return unit


def _path(unit: Unit) -> str:
    return "" if unit.division._state.adding else str(unit.division.path)  # noqa: SLF001 -- unsaved
