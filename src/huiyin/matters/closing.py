"""Open matters of a unit or a post that somebody wants to close (see `people.actions.guards`)."""

from __future__ import annotations

from uuid import UUID

from huiyin.matters.actions.door import begin
from huiyin.matters.models import Matter

_COLUMN = {"unit": "owner_unit_id", "post": "holder_id"}


def open_matters(kind: str, key: UUID) -> int:
    """How many there are, while no act can add one: acts wait for the lock taken here, and then
    find the unit or post closed."""
    begin(numbered=False, alone=True)
    return Matter.objects.filter(is_open=True, **{_COLUMN[kind]: key}).count()
