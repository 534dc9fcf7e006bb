"""Doors for residents: another matter, opened from the own one (a complaint about the handling).

A door is one for residents when it has words for them (`public`). What its form asks is what cannot
be known: who is complained about, what happened. The page knows the rest, and where it goes: to
the unit above the one complained about, never to that unit itself (the form refuses that too).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.engine.definition import Act, Door, FormField, Process
from huiyin.matters import files
from huiyin.matters.actions import register
from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.matters.queries.matter import MatterPage
from huiyin.packs import load
from huiyin.people.actor import resident
from huiyin.people.intake import intake_of
from huiyin.people.models import Unit
from huiyin.people.superiors import superiors
from huiyin.portal.following.doing import ONLINE, settled_fields
from huiyin.ui.fields import Option

ABOUT, TO = "about_unit", "to_unit"
"""Fields of an opening form: the unit it is about, and the unit above that takes it."""
_CHANNEL = "channel"


@dataclass(frozen=True)
class Opening:
    """An open door: the act behind it, and the units it can be about."""

    key: str
    door: Door
    process: Process
    act: Act
    units: Sequence[Unit]

    @property
    def options(self) -> dict[str, tuple[Option, ...]]:
        """What can be chosen in the form; other references offer nothing."""
        none: dict[str, tuple[Option, ...]] = {
            name: () for name, spec in self.act.form.items() if spec.type in {"unit", "matter"}
        }
        return none | {ABOUT: tuple(Option(str(unit.pk), unit.name) for unit in self.units)}


@dataclass(frozen=True)
class Opened:
    """A matter that was opened: what the resident needs to follow it."""

    matter: Matter
    number: str
    code: str


def opening(page: MatterPage, key: str) -> Opening | None:
    """The door of this key if it is open to residents now; one statement."""
    door = page.process.doors.get(key)
    if door is None or door.public is None or page.standing.state not in door.from_states:
        return None
    process = load.process(page.matter.pack, door.opens)
    # The unit that has it now stands first: it is the one most complaints are about.
    known = {*page.standing.owners, str(page.matter.owner_unit_id)}
    found = Unit.objects.filter(pk__in=known, dissolved_on__isnull=True).order_by("code")
    units = sorted(found, key=lambda unit: unit.pk != page.matter.owner_unit_id)
    has_above = [unit for unit in units if superiors(unit)]
    return Opening(key, door, process, process.acts[door.act], has_above) if has_above else None


def fixed(page: MatterPage, one: Opening, raw: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What the form does not ask. Without a known unit in `raw` it is about the first."""
    form: Mapping[str, FormField] = one.act.form
    chosen = next((unit for unit in one.units if str(unit.pk) == raw.get(ABOUT)), one.units[0])
    known: dict[str, Any] = {
        _CHANNEL: ONLINE, one.door.field: page.matter.number, TO: superiors(chosen)[0],
        "title": form["title"].default,
        **settled_fields(one.process.clocks, one.act, now),
    }  # fmt: skip
    return {name: value for name, value in known.items() if name in form}


def open_door(
    page: MatterPage,
    one: Opening,
    raw: Mapping[str, Any],
    now: datetime,
    uploads: Mapping[str, Sequence[files.Upload]],
    via: str,
) -> Opened:
    """Register the matter behind the door. Raises Refused."""
    data = {**raw, **fixed(page, one, raw, now)}
    above = Unit.objects.select_related("division").get(pk=data[TO])
    by = resident("portal", page.matter.pk, intake=intake_of(above))
    done = register(
        one.door.opens, by=by, data=data, act=one.door.act, pack=page.matter.pack, via=via,
        uploads=uploads,
    )  # fmt: skip
    return Opened(done.matter, done.matter.number, code_of(done.matter.pk))
