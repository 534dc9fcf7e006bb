"""Walking a process without a database: what a matter shows at each step (the simulator).

The walk is a story told act by act: the same `decide` and `fold` as everywhere, so what it shows
is what would happen. A line is written as in a story (`2026-05-11 register`), with data if the
defaults of the pack are not meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from huiyin.engine.calendar import Calendar
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import Act, Process, Role, Story
from huiyin.engine.process import Actor, Refusal, gate
from huiyin.engine.standing import Event, Standing
from huiyin.engine.stories import data_of
from huiyin.engine.story_events import StoryEvent, parse_event, relation_unit
from huiyin.engine.story_world import World, person

Line = str | Mapping[str, Any]
_NO_STORY = Story(story="walk", events=(), expect={})


@dataclass(frozen=True, slots=True)
class Open:
    """An act that can be named from where the matter stands, and who could do it. `refusal` says
    why nobody can do it now."""

    key: str
    act: Act
    who: tuple[str, ...]
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Where the matter stood after one line: `standing`, its definition, acts, new letters."""

    line: str
    process: Process
    standing: Standing
    acts: tuple[Open, ...]
    letters: tuple[str, ...]
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None
    error: str = ""

    @property
    def running(self) -> tuple[ClockState, ...]:
        """Clocks that run or stand still."""
        clocks = self.standing.clocks
        return tuple(clock for clock in clocks if clock.status in {"running", "paused"})

    @property
    def ended(self) -> tuple[ClockState, ...]:
        clocks = self.standing.clocks
        return tuple(clock for clock in clocks if clock.status not in {"running", "paused"})


def walk(
    process: Process,
    lines: Sequence[Line],
    calendar: Calendar,
    zone: tzinfo,
    others: Mapping[str, Process] | None = None,
    *,
    start: datetime,
) -> list[Stop]:
    """The stop before the first line (acts that begin a matter), then one for each line. A line
    that is refused, or cannot be read, leaves the matter where it was and ends the walk."""
    world = World(process, calendar, zone, others={**(others or {}), process.process: process})
    now = start.astimezone(zone)
    stops = [_stop(world, "", now, 0)]
    for line in lines:
        issued, refusal, error = len(world.letters), None, ""
        try:
            event = parse_event(world.acts, line)
            now = event.at.replace(tzinfo=zone)
            refusal = world.do(event, data_of(world.process_now, _NO_STORY, event))
        except ValueError as wrong:
            error = str(wrong)
        stops.append(_stop(world, _text(line), now, issued, refusal, error))
        if refusal is not None or error:
            break
    return stops


def line_for(act: str, day: str, data: Mapping[str, Any] | None = None, by: str = "") -> Line:
    """The line of a story for one act: `2026-05-11 register`, with data and by whom."""
    text = f"{day} {act}" + (f" by {by}" if by else "")
    return {text: dict(data)} if data else text


def defaults_of(process: Process, act: str) -> Mapping[str, Any]:
    """What the form is filled with when a line gives no data."""
    event = StoryEvent("", datetime.min, act)  # noqa: DTZ901 -- only the act is looked at
    return data_of(process, _NO_STORY, event)


def _stop(
    world: World, line: str, now: datetime, issued: int, refusal: Refusal | None = None,
    error: str = "",
) -> Stop:  # fmt: skip
    scene = world.scene
    acts = tuple(_acts(world, now))
    return Stop(
        line, scene.process, scene.standing, acts, tuple(world.letters[issued:]),
        tuple(world.events), refusal, error,
    )  # fmt: skip


def _acts(world: World, now: datetime) -> Iterator[Open]:
    scene = world.scene
    state = scene.standing.state
    for key, act in scene.process.acts.items():
        if state not in act.from_states:
            continue
        answers = [(str(who), gate(scene, key, actor, now)) for who, actor in _people(world, act)]
        may = tuple(who for who, answer in answers if not isinstance(answer, Refusal))
        refusals = [answer for _, answer in answers if isinstance(answer, Refusal)]
        if may:
            yield Open(key, act, may)
        elif refusals:
            yield Open(key, act, (), refusals[0])


def _people(world: World, act: Act) -> Iterator[tuple[str, Actor]]:
    """One person for each of those who may do the act, or confirm what was proposed."""
    standing = world.standing
    waiting = (
        standing.proposal is not None and world.process_now.acts.get(standing.proposal.act) is act
    )
    who = (act.second,) if waiting and act.second else act.who
    for one in who:
        unit = relation_unit(one.relation, standing)
        if one.role is Role.RESIDENT:
            yield str(one), person(str(one.role))
        elif unit is not None:
            yield str(one), person(f"{one.role} of {unit}")


def _text(line: Line) -> str:
    return line if isinstance(line, str) else ", ".join(line)
