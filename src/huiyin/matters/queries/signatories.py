"""Who signed a joint letter: each signatory keeps a number, a reply and a rating."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from huiyin.engine.facts import is_sealed
from huiyin.matters.models import Event

_FIELD = "signatories"


def signatories(matter_id: UUID) -> int:
    """The number of signatories that were registered; 1 for a matter of one person. One
    statement."""
    return max(1, len(_rows(matter_id)))


def persons_of_signatories(matter_id: UUID) -> list[str]:
    """The vault's ids of the signatories in the order in which they signed, empty for a row that
    names nobody; no rows for a matter of one person. One statement."""
    people = [row.get("person", {}) for row in _rows(matter_id)]
    return [str(one.get("person", "")) if is_sealed(one) else "" for one in people]


def _rows(matter_id: UUID) -> list[dict[str, Any]]:
    first = Event.objects.filter(matter=matter_id, seq=1).values_list("data", flat=True).first()
    rows = (first or {}).get(_FIELD)
    return rows if isinstance(rows, list) else []
