"""Which work method is in force where: `Division.pack`, of the division or the nearest above."""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.places.codes import pad
from huiyin.places.models import Division

_LENGTHS = (12, 9, 6, 4, 2)


def in_force() -> Mapping[str, str]:
    """Code of a division → the pack that is set there, wherever one is: one statement."""
    return dict(Division.objects.exclude(pack="").values_list("pk", "pack"))


def nearest(methods: Mapping[str, str], code: str) -> str:
    """The pack in force at a place, from `in_force`; without a place the only one there is. Empty
    where none is set."""
    if not code:
        found = set(methods.values())
        return found.pop() if len(found) == 1 else ""
    above = (pad(code[:length]) for length in _LENGTHS)
    return next((methods[one] for one in above if one in methods), "")
