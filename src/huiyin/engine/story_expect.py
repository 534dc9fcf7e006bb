"""What a story expects of the matter in the end, compared with what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import Process
from huiyin.engine.standing import Standing

_PLAIN = ("state", "owner", "holder", "outcome", "cycle")
_UNITS = ("partners", "recused", "named")
_OPEN = ("acts", "may", "may_not")
_CLOCK = ("status", "nominal", "legal", "verdict", "cycle", "provisional", "extensions")
FACT = "facts."
ON = "on"
"""The day on which `acts`, `may` and `may_not` are asked; else the moment of the last event."""

Difference = tuple[str, Any, Any]
"""What was looked at, what was expected, what was found."""


def unknown_keys(processes: Iterable[Process], expect: Mapping[str, Any]) -> list[str]:
    """Keys that mean nothing, such as a clock that none of the processes has."""
    known = {*_PLAIN, *_UNITS, *_OPEN, "letters", ON}
    for process in processes:
        known |= {*process.clocks, *(FOLLOW_UP + key for key in process.follow_ups)}
    return [key for key in expect if key not in known and not key.startswith(FACT)]


def differences(
    expect: Mapping[str, Any], standing: Standing, letters: list[str], acts: list[str], zone: tzinfo
) -> Iterator[Difference]:
    """Everything that is not as expected; `acts` are those open to the owner unit."""
    for key, wanted in expect.items():
        if key in _PLAIN:
            yield from _differ(key, wanted, getattr(standing, key))
        elif key in _UNITS:
            yield from _differ(key, sorted(wanted), sorted(getattr(standing, key)))
        elif key == "letters":
            yield from _differ(key, wanted, letters)
        elif key in _OPEN:
            yield from _acts(key, wanted, acts)
        elif key.startswith(FACT):
            yield from _differ(key, wanted, standing.facts.get(key.removeprefix(FACT)))
        elif key != ON:
            yield from _clock(key, wanted, standing.clock(key), zone)


def _differ(what: str, wanted: Any, found: Any) -> Iterator[Difference]:
    if isinstance(found, tuple):
        found = list(found)
    if wanted != found and not (wanted == "none" and found is None):
        yield what, wanted, found


def _acts(key: str, wanted: Any, acts: list[str]) -> Iterator[Difference]:
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    if (
        (key == "acts" and set(names) != set(acts))
        or (key == "may" and not set(names) <= set(acts))
        or (key == "may_not" and set(names) & set(acts))
    ):
        yield key, names, acts


def _clock(key: str, wanted: Any, clock: ClockState | None, zone: tzinfo) -> Iterator[Difference]:
    if clock is None or not isinstance(wanted, Mapping):
        yield from _differ(key, wanted, clock and clock.status)
        return
    for name, value in wanted.items():
        found = getattr(clock, name) if name in _CLOCK else f"no `{name}` on a clock"
        if isinstance(found, datetime):
            found = _like(value, found.astimezone(zone))
        yield from _differ(f"{key}.{name}", value, found)


def _like(value: Any, moment: datetime) -> date | str:
    """A moment as a story writes it: a day, or a day and a time."""
    return f"{moment:%Y-%m-%dT%H:%M}" if isinstance(value, str) else moment.date()
