"""For the addresses of the reception: a visitor at the office's window today."""

from __future__ import annotations

from django.utils import timezone

from huiyin.people.testing import Cast
from huiyin.reception import actions

BODIES: dict[str, dict[str, str]] = {
    "reception/arrive/": {"people": "2"},
    "reception/close/": {"close": "1"},
}
"""Address → the fields of its form."""
JSON: dict[str, dict[str, int]] = {"api/reception/arrive": {"people": 2}, "api/reception/call": {}}


def values(cast: Cast) -> dict[str, str]:
    """Whoever was called, and one who waits."""
    window = cast.actor("office.window")
    day = actions.open_day(window, cast.units["office"].pk, timezone.localdate())
    for _one in range(2):
        actions.arrive(window, day.pk)
    return {"visit": str(actions.call(window, day.pk).pk)}
