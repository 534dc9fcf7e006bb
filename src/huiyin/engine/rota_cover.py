"""Is everybody there who should be? What is missing in a rota, moment by moment (L4).

Each slot needs `least` persons who are there during each turn. Who is away leaves a hole; whoever
has the slot that substitutes it (B岗) at that moment steps in, besides doing their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import pairwise

from huiyin.engine.method_shape import RotaShape
from huiyin.engine.rota import Away, Stand, Turn, meet, span_of


@dataclass(frozen=True, slots=True)
class Hole:
    """From `begins` to `ends` somebody of the slot is not there. `missing`: how many still after
    the substitutes `instead` stepped in; 0 when they are enough. `away`: who was planned."""

    turn: Turn
    slot: str
    begins: datetime
    ends: datetime
    missing: int
    away: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it lasts the whole turn."""
        return (self.begins, self.ends) == (self.turn.begins, self.turn.ends)


def holes(
    shape: RotaShape,
    turns: Sequence[Turn],
    stands: Iterable[Stand],
    away: Iterable[Away],
    zone: tzinfo,
) -> list[Hole]:
    """Every hole of these turns, by time and then in the order of the slots; also those that a
    substitute fills (`missing` 0)."""
    gone = [(one.person, span_of(one, zone)) for one in away]
    rows = sorted(stands)
    found: list[Hole] = []
    for turn in turns:
        here = [one for one in rows if meet(turn.begins, turn.ends, (one.begins, one.ends))]
        out = [one for one in gone if meet(turn.begins, turn.ends, one[1])]
        found += _of_turn(shape, turn, here, out)
    return found


def gaps(found: Iterable[Hole]) -> list[Hole]:
    """The holes that nobody fills."""
    return [one for one in found if one.missing]


_Gone = Sequence[tuple[str, tuple[datetime, datetime]]]


def _of_turn(shape: RotaShape, turn: Turn, stands: list[Stand], gone: _Gone) -> Iterator[Hole]:
    """Between two neighbouring moments of `cuts` nobody comes or goes."""
    moments = {moment for one in stands for moment in (one.begins, one.ends)}
    moments |= {moment for _person, span in gone for moment in span}
    inside = {one for one in moments if turn.begins < one < turn.ends}
    cuts = sorted(inside | {turn.begins, turn.ends})
    for slot in shape.slots:
        parts = [_part(shape, turn, slot, span, stands, gone) for span in pairwise(cuts)]
        yield from _joined(part for part in parts if part is not None)


def _part(
    shape: RotaShape,
    turn: Turn,
    slot: str,
    span: tuple[datetime, datetime],
    stands: list[Stand],
    gone: _Gone,
) -> Hole | None:
    """The hole of one slot during a span in which nothing changes, None without one."""
    now = [one for one in stands if meet(*span, (one.begins, one.ends))]
    not_here = {person for person, when in gone if meet(*span, when)}
    planned = [one.person for one in now if one.slot == slot]
    lacking = shape.slots[slot].least - sum(one not in not_here for one in planned)
    if lacking <= 0:
        return None
    second = {key for key, other in shape.slots.items() if other.substitutes == slot}
    steps_in = [one.person for one in now if one.slot in second and one.person not in not_here]
    instead = tuple(steps_in[:lacking])
    absent = tuple(one for one in planned if one in not_here)
    return Hole(turn, slot, *span, lacking - len(instead), absent, instead)


def _joined(parts: Iterable[Hole]) -> list[Hole]:
    """Neighbours that say the same, as one."""
    found: list[Hole] = []
    for part in parts:
        if found and replace(found[-1], begins=found[-1].ends, ends=part.ends) == part:
            found[-1] = replace(found[-1], ends=part.ends)
        else:
            found.append(part)
    return found
