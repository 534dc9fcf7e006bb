"""A place's arrivals and staffing under its own method and under another, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huiyin.engine.replay.plan import DUTY_MINUTES, plan_of
from huiyin.engine.replay.run import Replay
from huiyin.engine.replay.values import Outcome
from huiyin.matters import history
from huiyin.methods.replay.gather import MOST, gather
from huiyin.packs import load, method_file
from huiyin.places import calendars
from huiyin.places.models import Division

EFFORT = 30
"""Minutes of work one act is taken to cost."""


class NothingCame(LookupError):
    """No matter was taken in there in the period."""


@dataclass(frozen=True)
class Question:
    """What is asked: where, over which days (both included), under which pack, and what an act
    and a duty are taken to cost in minutes."""

    place: Division
    first: date
    last: date
    pack: str
    effort: int = EFFORT
    duty: int = DUTY_MINUTES


@dataclass(frozen=True)
class Answer:
    """The replay under the method the matters had, and under the other."""

    question: Question
    own: Outcome
    other: Outcome
    left_out: int


def compare(question: Question) -> Answer:
    """Replay twice. Raises NothingCame, PackNotFound, ValueError for days in the wrong order."""
    if question.last < question.first:
        raise ValueError(f"{question.last} is before {question.first}")
    zone = history.zone()
    first = datetime.combine(question.first, time(), zone)
    end = datetime.combine(question.last + timedelta(1), time(), zone)
    found = gather(question.place, first, end)
    if not found.arrivals:
        raise NothingCame(question.place.name)
    calendar = calendars.calendar_of(question.place.path, calendars.stamp())
    was = {key: load.process(pack, key) for key, pack in found.processes.items()}
    own = load.load(_most_common(found.processes.values()))
    outcomes = []
    for pack in (own, load.load(question.pack)):
        plan = plan_of(pack, method_file.method(pack.name), was, question.duty)
        replay = Replay(plan, found.arrivals, found.posts, calendar, zone, effort=question.effort)
        outcomes.append(replay.run())
    return Answer(question, outcomes[0], outcomes[1], found.left_out)


def _most_common(packs: Iterable[str]) -> str:
    counted = Counter(packs)
    return max(sorted(counted), key=counted.__getitem__)


__all__ = ["EFFORT", "MOST", "Answer", "NothingCame", "Question", "compare"]
