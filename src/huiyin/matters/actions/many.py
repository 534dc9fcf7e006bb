"""One act on several matters: each through the one door, each with its own answer.

What is refused for one matter is refused here as it is alone, and stops none of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huiyin.engine.process import Refusal
from huiyin.matters.actions.door import perform
from huiyin.matters.effects import Performed
from huiyin.matters.errors import NotVisible, Refused, Stale
from huiyin.people.actor import Actor

MOST = 100
"""Matters in one go; more are sent again."""


@dataclass(frozen=True, slots=True)
class Target:
    """A matter and the event of it that the actor saw last."""

    matter_id: UUID
    expected_seq: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one: done, or why not. Nothing was written for one that was not done;
    without any of the three the actor does not see it."""

    target: Target
    done: Performed | None = None
    refusal: Refusal | None = None
    stale: Stale | None = None


def perform_many(
    targets: Sequence[Target],
    act: str,
    *,
    by: Actor,
    data: Mapping[str, Any],
    via: str = "desk",
    advance: Callable[[Outcome], Any] = lambda _outcome: None,
) -> list[Outcome]:
    """Do `act` with the same form on each target, in order, each in a transaction of its own;
    `advance` is told after each. Raises ValueError for more than MOST."""
    if len(targets) > MOST:
        msg = f"at most {MOST} matters at once, not {len(targets)}"
        raise ValueError(msg)
    outcomes = []
    for target in targets:
        outcomes.append(_one(target, act, by, data, via))
        advance(outcomes[-1])
    return outcomes


def _one(target: Target, act: str, by: Actor, data: Mapping[str, Any], via: str) -> Outcome:
    try:
        done = perform(
            target.matter_id, act, by=by, data=data, expected_seq=target.expected_seq, via=via
        )
    except Refused as refused:
        return Outcome(target, refusal=refused.refusal)
    except Stale as stale:
        return Outcome(target, stale=stale)
    except NotVisible:
        return Outcome(target)
    return Outcome(target, done=done)
