"""Stories about the parts of a method that are no processes: duties, rotas, responsibilities,
ledgers, indicators, watches. Each kind of part has a module that tells its stories.

Results are those of `huiyin.engine.stories`, so that `huiyin pack stories` shows them alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo

from huiyin.engine import (
    duty_stories,
    figure_stories,
    responsibility_stories,
    rota_stories,
    watch_stories,
)
from huiyin.engine.calendar import Calendar
from huiyin.engine.method import Method
from huiyin.engine.method_shape import MethodStory
from huiyin.engine.stories import Failure, Result

Difference = tuple[str, str, str]
"""What, expected, found."""
Teller = Callable[[Method, MethodStory, Calendar, tzinfo], Iterable[Difference]]

TELLERS: Mapping[str, Teller] = {
    "duty": duty_stories.tell,
    "indicator": figure_stories.tell,
    "ledger": figure_stories.tell,
    "responsibility": lambda method, story, _calendar, _zone: responsibility_stories.tell(
        method, story
    ),
    "rota": rota_stories.tell,
    "watch": watch_stories.tell,
}


def run(method: Method, calendar: Calendar, zone: tzinfo) -> list[Result]:
    """Every story of the pack's own files, in their order."""
    return [
        _result(method, story, place, calendar, zone)
        for story, place in zip(method.stories, method.told_at, strict=True)
    ]


def _result(
    method: Method, story: MethodStory, place: tuple[str, int], calendar: Calendar, zone: tzinfo
) -> Result:
    file, line = place
    kind, _, key = story.tells.partition(" ")
    try:
        found = list(TELLERS[kind](method, story, calendar, zone))
    except (KeyError, TypeError, ValueError, LookupError) as error:
        wanted = f"a story about {kind} {key}"
        return Result(
            story.story,
            file,
            line,
            (Failure(file, line, story.tells, "story", wanted, repr(error)),),
        )
    failures = tuple(Failure(file, line, "expect", *one) for one in found)
    return Result(story.story, file, line, failures)
