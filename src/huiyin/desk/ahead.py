"""What comes next on a matter, whoever does it: the acts by which the first clock is met."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huiyin.desk.timeline import Clocks
from huiyin.engine.definition import Act, ClockShape
from huiyin.matters.queries.matter import MatterPage

MOST = 3
"""So many are named at a glance; every act open to the reader stands beside."""


def ahead(page: MatterPage, clocks: Clocks, open_acts: Sequence[tuple[str, Act]]) -> list[Act]:
    """What has to be done first (heard, checked …), then what stops the first clock; without such
    a clock, those of `open_acts` that take the matter on."""
    found = list(dict.fromkeys(_towards(page, clocks)))
    keys = found or [key for key, act in open_acts if act.to or act.second]
    return [page.process.acts[key] for key in keys[:MOST]]


def _towards(page: MatterPage, clocks: Clocks) -> Iterator[str]:
    first = clocks.next
    shape = page.process.clocks.get(first.key) if first and first.is_duty else None
    for key in shape.stop if isinstance(shape, ClockShape) else ():
        act = page.process.acts.get(key)
        if act is None or page.standing.state not in act.from_states:
            continue
        yield from _before(page, act)
        yield key


def _before(page: MatterPage, act: Act) -> Iterator[str]:
    """What the act still needs to have been done."""
    needed = act.needs.acts if act.needs else ()
    return (key for key in needed if key in page.process.acts and not page.standing.done.get(key))
