"""Stories about watches: a matter and a day in, whether it is found and what is drafted out.

tells: watch petition_late
given: {process: petition, state: handling, acted: 2026-05-06, clocks: {handle: 2026-05-11},
        now: 2026-05-20}
expect: {found: true, act: order, ground: late, tell: [supervisor of above]}

A clock is given by its legal due day, or as `{cycle: 3, due: 2026-05-11}`. Days are taken at nine
in the morning, due days at their end. `phase` is `handle` unless it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, tzinfo
from typing import Any

from huiyin.engine.calendar import Calendar
from huiyin.engine.counting import end_of_day
from huiyin.engine.method import Method
from huiyin.engine.method_shape import MethodStory, WatchShape
from huiyin.engine.watch import Finding, Ticking, Watched, holding

MORNING = time(9)


def tell(
    method: Method, story: MethodStory, calendar: Calendar, zone: tzinfo
) -> Iterator[tuple[str, str, str]]:
    """What is not as told: (what, expected, found). Raises KeyError, TypeError, ValueError for a
    story that cannot be read."""
    key = story.tells.split()[1]
    shape, given = method.watches[key], story.given
    matter = Watched(
        str(given["process"]), str(given["state"]), str(given.get("phase", "handle")),
        _moment(given["acted"], zone), _clocks(given.get("clocks", {}), zone),
    )  # fmt: skip
    found = holding({key: shape}, matter, _moment(given["now"], zone), calendar, zone)
    told = _told(shape, found)
    for what, expected in story.expect.items():
        if told[what] != expected:
            yield what, str(expected), str(told[what])


def _told(shape: WatchShape, found: list[Finding]) -> dict[str, Any]:
    """Everything that a story can expect."""
    return {
        "found": bool(found),
        "clocks": [one.occasion.clock for one in found],
        "act": shape.act if found else None,
        "ground": shape.ground if found else None,
        "tell": [str(one) for one in shape.tell] if found else [],
    }


def _clocks(given: Mapping[str, Any], zone: tzinfo) -> list[Ticking]:
    return [_clock(key, value, zone) for key, value in given.items()]


def _clock(key: str, given: object, zone: tzinfo) -> Ticking:
    said: Mapping[str, Any] = given if isinstance(given, Mapping) else {"due": given}
    due = said.get("due")
    legal = None if due is None else end_of_day(_day(due), zone)
    return Ticking(key, int(said.get("cycle", 1)), legal)


def _moment(given: object, zone: tzinfo) -> datetime:
    if isinstance(given, str) and "T" in given:
        return datetime.fromisoformat(given).replace(tzinfo=zone)
    return datetime.combine(_day(given), MORNING, zone)


def _day(given: object) -> date:
    return given if isinstance(given, date) else date.fromisoformat(str(given))
