"""What follows an act: the modules above register here, `perform` calls them in the transaction.

An effect that fails undoes the act: a matter is never accepted without its letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.engine.definition import Process
from huiyin.engine.process import Decision
from huiyin.engine.standing import Event as Done
from huiyin.engine.standing import Standing
from huiyin.matters.models import Event, Matter
from huiyin.people.actor import Actor


@dataclass(frozen=True)
class Performed:
    """One act as it was done: the rows, the decision, the standing before and after it."""

    matter: Matter
    event: Event
    process: Process
    decision: Decision
    before: Standing
    standing: Standing
    events: tuple[Done, ...]
    by: Actor
    data: Mapping[str, Any]
    """Clean data with the plain text; of a confirmed act, what the first person proposed."""


_EFFECTS: list[Callable[[Performed], None]] = []


def register(effect: Callable[[Performed], None]) -> None:
    """Call `effect` after every act from now on (once, from an AppConfig.ready)."""
    if effect not in _EFFECTS:
        _EFFECTS.append(effect)


def run(performed: Performed) -> None:
    for effect in _EFFECTS:
        effect(performed)
