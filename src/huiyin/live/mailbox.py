"""What waits to be told to one page: never more than one hint, however slow the page is.

Hints only say that something is to be fetched again, so any number of them is one: nothing is
lost, and no page that stopped reading can fill the memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from huiyin.notices.hints import Listener

Hint = dict[str, Any]
EVERYTHING: Hint = {"matter": True, "list": True, "notices": True}
"""After a gap: fetch whatever is on the page."""


class Mailbox:
    """One page that listens, and the one hint that waits for it."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self._hint: Hint = {}
        self._there = asyncio.Event()

    def put(self, hint: Mapping[str, Any]) -> None:
        """Add to what waits; the newest event of the matter counts."""
        if hint:
            self._hint |= hint
            self._there.set()

    async def take(self, patience: float) -> Hint | None:
        """The hint, as soon as there is one; None after `patience` seconds without."""
        try:
            await asyncio.wait_for(self._there.wait(), patience)
        except TimeoutError:
            return None
        hint, self._hint = self._hint, {}
        self._there.clear()
        return hint


def hint_for(listener: Listener, told: Mapping[str, Any]) -> Hint:
    """What a payload of the database (see `notices.hints`) means for one page; {} for nothing."""
    hint: Hint = {}
    if listener.account.hex in told.get("a", ()):
        hint["notices"] = True
    if listener.matter is not None and told.get("m") == listener.matter.hex:
        hint |= {"matter": True, "seq": told.get("s", 0)}
    if any(unit.hex in told.get("u", ()) for unit in listener.units):
        hint["list"] = True
    return hint
