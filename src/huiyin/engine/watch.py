"""Which watches hold for one matter at one moment: supervision raised by rule (LAW.md 1.9, S11).

The slow and obvious way, asked by stories and tests; the sweep over all matters says the same in
SQL (`huiyin.duties.watching`). Whoever decides what follows is a person: nothing is done here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from huiyin.engine.calendar import Calendar
from huiyin.engine.method_shape import WatchShape
from huiyin.engine.over import behind

WORKED_ON = frozenset({"intake", "accept", "handle"})
"""Phases in which somebody of an office has to do something next."""
REST = "rest"


@dataclass(frozen=True, slots=True)
class Ticking:
    """One running cycle of a clock. `legal` is None without a term."""

    key: str
    cycle: int
    legal: datetime | None


@dataclass(frozen=True, slots=True)
class Watched:
    """An open matter as a watch looks at it. `acted_at`: when an office did something last."""

    process: str
    state: str
    phase: str
    acted_at: datetime
    clocks: Sequence[Ticking] = ()


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a finding is about, so that it is found once: a cycle of a clock with its due, or the
    moment since which nothing happened (`clock` is empty then)."""

    clock: str = ""
    cycle: int = 0
    moment: datetime | None = None

    @property
    def key(self) -> str:
        """`handle#1@1772812799`, `handle#3` (without a due: it was begun again), `rest@…`."""
        at = "" if self.moment is None else f"@{int(self.moment.timestamp())}"
        return f"{self.clock}#{self.cycle}{at}" if self.clock else f"{REST}{at}"


@dataclass(frozen=True, slots=True)
class Finding:
    """The rule `watch` holds because of `occasion`."""

    watch: str
    occasion: Occasion


def holding(
    watches: Mapping[str, WatchShape],
    matter: Watched,
    now: datetime,
    calendar: Calendar,
    zone: tzinfo,
) -> list[Finding]:
    """Every watch that holds for this open matter, in order of the keys. Raises OutOfRangeError
    beyond the calendar."""
    return [
        Finding(key, occasion)
        for key, shape in sorted(watches.items())
        if matter.process in shape.process
        and (shape.when != "idle" or matter.phase in WORKED_ON)
        and (not shape.states or matter.state in shape.states)
        for occasion in _occasions(shape, matter)
        if _is_over(shape, occasion, now, calendar, zone)
    ]


def _occasions(shape: WatchShape, matter: Watched) -> Iterator[Occasion]:
    if shape.when == "idle":
        yield Occasion(moment=matter.acted_at)
        return
    for clock in matter.clocks:
        if clock.key not in shape.clocks:
            continue
        if shape.when == "late" and clock.legal is not None:
            yield Occasion(clock.key, clock.cycle, clock.legal)
        elif shape.when == "repeated" and clock.cycle >= (shape.times or 0):
            yield Occasion(clock.key, clock.cycle)


def _is_over(
    shape: WatchShape, occasion: Occasion, now: datetime, calendar: Calendar, zone: tzinfo
) -> bool:
    if shape.over is None or occasion.moment is None:
        return True
    return behind(occasion.moment, shape.over, calendar, zone) <= now


def occasion_of(key: str, zone: tzinfo) -> Occasion:
    """The occasion that has this key; its moment to the second. Raises ValueError."""
    what, _, at = key.partition("@")
    moment = datetime.fromtimestamp(int(at), zone) if at else None
    if what == REST:
        return Occasion(moment=moment)
    clock, _, cycle = what.rpartition("#")
    return Occasion(clock, int(cycle), moment)
