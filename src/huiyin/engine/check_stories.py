"""Can the stories be read, and do they use every act?"""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.engine.definition import Process
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source
from huiyin.engine.story_events import parse_event
from huiyin.engine.story_expect import unknown_keys


def check_stories(process: Process, source: Source, base: Process | None) -> Iterator[Problem]:
    """Mistakes in `stories:` and `story_defaults:`; acts that no story does are warnings.

    Over a `base` pack only acts that were changed or added need stories of their own.
    """
    if not process.stories and base is None:
        yield source.problem("no_stories", ())
    for table, acts in (("story_defaults", process.story_defaults), *_given(process)):
        path: Path = (table,) if isinstance(table, str) else ("stories", table, "given")
        for name in acts:
            if name not in process.acts:
                place = f"`{path[-1]}`"
                yield source.problem(
                    "unknown_act", (*path, name), place=place, place_zh=place, name=name
                )
    used: set[str] = set()
    for index, story in enumerate(process.stories):
        for number, item in enumerate(story.events):
            try:
                event = parse_event(process, item)
            except ValueError as error:
                path = ("stories", index, "events", number)
                yield source.problem(
                    "bad_event", path, detail=str(error), detail_zh=f"情景写法不对：{error}"
                )
            else:
                used |= {event.act} if event.refused is None else set()
        for key in unknown_keys(process, story.expect):
            yield source.problem(
                "unknown_key", ("stories", index, "expect", key), key=key,
                place=f"the expectation of “{story.story}”", place_zh=f"情景“{story.story}”的expect",
            )  # fmt: skip
    for key, act in process.acts.items():
        if key not in used and (base is None or base.acts.get(key) != act) and process.stories:
            yield source.problem("untested_act", ("acts", key), "warning", name=key)


def _given(process: Process) -> Iterator[tuple[int, dict[str, dict[str, object]]]]:
    for index, story in enumerate(process.stories):
        yield index, story.given
