"""Can the stories be read, and do they use every act?"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from huiyin.engine.definition import Process, Story
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source
from huiyin.engine.story_events import parse_event
from huiyin.engine.story_expect import unknown_keys
from huiyin.engine.story_world import acts_of


def check_stories(
    process: Process, source: Source, base: Process | None, others: Mapping[str, Process]
) -> Iterator[Problem]:
    """Mistakes in `stories:` and `story_defaults:`; acts that no story does are warnings.

    Over a `base` pack only acts that were changed or added need stories of their own.
    """
    if not process.stories and base is None:
        yield source.problem("no_stories", ())
    yield from _given(process.acts, source, ("story_defaults",), process.story_defaults)
    used: set[str] = set()
    acts = acts_of(process, others)
    for index, story in enumerate(process.stories):
        path: Path = ("stories", index)
        yield from _given(acts, source, (*path, "given"), story.given)
        yield from _events(acts, source, path, story, used)
        for key in unknown_keys((process, *others.values()), story.expect):
            place, zh = f"the expectation of “{story.story}”", f"情景“{story.story}”的expect"
            here: Path = (*path, "expect", key)
            yield source.problem("unknown_key", here, key=key, place=place, place_zh=zh)
    for key, act in process.acts.items():
        if key not in used and (base is None or base.acts.get(key) != act) and process.stories:
            yield source.problem("untested_act", ("acts", key), "warning", name=key)


def _given(
    known: Container[str], source: Source, path: Path, acts: Iterable[str]
) -> Iterator[Problem]:
    place = f"`{path[-1]}`"
    for name in acts:
        if name not in known:
            here: Path = (*path, name)
            yield source.problem("unknown_act", here, place=place, place_zh=place, name=name)


def _events(
    acts: Container[str], source: Source, path: Path, story: Story, used: set[str]
) -> Iterator[Problem]:
    """Lines that cannot be read; the acts of the others are noted in `used`."""
    for number, item in enumerate(story.events):
        try:
            event = parse_event(acts, item)
        except ValueError as error:
            here: Path = (*path, "events", number)
            zh = f"情景写法不对：{error}"
            yield source.problem("bad_event", here, detail=str(error), detail_zh=zh)
        else:
            used |= {event.act} if event.refused is None else set()
