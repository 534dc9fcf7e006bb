"""What can go wrong at the one door; every face turns these into its own answer."""

from __future__ import annotations

from huiyin.engine.process import Refusal


class NotVisible(Exception):
    """No such matter, or none that this actor may see: the same answer for both (404)."""


class Stale(Exception):
    """Somebody else acted in between: nothing was written (409)."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(f"expected event {expected}, the matter is at event {found}")
        self.expected, self.found = expected, found


class Refused(Exception):
    """The act is not possible or the form is wrong: nothing was written (403, 409 or 422)."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
