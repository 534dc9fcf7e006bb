"""Calendars and their effect in the words of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext

from huiyin.engine.calendar import Calendar, DayKind
from huiyin.engine.definition import Process
from huiyin.matters.calendar_effect import Effect, Move, effect
from huiyin.matters.queries.rows import clock_name
from huiyin.packs.calendar_shape import WEEKDAYS
from huiyin.people.forms.calendar import DAYS
from huiyin.places.preview import Preview
from huiyin.places.year import Day, named_days
from huiyin.ui.sentences import say


@dataclass(frozen=True, slots=True)
class Named:
    """Days of one holiday that follow one another."""

    name: str
    first: date
    last: date
    is_off: bool


@dataclass(frozen=True, slots=True)
class MoveWords:
    """One clock that moves, in words."""

    number: str
    clock: str
    process: str
    before: date
    after: date
    by: str
    turns: str


@dataclass(frozen=True)
class EffectWords:
    """What publishing would do, in words."""

    effect: Effect
    by_clock: Sequence[tuple[str, str, int]]
    largest: Sequence[MoveWords]


def named(calendar: Calendar, year: int) -> list[Named]:
    """Holidays and added working days of a year, runs of days together."""
    runs: list[Named] = []
    for day in named_days(calendar, year):
        is_off, name = day.kind is DayKind.HOLIDAY, _name(day)
        last = runs[-1] if runs else None
        follows = last and (last.name, last.is_off) == (name, is_off)
        if last and follows and (day.day - last.last).days == 1:
            runs[-1] = Named(name, last.first, day.day, is_off)
        else:
            runs.append(Named(name, day.day, day.day, is_off))
    return runs


def hours(calendar: Calendar) -> list[tuple[str, str]]:
    """Weekdays with their office hours; none when no hours are named."""
    typed = typed_hours(calendar)
    return [
        (str(name), typed[key]) for key, name in zip(WEEKDAYS, DAYS, strict=True) if key in typed
    ]


def typed_hours(calendar: Calendar) -> dict[str, str]:
    """Office hours as the form writes them."""
    return {
        WEEKDAYS[day]: ", ".join(f"{one.start:%H:%M}-{one.end:%H:%M}" for one in shifts)
        for day, shifts in sorted(calendar.hours.items())
    }


def effect_words(thought: Preview, now: datetime) -> EffectWords:
    """Count what publishing would move, and say it."""
    found = effect(thought, now)
    by_clock = [
        (say(process.name), _clock(process, clock), count)
        for process, clock, count in found.by_clock
    ]
    return EffectWords(found, by_clock, [_move(move) for move in found.largest])


def _move(move: Move) -> MoveWords:
    days = abs(move.days)
    later = ngettext("%(n)s day later", "%(n)s days later", days)
    earlier = ngettext("%(n)s day earlier", "%(n)s days earlier", days)
    return MoveWords(
        number=move.number, clock=_clock(move.process, move.clock),
        process=say(move.process.name), before=timezone.localtime(move.before).date(),
        after=timezone.localtime(move.after).date(),
        by=(later if move.days > 0 else earlier) % {"n": days}, turns=move.turns,
    )  # fmt: skip


def _clock(process: Process, key: str) -> str:
    name = clock_name(process, key)
    return say(name) if name else key


def _name(day: Day) -> str:
    return day.zh if (get_language() or "zh").startswith("zh") else day.en or day.zh
