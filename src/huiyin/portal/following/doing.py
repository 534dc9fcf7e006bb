"""What the resident can do now: what has a last day, what is usual, what is rarely wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import Act, ClockShape
from huiyin.engine.process import possible
from huiyin.engine.terms import Term
from huiyin.matters.queries.matter import MatterPage
from huiyin.people.superiors import superiors
from huiyin.portal.following.dates import LATE, Shape
from huiyin.portal.following.words import due_words, term_words
from huiyin.ui.sentences import say
from huiyin.ui.words import Chip, due_chip

SIGNATORY = "signatory"
"""The field that says which of the people who signed a joint letter is meant."""
ONLINE = "web"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done; `last` is its last day with the days left, if it has one."""

    key: str
    name: str
    last: str = ""
    due: datetime | None = None
    chip: Chip | None = None
    is_door: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """`timed` have a day in the future until which they count."""

    timed: tuple[Choice, ...]
    usual: tuple[Choice, ...]
    rare: tuple[Choice, ...]

    def __iter__(self) -> Iterator[Choice]:
        yield from (*self.timed, *self.usual, *self.rare)


def choices(page: MatterPage, now: datetime) -> Choices:
    """Everything a resident may do on this matter now."""
    timed: list[Choice] = []
    usual: list[Choice] = []
    rare: list[Choice] = []
    for key in possible(page.scene, page.actor, now):
        act = page.process.acts[key]
        if not act.for_residents():
            continue
        clock = own_clock(page, key)
        one = _choice(key, say(act.public or act.name), clock, now)
        (rare if act.rare else timed if one.last else usual).append(one)
    rare += [
        Choice(key, say(door.public), is_door=True)
        for key, door in page.process.doors.items()
        if door.public and page.standing.state in door.from_states and superiors_of(page)
    ]
    timed.sort(key=lambda one: one.due or now)
    return Choices(tuple(timed), tuple(usual), tuple(rare))


def superiors_of(page: MatterPage) -> tuple[str, ...]:
    """Ids of the units above the one that has the matter: to them a complaint can go."""
    return superiors(page.matter.owner_unit)


def _choice(key: str, name: str, clock: ClockState | None, now: datetime) -> Choice:
    if clock is None or clock.legal is None or now > clock.legal:
        return Choice(key, name)
    last = due_words(clock.legal, clock.terms)
    return Choice(key, name, last, clock.legal, due_chip(clock.legal, now))


def own_clock(page: MatterPage, key: str) -> ClockState | None:
    """The running clock of the resident's own time that this act answers (评价、申请复查)."""
    act = page.process.acts[key]
    for name, shape in page.process.clocks.items():
        if shape.kind == "petitioner" and _answers(key, act, name, shape):
            state = page.standing.clock(name)
            if state is not None and state.status == "running":
                return state
    return None


def _answers(key: str, act: Act, name: str, shape: ClockShape) -> bool:
    return act.before == name or any(stop == key or stop in act.form for stop in shape.stop)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an act means to the resident: help of the pack, the last day, and what comes next."""

    help: str
    last: str
    chip: Chip | None
    next: tuple[str, ...]


def meaning(page: MatterPage, key: str, now: datetime) -> Meaning:
    """What is said above the form of an act."""
    act, help_ = page.process.acts[key], page.process.help.get(key)
    one = _choice(key, "", own_clock(page, key), now)
    return Meaning(say(help_) if help_ else "", one.last, one.chip, tuple(_next(page, key, act)))


def _next(page: MatterPage, key: str, act: Act) -> Iterator[str]:
    state = page.process.states.get(act.to or "")
    if state is not None:
        yield say(state.public)
    timed: list[Shape] = [*page.process.clocks.values(), *page.process.follow_ups.values()]
    for shape in timed:
        starts = shape.start if isinstance(shape, ClockShape) else (shape.after,)
        is_begun = key in starts or any(name in act.form for name in starts)
        if shape.public and is_begun and isinstance(shape.within, Term):
            words = _("{what} (within {term})")
            yield words.format(what=say(shape.public), term=term_words(shape.within))


def settled(page: MatterPage, key: str, signatory: int, now: datetime) -> dict[str, Any]:
    """Values of an act's form that nobody needs to be asked for online: when it takes place, the
    day it is asked on, whether that is late, and who of the signatories it is."""
    act = page.process.acts[key]
    clock = own_clock(page, key)
    is_late = clock is not None and clock.legal is not None and now > clock.legal
    known: dict[str, Any] = {SIGNATORY: str(signatory), LATE: is_late}
    return settled_fields(page.process.clocks, act, now) | {
        name: value for name, value in known.items() if name in act.form
    }


def settled_fields(clocks: Mapping[str, ClockShape], act: Act, now: datetime) -> dict[str, Any]:
    """The moments of an act that is done online: now, and today."""
    local = timezone.localtime(now).replace(second=0, microsecond=0, tzinfo=None)
    moments = {name for shape in clocks.values() for name in (*shape.start, *shape.stop)}
    found: dict[str, Any] = {}
    if act.takes_place:
        found[act.takes_place] = local.isoformat(timespec="minutes")
    for name, spec in act.form.items():
        if spec.type == "date" and name in moments:
            found[name] = local.date().isoformat()
    return found
