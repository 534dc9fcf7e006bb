"""What is wrong with a rota, in words; a month of it as the page shows it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.duties.models import Shift, Swap
from huiyin.duties.rotas.board import Board
from huiyin.duties.rotas.kinds import Running
from huiyin.duties.rotas.overview import Seen
from huiyin.duties.rotas.words import slot_name, when
from huiyin.engine.rota import Turn
from huiyin.engine.rota_cover import Hole
from huiyin.people.actor import Actor

FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True)
class Held:
    """One shift in a cell. `may` says what this reader can do: `replace`, `swap` or nothing."""

    shift: Shift
    is_away: bool
    hours: str
    """From when to when, where it is not the whole turn."""
    swap: Swap | None
    may: str


@dataclass(frozen=True)
class Cell:
    """A slot of a turn: who has it, how many are missing, who steps in, who can be added."""

    slot: str
    name: str
    held: Sequence[Held]
    missing: int
    instead: Sequence[str]
    may_add: bool


@dataclass(frozen=True)
class Day:
    """A turn as a row."""

    turn: Turn
    cells: Sequence[Cell]
    is_today: bool
    is_over: bool


def month(text: str, today: date) -> tuple[date, date]:
    """First and last day of `2026-03`; of this month without a word. Raises Http404."""
    try:
        first = date.fromisoformat(f"{text}-01") if text else today.replace(day=1)
    except ValueError as error:
        raise Http404 from error
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise Http404
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def days(found: Board, actor: Actor, *, may_plan: bool, now: datetime) -> list[Day]:
    """The turns of a board as rows."""
    holes: dict[tuple[datetime, str], list[Hole]] = {}
    kept = {begins for begins, _slot in found.by_place}
    for hole in found.holes:
        if hole.turn.ends <= now and hole.turn.begins not in kept:
            continue  # a past day of which nothing is on record, from before the rota began
        holes.setdefault((hole.turn.begins, hole.slot), []).append(hole)
    today = timezone.localdate(now)
    return [
        Day(
            turn,
            [
                _cell(found, turn, slot, holes.get((turn.begins, slot), ()), actor,
                      may_plan=may_plan and turn.ends > now)
                for slot in found.running.shape.slots
            ],
            turn.day == today, turn.ends <= now,
        )
        for turn in found.turns
    ]  # fmt: skip


def _cell(
    found: Board, turn: Turn, slot: str, holes: Iterable[Hole], actor: Actor, *, may_plan: bool
) -> Cell:
    shifts = found.by_place.get((turn.begins, slot), ())
    instead = {name for hole in holes for name in hole.instead}
    held = [_held(found, turn, one, actor, may_plan=may_plan) for one in shifts]
    missing = max((hole.missing for hole in holes), default=0)
    return Cell(
        slot, slot_name(found.running.shape, slot), held,
        missing, sorted(found.names[name] for name in instead),
        may_plan and (missing > 0 or not held),
    )  # fmt: skip


def _held(found: Board, turn: Turn, shift: Shift, actor: Actor, *, may_plan: bool) -> Held:
    whole = shift.begins_at <= turn.begins and turn.ends <= shift.ends_at
    is_mine = shift.account_id == actor.account_id and shift.begins_at > timezone.now()
    return Held(
        shift, found.is_away(shift), "" if whole else when(shift.begins_at, shift.ends_at),
        found.swaps.get(shift.pk), "replace" if may_plan else "swap" if is_mine else "",
    )  # fmt: skip


def warnings(
    running: Running, holes: Iterable[Hole], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Tone and sentence of each hole."""
    for hole in holes:
        place = {"when": when(hole.begins, hole.ends), "slot": slot_name(running.shape, hole.slot)}
        if hole.missing:
            said = ngettext(
                "%(when)s, %(slot)s: %(n)d is missing", "%(when)s, %(slot)s: %(n)d are missing",
                hole.missing,
            )  # fmt: skip
            yield "late", said % {**place, "n": hole.missing}
        else:
            who = {"away": _listed(hole.away, names), "instead": _listed(hole.instead, names)}
            said = _("%(when)s, %(slot)s: %(instead)s stands in")
            if hole.away:
                said = _("%(when)s, %(slot)s: %(away)s is away, %(instead)s stands in")
            yield "soon", said % {**place, **who}


def _listed(people: Iterable[str], names: Mapping[str, str]) -> str:
    return "、".join(names.get(one, "") for one in people)


def on_now(seen: Seen) -> list[tuple[str, str]]:
    """Slot and name of everybody on duty at the moment."""
    shape = seen.running.shape
    return [(slot_name(shape, one.slot), str(one.account)) for one in seen.now]


def around(first: date) -> tuple[str, str]:
    """The months before and after, as an address writes them."""
    return f"{first - timedelta(1):%Y-%m}", f"{first + timedelta(31):%Y-%m}"
