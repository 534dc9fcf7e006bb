"""A fair plan: who takes which turn, so that nobody has two more than another without need.

The rule, in its order. Turns are filled by time; in a turn first the slots, then their substitutes,
each up to `least`. Of those whose posts allow the slot, who are there during the whole turn, are in
no other place and had their rest, whoever had the fewest shifts is next. Among equals: on a day off
who had the fewest of those, else who had the most; the same for nights; then whose last shift is
longest ago; then by key. A place for which nobody is left stays empty and shows as a gap.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from huiyin.engine.calendar import Calendar
from huiyin.engine.method_shape import RotaShape
from huiyin.engine.rota import (
    Away,
    Person,
    Stand,
    Turn,
    meet,
    rest_of,
    seen_as_turn,
    span_of,
)

CATCH_UP = 2
"""Who was away or is new makes up for at most so many shifts."""
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one person has had: shifts, those that passed midnight, those on days off."""

    shifts: int = 0
    nights: int = 0
    days_off: int = 0
    last: datetime = LONG_AGO

    def plus(self, turn: Turn) -> Tally:
        """With one more turn."""
        return Tally(
            self.shifts + 1, self.nights + turn.night, self.days_off + turn.off,
            max(self.last, turn.ends),
        )  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a plan is made from. `planned` are the shifts of this rota that stand: those before the
    span weigh in the tallies, those in it are kept. `busy` are shifts elsewhere, which only stand
    in the way."""

    shape: RotaShape
    turns: Sequence[Turn]
    people: Sequence[Person]
    calendar: Calendar
    zone: tzinfo
    away: Sequence[Away] = ()
    planned: Sequence[Stand] = ()
    busy: Sequence[Stand] = ()


def tallies(
    stands: Iterable[Stand], people: Iterable[str], calendar: Calendar, zone: tzinfo
) -> dict[str, Tally]:
    """Person → what they have had, of everybody who is named or stood."""
    found = dict.fromkeys(people, Tally())
    for one in stands:
        turn = seen_as_turn(one.begins, one.ends, calendar, zone)
        found[one.person] = found.get(one.person, Tally()).plus(turn)
    return found


def propose(wanted: Wanted) -> list[Stand]:
    """The shifts that are missing, in the order in which they were filled. The same question has
    always the same answer."""
    return _Plan.begun(wanted).filled()


@dataclass
class _Plan:
    wanted: Wanted
    tally: dict[str, Tally]
    taken: dict[str, list[tuple[datetime, datetime]]]
    gone: dict[str, list[tuple[datetime, datetime]]]
    made: list[Stand] = field(default_factory=list)

    @classmethod
    def begun(cls, wanted: Wanted) -> _Plan:
        taken: dict[str, list[tuple[datetime, datetime]]] = {}
        for one in (*wanted.planned, *wanted.busy):
            taken.setdefault(one.person, []).append((one.begins, one.ends))
        gone: dict[str, list[tuple[datetime, datetime]]] = {}
        for away in wanted.away:
            gone.setdefault(away.person, []).append(span_of(away, wanted.zone))
        return cls(wanted, _start(wanted), taken, gone)

    def filled(self) -> list[Stand]:
        slots = self.wanted.shape.slots
        order = sorted(slots, key=lambda key: slots[key].substitutes is not None)
        for turn in sorted(self.wanted.turns):
            for slot in order:
                for _place in range(slots[slot].least - self._there(turn, slot)):
                    self._fill(turn, slot)
        return self.made

    def _there(self, turn: Turn, slot: str) -> int:
        """How many are planned already and not away."""
        span = (turn.begins, turn.ends)
        mine = [one for one in self.wanted.planned
                if one.slot == slot and meet(one.begins, one.ends, span)]  # fmt: skip
        return sum(not self._is_away(one.person, turn) for one in mine)

    def _is_away(self, person: str, turn: Turn) -> bool:
        return any(meet(turn.begins, turn.ends, span) for span in self.gone.get(person, ()))

    def _fill(self, turn: Turn, slot: str) -> None:
        people = self.wanted.people
        fit = {one.key for one in people if slot in one.slots and one.holds(turn.day)}
        free = [one for one in fit if self._can(one, turn)]
        if not free:
            return
        chosen = min(free, key=lambda key: _order(self.tally[key], turn, key))
        self.tally[chosen] = self.tally[chosen].plus(turn)
        self.taken.setdefault(chosen, []).append((turn.begins, turn.ends))
        self.made.append(Stand(turn.begins, turn.ends, slot, chosen))

    def _can(self, person: str, turn: Turn) -> bool:
        rest = rest_of(self.wanted.shape)
        wide = (turn.begins - rest, turn.ends + rest)
        taken = self.taken.get(person, ())
        return not self._is_away(person, turn) and not any(meet(*wide, span) for span in taken)


def _start(wanted: Wanted) -> dict[str, Tally]:
    """What everybody has had so far; nobody is further behind than CATCH_UP."""
    names = {one.key for one in wanted.people}
    had: Mapping[str, Tally] = tallies(wanted.planned, names, wanted.calendar, wanted.zone)
    most = max((had[name].shifts for name in names), default=0)
    return {name: replace(had[name], shifts=max(had[name].shifts, most - CATCH_UP))
            for name in names}  # fmt: skip


def _order(had: Tally, turn: Turn, key: str) -> tuple[int, int, int, datetime, str]:
    return (
        had.shifts,
        had.days_off if turn.off else -had.days_off,
        had.nights if turn.night else -had.nights,
        had.last,
        key,
    )
