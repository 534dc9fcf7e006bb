"""What a new matter takes over from the one it is opened from: its number, and words of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from huiyin.desk.kinds import Kind
from huiyin.engine.standing import Step
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.matter import ERASED, MatterPage
from huiyin.people.actor import Actor

_CARRIED = (str, int, bool, list)


def carried(kind: Kind, number: str, actor: Actor) -> dict[str, Any]:
    """Values of the form of `kind` when it is opened from the matter `number`; empty when no door
    of that matter leads there. Raises NotVisible."""
    page = queries.page(actor, number, timezone.localdate())
    for door in page.process.doors.values():
        if (door.opens, door.act) == (kind.process.process, kind.key):
            said = _said(page, door.of)
            words = {name: said.get(name) for name in door.carry if name in kind.act.form}
            kept = {name: value for name, value in words.items() if _can_carry(value)}
            return {**kept, **_asked_for(kind, door.field), door.field: page.matter.number}
    raise NotVisible(number)


def _said(page: MatterPage, act: str | None) -> Mapping[str, Any]:
    """What was registered, and over it what the act said last (a meeting's newest decision)."""
    told = [one.data for one in page.events if one.act == act and one.step == Step.DO]
    return {**page.events[0].data, **(told[-1] if told else {})}


def _asked_for(kind: Kind, field: str) -> dict[str, str]:
    """What must stand elsewhere in the form for the field of the link to count at all."""
    spec = kind.act.form.get(field)
    needed = spec.condition.items() if spec else ()
    return {name: str(values[0]) for name, values in needed if len(values) == 1}


def _can_carry(value: Any) -> bool:
    return value is not ERASED and isinstance(value, _CARRIED)
