"""Stories about rotas: people, shifts and leave in; gaps, substitutes and counts out.

    tells: rota reception
    given: {from: 2026-10-09, to: 2026-10-12, people: {甲: [a, b], 乙: [a, b]},
            shifts: [2026-10-09 a 甲, 2026-10-09 b 乙], leave: [甲 2026-10-09 2026-10-10]}
    expect: {turns: 3, substitute: [2026-10-09 a 甲→乙], gaps: [2026-10-10 a 1, 2026-10-12 a 1]}

`people` are who can be planned, with the slots that their posts allow. `propose: true` plans what
is missing first. `gaps` are `DAY SLOT HOW_MANY`, with `HH:MM-HH:MM` after the day for a part of it.
`counts`, `nights`, `days_off` hold a number for each person; `overlaps` and `rest` are `PERSON DAY
DAY`; `spread` is the most minus the fewest shifts; `plan` the shifts that were proposed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from huiyin.engine.calendar import Calendar
from huiyin.engine.method import Method
from huiyin.engine.method_shape import MethodStory, RotaShape
from huiyin.engine.rota import Away, Person, Stand, Turn, overlaps, rest_broken, turns
from huiyin.engine.rota_cover import Hole, gaps, holes
from huiyin.engine.rota_plan import Tally, Wanted, propose, tallies


@dataclass(frozen=True)
class _Told:
    """A story once it is read and planned."""

    shape: RotaShape
    zone: tzinfo
    turns: tuple[Turn, ...]
    stands: list[Stand]
    made: list[Stand]
    holes: list[Hole]
    tally: Mapping[str, Tally]


def tell(
    method: Method, story: MethodStory, calendar: Calendar, zone: tzinfo
) -> Iterator[tuple[str, str, str]]:
    """What is not as told: (what, expected, found). Raises KeyError, TypeError, ValueError for a
    story that cannot be read."""
    shape = method.rotas[story.tells.split()[1]]
    told = _read(shape, story.given, calendar, zone)
    for what, expected in story.expect.items():
        found = FINDINGS[what](told)
        if isinstance(found, dict) and isinstance(expected, dict):
            found = {name: found.get(name, 0) for name in expected}
        if not _same(what, expected, found):
            yield what, str(expected), str(found)


def _same(what: str, expected: Any, found: Any) -> bool:
    if what in IN_ANY_ORDER:
        return sorted(expected) == sorted(found)
    return bool(expected == found)


IN_ANY_ORDER = frozenset({"gaps", "substitute", "overlaps", "rest"})
FINDINGS: Mapping[str, Callable[[_Told], Any]] = {
    "turns": lambda told: len(told.turns),
    "gaps": lambda told: [
        f"{_when(one, told.zone)} {one.slot} {one.missing}" for one in gaps(told.holes)
    ],
    "substitute": lambda told: [
        f"{_when(one, told.zone)} {one.slot} {'+'.join(one.away)}→{'+'.join(one.instead)}"
        for one in told.holes
        if one.instead
    ],
    "counts": lambda told: {name: had.shifts for name, had in told.tally.items()},
    "nights": lambda told: {name: had.nights for name, had in told.tally.items()},
    "days_off": lambda told: {name: had.days_off for name, had in told.tally.items()},
    "spread": lambda told: (
        max(had.shifts for had in told.tally.values())
        - min(had.shifts for had in told.tally.values())
    ),
    "overlaps": lambda told: _pairs(overlaps(told.stands), told.zone),
    "rest": lambda told: _pairs(rest_broken(told.shape, told.stands), told.zone),
    "plan": lambda told: [
        f"{one.begins.astimezone(told.zone).date()} {one.slot} {one.person}" for one in told.made
    ],
}


def _read(shape: RotaShape, given: Mapping[str, Any], calendar: Calendar, zone: tzinfo) -> _Told:
    span = turns(shape, _day(given["from"]), _day(given["to"]), calendar, zone)
    people = [Person(name, _slots(shape, allowed)) for name, allowed in _people(given).items()]
    away = [_away(line) for line in given.get("leave", ())]
    stands = [_stand(shape, line, calendar, zone) for line in given.get("shifts", ())]
    asked = Wanted(shape, span, people, calendar, zone, away, stands)
    made = propose(asked) if given.get("propose") else []
    stands = stands + made
    return _Told(
        shape, zone, span, stands, made, holes(shape, span, stands, away, zone),
        tallies(stands, [one.key for one in people], calendar, zone),
    )  # fmt: skip


def _people(given: Mapping[str, Any]) -> Mapping[str, Any]:
    found = given.get("people", {})
    return found if isinstance(found, Mapping) else dict.fromkeys(found)


def _slots(shape: RotaShape, allowed: Any) -> frozenset[str]:
    """The slots named; all without a word. Raises KeyError for one that the rota has not."""
    if allowed is None:
        return frozenset(shape.slots)
    named = {allowed} if isinstance(allowed, str) else set(allowed)
    if named - set(shape.slots):
        raise KeyError(*named)
    return frozenset(named)


def _stand(shape: RotaShape, line: str, calendar: Calendar, zone: tzinfo) -> Stand:
    """`2026-10-09 a 甲`: the turn that begins on that day."""
    day, slot, person = line.split()
    found = turns(shape, _day(day), _day(day), calendar, zone)
    if not found or slot not in shape.slots:
        raise ValueError(f"{line!r}: no such turn or slot")
    return Stand(found[0].begins, found[0].ends, slot, person)


def _away(line: str) -> Away:
    person, first, last = line.split()
    return Away(person, _day(first), _day(last))


def _when(hole: Hole, zone: tzinfo) -> str:
    if hole.whole:
        return str(hole.turn.day)
    begins, ends = hole.begins.astimezone(zone), hole.ends.astimezone(zone)
    return f"{begins:%Y-%m-%d %H:%M}-{ends:%H:%M}"


def _pairs(found: list[tuple[Stand, Stand]], zone: tzinfo) -> list[str]:
    return [
        f"{one.person} {_local(one.begins, zone)} {_local(other.begins, zone)}"
        for one, other in found
    ]


def _local(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
