"""A method as the replay sees it: terms, acts it adds, the time of its duties. Packs in, `Plan`
out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huiyin.engine.definition import NEW, ClockShape, Process
from huiyin.engine.method import Method
from huiyin.engine.pack import Pack
from huiyin.engine.replay.dues import RECEIVED
from huiyin.engine.replay.values import Added, Plan, Term

DUTY_MINUTES = 15
"""What one duty is taken to cost where nobody says otherwise."""
_PER_DAY = {"day": 1.0, "workday": 1.0, "week": 1 / 5, "month": 1 / 21, "quarter": 1 / 63,
            "year": 1 / 250, "sensitive": 0.0}  # fmt: skip
"""How often a duty falls on a working day, by the first word of its `every`."""


def plan_of(
    pack: Pack, method: Method, was: Mapping[str, Process], minutes: int = DUTY_MINUTES
) -> Plan:
    """The plan of a pack for matters whose acts were done under the processes `was`."""
    known = {key: process for key, process in pack.processes.items() if key in was}
    return Plan(
        name=pack.name,
        terms={key: tuple(_terms(process)) for key, process in known.items()},
        added={key: _added(process, was[key]) for key, process in known.items()},
        acts={key: frozenset(process.acts) for key, process in known.items()},
        duty_minutes=duty_minutes(method, minutes),
    )


def duty_minutes(method: Method, minutes: int) -> dict[str, float]:
    """Role → minutes of duties on a working day."""
    found: dict[str, float] = {}
    for duty in method.duties.values():
        word, _, rest = (duty.every or "").partition(" ")
        times = len(rest.split(",")) if word == "week" and rest else 1
        role = str(duty.owners.role)
        found[role] = found.get(role, 0.0) + minutes * times * _PER_DAY.get(word, 0.0)
    return found


def _terms(process: Process) -> Iterable[Term]:
    """Clocks with a fixed term that somebody of the office can miss."""
    for key, clock in process.clocks.items():
        if clock.within is not None and clock.kind != "petitioner" and not clock.silent:
            yield Term(
                key, frozenset(clock.start), frozenset(clock.stop), frozenset(clock.cancel),
                clock.within, clock.condition,
                extend=clock.extend.act if clock.extend else "",
                by=clock.extend.by if clock.extend else None,
            )  # fmt: skip


def _added(process: Process, was: Process) -> dict[str, tuple[Added, ...]]:
    """Where a clock of the method can be stopped by an act that the old one did not have, the first
    such act follows the one that starts the clock (the registration, for what is received)."""
    found: dict[str, list[Added]] = {}
    begins = [key for key, act in was.acts.items() if NEW in act.from_states]
    for clock in _new_clocks(process, was):
        own = (act for act in clock.stop if act in process.acts and act not in was.acts)
        stop = next(own, None)
        if stop is None:
            continue
        added = Added(stop, str(process.acts[stop].who[0].role))
        starts = [*clock.start, *(begins if RECEIVED in clock.start else ())]
        for start in starts:
            if start in was.acts:
                found.setdefault(start, []).append(added)
    return {act: tuple(steps) for act, steps in found.items()}


def _new_clocks(process: Process, was: Process) -> Iterable[ClockShape]:
    return (clock for key, clock in process.clocks.items() if key not in was.clocks)
