"""Stories test a process: events in, states, dates and letters out (DESIGN.md, idea 1).

A story runs through the same `decide` and `fold` as an act in the database, so what a story proves
of a pack holds for real matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from huiyin.engine.calendar import Calendar
from huiyin.engine.definition import Process, Story
from huiyin.engine.process import Refusal
from huiyin.engine.source import Path, Source
from huiyin.engine.story_events import MORNING, Expected, StoryEvent, parse_event
from huiyin.engine.story_expect import ON, differences
from huiyin.engine.story_world import World


@dataclass(frozen=True)
class Failure:
    """One thing that is not as told: at which event (or "expect"), what was expected and found."""

    file: str
    line: int
    at: str
    what: str
    expected: str
    found: str


@dataclass(frozen=True)
class Result:
    """How one story went; it passed when there are no failures."""

    story: str
    file: str
    line: int
    failures: tuple[Failure, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


def run_stories(
    process: Process,
    source: Source,
    calendar: Calendar,
    zone: tzinfo,
    others: Mapping[str, Process] | None = None,
) -> list[Result]:
    """Every story of the process, in the order of the file. `others` are the processes of the
    pack, for stories that go on in another one."""
    pack = {**(others or {}), process.process: process}
    results = []
    for index, story in enumerate(process.stories):
        file, line = source.place(("stories", index))
        world = World(process, calendar, zone, others=pack)
        failures = tuple(_run(world, story, ("stories", index), source))
        results.append(Result(story.story, file, line, failures))
    return results


def _run(world: World, story: Story, path: Path, source: Source) -> Iterator[Failure]:
    """The first event that goes wrong ends a story; all expectations are looked at."""
    zone = world.zone
    for number, item in enumerate(story.events):
        place = source.place((*path, "events", number))
        try:
            event = parse_event(world.acts, item)
            refusal = world.do(event, data_of(world.process_now, story, event))
        except ValueError as error:
            yield Failure(*place, str(item), "event", "an event", str(error))
            return
        if not _as_told(event.refused, refusal):
            wanted = f"refused {_words(event.refused)}" if event.refused else "done"
            yield Failure(*place, event.text, "event", wanted, _found(refusal))
            return
    on = story.expect.get(ON)
    moment = datetime.combine(on, MORNING, zone) if isinstance(on, date) else None
    acts = world.open_to_owner(moment)
    for what, expected, found in differences(
        story.expect, world.standing, world.letters, acts, zone
    ):
        place = source.place((*path, "expect", *what.rpartition(".")[::2]))
        yield Failure(*place, "expect", what, str(expected), str(found))


def data_of(process: Process, story: Story, event: StoryEvent) -> Mapping[str, Any]:
    """The defaults of the process, the story's own, then the event's; empty for other words."""
    if event.word in {"confirm", "send back"}:
        return event.data
    given: dict[str, Any] = {}
    for layer in (
        process.story_defaults.get(event.act, {}),
        story.given.get(event.act, {}),
        event.data,
    ):
        given |= layer
    return {name: value for name, value in given.items() if value is not None}


def _as_told(expected: Expected | None, refusal: Refusal | None) -> bool:
    if expected is None or refusal is None:
        return expected is None and refusal is None
    if expected.field is None:
        return expected.code == refusal.code
    return expected.code == refusal.code and any(
        error.field == expected.field and expected.rule in (None, error.rule)
        for error in refusal.errors
    )


def _words(expected: Expected) -> str:
    return " ".join(word for word in (expected.code, expected.field, expected.rule) if word)


def _found(refusal: Refusal | None) -> str:
    if refusal is None:
        return "done"
    errors = "; ".join(
        f"{error.field} {error.rule} {error.value}".strip() for error in refusal.errors
    )
    values = ", ".join(f"{name}={value}" for name, value in refusal.params.items())
    return f"refused {refusal.code} {errors or values}".strip()
