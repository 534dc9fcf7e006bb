"""Stories of counting: matters that came in, and the figures counted by hand.

What an official would tell (同一封信又寄一次，再算一件). Words are cut by a function of the caller;
categories are called by their names. Input is a `counting_stories.yaml`; `run` answers with every
difference, so an empty answer means that the story holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from huiyin.engine.counting_rules import Counting
from huiyin.engine.definition import Many, Shape
from huiyin.engine.indicators import shares
from huiyin.engine.repeats import Brought, Mark, is_repeat, suggested
from huiyin.engine.tally import Came, Figure, tally

_CATEGORY = "category."


def _as_day(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _as_list(value: object) -> object:
    return tuple(value) if isinstance(value, list) else (value,)


def _as_people(value: object) -> object:
    return value if isinstance(value, dict) else {"petitioner": value}


Day = Annotated[date, BeforeValidator(_as_day)]
Days = Annotated[tuple[Day, ...], BeforeValidator(_as_list), Field(max_length=2)]


class Merged(Shape):
    """By a person, from a day on; `undone` from another day on."""

    into: str
    on: Day
    undone: Day | None = None


class StoryMatter(Shape):
    """One matter. `who`: role → names (a list alone: petitioners); anonymous without. `repeat`: the
    day from which a person has flagged it, and the day on which that was undone."""

    day: Day
    channel: str = "letter"
    people: int = 1
    who: Annotated[dict[str, Many], BeforeValidator(_as_people)] = {}
    text: str = ""
    purpose: str = ""
    category: str = ""
    place: str = ""
    beyond: bool = False
    repeat: Days = ()
    merged: Merged | None = None


class CountingStory(Shape):
    story: str = Field(min_length=1)
    covers: Many = ()
    period: Annotated[tuple[Day, Day], BeforeValidator(_as_list)]
    place: str = ""
    came: dict[str, StoryMatter] = {}
    one_letter_each: Many = ()
    """Names of categories: one letter of each on the first day."""
    expect: dict[str, int] = {}
    """Measure → count after merging."""
    before: dict[str, int] = {}
    """Measure → count before merging, where it differs."""
    counted: dict[str, int] = {}
    """Raw counts of the indicators, and of each indicator its share in percent."""
    shares: dict[str, str] = {}
    suggest: dict[str, dict[str, str]] = {}
    """Matter → candidate → `same_matter`, `same_person`, `related` or `nothing`."""


class CountingStories(Shape):
    stories: Annotated[tuple[CountingStory, ...], BeforeValidator(_as_list)]

    @model_validator(mode="after")
    def _names_known(self) -> CountingStories:
        for story in self.stories:
            into = {one.merged.into for one in story.came.values() if one.merged}
            asked = {*story.suggest, *(other for row in story.suggest.values() for other in row)}
            if unknown := sorted((into | asked) - story.came.keys()):
                raise ValueError(f"{story.story}: unknown matters {unknown}")
        return self


@dataclass(frozen=True)
class World:
    """What the story needs from outside: words of a text, code of a category's name."""

    rules: Counting
    words: Callable[[str], Iterable[str]]
    codes: Mapping[str, str]


def run(story: CountingStory, world: World) -> list[str]:
    """Every figure and suggestion that is not as told, in words."""
    groups = [(came, 1) for came in _came(story, world)]
    figures = tally(groups, world.rules)
    wrong: list[str] = []
    for measure, told in story.expect.items():
        key = _measure(measure, world)
        found = figures.get(key, Figure()).number
        wrong += [f"{measure}: told {told}, counted {found}"] * (found != told)
        before, found = story.before.get(measure, told), figures.get(key, Figure()).before
        wrong += [f"{measure} before merging: told {before}, counted {found}"] * (before != found)
    return [*wrong, *_shares(story, world), *_suggestions(story, world)]


def _shares(story: CountingStory, world: World) -> Iterator[str]:
    found = shares(story.counted, world.rules)
    for name, told in story.shares.items():
        percent = found[name].percent if name in found else "no such indicator"
        if percent != told:
            yield f"{name}: told {told}, counted {percent}"


def _measure(name: str, world: World) -> str:
    if not name.startswith(_CATEGORY):
        return name
    category = name.removeprefix(_CATEGORY)
    return _CATEGORY + world.codes.get(category, category)


def _came(story: CountingStory, world: World) -> Iterator[Came]:
    first, last = story.period
    for name in story.one_letter_each:
        yield Came(channel="letter", category=world.codes[name])
    for one in story.came.values():
        if first <= one.day <= last and _within(one.place, story.place):
            yield _one(one, story, world)


def _one(one: StoryMatter, story: CountingStory, world: World) -> Came:
    end = datetime.combine(story.period[1], time.max)
    return Came(
        channel=one.channel,
        people=one.people,
        signatories=len(one.who.get("signatories", ())),
        purpose=one.purpose,
        category=world.codes[one.category] if one.category else "",
        beyond=one.beyond,
        repeat=is_repeat([_mark(*one.repeat)], end) if one.repeat else False,
        merged=_merged_away(one, story, end),
    )


def _merged_away(one: StoryMatter, story: CountingStory, end: datetime) -> bool:
    """Whether it counts with the one it was merged into: both of one day, the merge in force."""
    if one.merged is None or story.came[one.merged.into].day != one.day:
        return False
    days = (one.merged.on, one.merged.undone) if one.merged.undone else (one.merged.on,)
    return is_repeat([_mark(*days)], end)


def _mark(made: date, undone: date | None = None) -> Mark:
    at = datetime.combine(made, time(9))
    return Mark(at, datetime.combine(undone, time(9)) if undone else None)


def _within(place: str, top: str) -> bool:
    return not top or place == top or place.startswith(f"{top}.")


def _suggestions(story: CountingStory, world: World) -> Iterator[str]:
    least = world.rules.alike.least
    for name, row in story.suggest.items():
        for other, told in row.items():
            pair = _brought(story.came[name], world), _brought(story.came[other], world)
            found = suggested(*pair, world.rules.roles, least) or "nothing"
            if found != told:
                yield f"{name} beside {other}: told {told}, suggested {found}"


def _brought(one: StoryMatter, world: World) -> Brought:
    return Brought(
        persons={role: frozenset(names) for role, names in one.who.items()},
        words=frozenset(world.words(one.text)),
        place=one.place,
        category=one.category,
    )
