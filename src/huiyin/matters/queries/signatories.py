"""How many people signed a joint letter: each keeps a number, a reply and a rating."""

from __future__ import annotations

from uuid import UUID

from huiyin.matters.models import Event

_FIELD = "signatories"


def signatories(matter_id: UUID) -> int:
    """The number of signatories that were registered; 1 for a matter of one person. One
    statement."""
    first = Event.objects.filter(matter=matter_id, seq=1).values_list("data", flat=True).first()
    rows = (first or {}).get(_FIELD)
    return max(1, len(rows)) if isinstance(rows, list) else 1
