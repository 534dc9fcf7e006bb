"""One rota over a span: every turn with who has it, holes, too little rest, who had how many."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from huiyin.duties.models import Rota, Shift, Swap
from huiyin.duties.rotas import kinds, policy
from huiyin.duties.rotas.kinds import Running
from huiyin.duties.rotas.obstacles import NEAR
from huiyin.duties.rotas.proposing import LOOKBACK, stand
from huiyin.duties.rotas.staff import Staff, away, is_away, staff
from huiyin.engine.rota import Away, Turn, rest_broken
from huiyin.engine.rota_cover import Hole, holes
from huiyin.engine.rota_plan import Tally, tallies
from huiyin.matters.errors import NotVisible
from huiyin.people.actor import Actor
from huiyin.places import calendars


@dataclass(frozen=True)
class Board:
    """`shifts` are those of the span and of LOOKBACK before, by time; names by account."""

    running: Running
    first: date
    last: date
    turns: Sequence[Turn]
    shifts: Sequence[Shift]
    away: Sequence[Away]
    staff: Staff
    swaps: Mapping[UUID, Swap]
    """Open requests by the shift that is asked away."""

    @cached_property
    def names(self) -> dict[str, str]:
        """Everybody who can be planned or was."""
        return {
            **self.staff.names,
            **{str(one.account_id): str(one.account) for one in self.shifts},
        }

    @cached_property
    def holes(self) -> list[Hole]:
        """What is missing in the span, or filled by a substitute."""
        rows = map(stand, self.shifts)
        return holes(self.running.shape, self.turns, rows, self.away, self.running.zone)

    @cached_property
    def tally(self) -> list[tuple[str, Tally]]:
        """Name and tally of everybody from LOOKBACK before the span until its end; most first."""
        rows = map(stand, self.shifts)
        found = tallies(rows, self.names, self.running.calendar, self.running.zone)
        told = [(self.names[key], had) for key, had in found.items()]
        return sorted(told, key=lambda row: (-row[1].shifts, row[0]))

    @cached_property
    def tired(self) -> list[tuple[str, datetime]]:
        """Name and begin of each shift of the span before which somebody has too little rest."""
        found = rest_broken(self.running.shape, map(stand, self.shifts))
        first = self.turns[0].begins if self.turns else None
        return [(self.names[two.person], two.begins) for _one, two in found
                if first and two.begins >= first]  # fmt: skip

    @cached_property
    def by_place(self) -> dict[tuple[datetime, str], list[Shift]]:
        """Begin of the turn and slot → the shifts in it."""
        found: dict[tuple[datetime, str], list[Shift]] = {}
        for turn in self.turns:
            for one in self.shifts:
                if one.begins_at < turn.ends and turn.begins < one.ends_at:
                    found.setdefault((turn.begins, one.slot), []).append(one)
        return found

    def is_away(self, shift: Shift) -> bool:
        """Whether who has the shift is away on a day of it."""
        first = shift.begins_at.astimezone(self.running.zone).date()
        last = (shift.ends_at - timedelta.resolution).astimezone(self.running.zone).date()
        return is_away(self.away, shift.account_id, first, last)


def board(actor: Actor, rota_id: UUID, first: date, last: date) -> Board:
    """The rota from `first` to `last`: six statements. Raises NotVisible; also for a rota that the
    method no longer knows."""
    rota = policy.seen(actor, rota_id)
    found = kinds.running(rota, calendars.stamp())
    if found is None:
        raise NotVisible
    turns = found.turns(first, last)
    begins = turns[0].begins if turns else None
    shifts = _shifts([rota], begins - LOOKBACK, turns[-1].ends) if begins else []
    people = staff(rota, found.shape, first, last)
    ids = {UUID(key) for key in people.names} | {one.account_id for one in shifts}
    return Board(
        found, first, last, turns, shifts, away(ids, first, last + NEAR), people,
        {one.shift_id: one for one in open_swaps(one.pk for one in shifts)},
    )  # fmt: skip


def _shifts(rotas: Collection[Rota], begins: datetime, ends: datetime) -> list[Shift]:
    rows = Shift.objects.filter(
        rota__in=rotas, cancelled_at__isnull=True, ends_at__gt=begins, begins_at__lt=ends
    )
    return list(rows.select_related("account").order_by("begins_at", "account__display_name", "pk"))


def open_swaps(shifts: Iterable[UUID]) -> list[Swap]:
    """Requests for these shifts that wait for an answer."""
    rows = Swap.objects.filter(shift__in=list(shifts), answered_at__isnull=True)
    return list(rows.select_related("asked_of", "asked_by", "other__account"))


def holes_of(
    found: Sequence[Running], first: date, last: date
) -> dict[UUID, tuple[list[Hole], list[Shift]]]:
    """Rota → its holes from `first` to `last` and its shifts then: two statements for any number
    of rotas."""
    turns = {one.rota.pk: one.turns(first, last) for one in found}
    zone = timezone.get_current_timezone()
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, last + NEAR))
    rows = _shifts([one.rota for one in found], begins, ends)
    absences = away({one.account_id for one in rows}, first, last + NEAR) if rows else []
    told = {}
    for one in found:
        mine = [row for row in rows if row.rota_id == one.rota.pk]
        missing = holes(one.shape, turns[one.rota.pk], map(stand, mine), absences, one.zone)
        told[one.rota.pk] = (missing, mine)
    return told
