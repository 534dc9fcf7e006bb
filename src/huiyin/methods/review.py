"""What a draft would do: mistakes, stories, the difference in words, matters that stay as they are.

The same strict check as `huiyin pack check`, over the pack as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from huiyin.engine.amend import Amended, amend
from huiyin.engine.calendar import Calendar
from huiyin.engine.definition import Process
from huiyin.engine.diff import Change, diff
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import LETTERS, Loaded, Pack
from huiyin.engine.stories import Result, run_stories
from huiyin.letters.reading import WordingError, parse_wording
from huiyin.matters.models import Clock, Matter
from huiyin.methods.models import Draft
from huiyin.packs import load, published
from huiyin.places import calendars

MOST = 1000
"""Matters are counted up to here and then said to be more."""


@dataclass(frozen=True)
class Effect:
    """What one process of a draft changes."""

    process: Process
    below: Process | None
    changes: tuple[Change, ...]
    dates: tuple[Result, ...]
    """Stories of the version below that no longer come out as told."""
    open_matters: int
    """Open matters that began before and keep their version; more than MOST is MOST + 1."""
    running: Mapping[str, int] = field(default_factory=dict)
    """Of the clocks that change, how many run and keep their term."""


@dataclass(frozen=True)
class Review:
    """Everything somebody looks at before they agree."""

    problems: tuple[Problem, ...]
    stories: tuple[Result, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def failed(self) -> tuple[Result, ...]:
        return tuple(one for one in self.stories if not one.passed)

    @property
    def is_sound(self) -> bool:
        return not self.errors and not self.failed


def review(draft: Draft, today: date, *, effects: bool = True) -> Review:
    """The draft against the pack as it is now; valid from its day, or from the earliest one.

    Without `effects` only whether it is sound: telling what it changes runs every story below.
    """
    published.refresh()
    pack = load.load(draft.pack)
    day = draft.valid_from or max([today, *_begins(pack)])
    amended, found = amend(pack, draft.files, draft.mark, day)
    problems = [*found, *_letters(draft.files)]
    if amended is None:
        return Review(tuple(problems))
    problems += amended.problems()
    calendar = calendars.calendar_of("", calendars.stamp())
    stories = [result for one in amended.fresh for result in _stories(one, amended, calendar)]
    told = [_effect(one, pack, amended, calendar) for one in amended.fresh] if effects else []
    return Review(tuple(problems), tuple(stories), tuple(told))


def _begins(pack: Pack) -> Iterator[date]:
    return (versions[0].process.valid_from for versions in pack.versions.values())


def _letters(files: Mapping[str, str]) -> Iterator[Problem]:
    for name, text in files.items():
        if name.startswith(LETTERS):
            try:
                parse_wording(text, name)
            except WordingError as error:
                for one in error.mistakes:
                    said = f"{one.where}: {one.rule}"
                    yield Problem(name, one.line, one.where, "wording", said, said)


def _stories(one: Loaded, amended: Amended, calendar: Calendar) -> list[Result]:
    pack = replace(amended.pack, today=None)
    return run_stories(one.process, one.source, calendar, ZoneInfo(pack.zone), pack.processes)


def _effect(one: Loaded, pack: Pack, amended: Amended, calendar: Calendar) -> Effect:
    versions = pack.versions.get(one.process.process, ())
    if not versions:
        return Effect(one.process, None, (), (), 0)
    below = versions[0]
    told = one.process.model_copy(update={"stories": below.process.stories})
    others = replace(amended.pack, today=None).processes
    again = run_stories(told, below.source, calendar, ZoneInfo(pack.zone), others)
    # An overlay has stories of its own only: that those below are gone is no change of the method.
    changes = tuple(c for c in diff(below.process, one.process) if c.section != "stories")
    matters = Matter.objects.filter(pack=pack.name, process=one.process.process, is_open=True)
    clocks = {change.path.split(".")[1] for change in changes if change.section == "clocks"}
    return Effect(
        one.process, below.process, changes, tuple(result for result in again if not result.passed),
        matters[: MOST + 1].count(),
        {key: _running(matters, key) for key in sorted(clocks & set(below.process.clocks))},
    )  # fmt: skip


def _running(matters: QuerySet[Matter], key: str) -> int:
    clocks = Clock.objects.filter(matter__in=matters, key=key, status="running")
    return clocks[: MOST + 1].count()
