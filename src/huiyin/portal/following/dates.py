"""Until when, and why that day: the clocks and duties whose date concerns the resident.

Which ones do is data: `public` of a clock or follow-up in the pack says what its date means to the
resident, and without it the date is the office's own business.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import ClockShape, FollowUp, Process
from huiyin.engine.explain import Step as Derived
from huiyin.engine.standing import Step
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.queries.rows import clock_name
from huiyin.portal.following.why import why
from huiyin.portal.following.words import due_words, moment_words
from huiyin.ui.sentences import say
from huiyin.ui.words import Chip, due_chip

Shape = ClockShape | FollowUp
LATE = "late"
"""The field that says that an application comes after its last day: the page knows that."""


@dataclass(frozen=True, slots=True)
class Until:
    """One date. `is_mine`: the resident's own time, in which nobody is late. `note` is what else
    must be said: that it is late, or stands still and why."""

    key: str
    text: str
    due: datetime | None
    day: str
    chip: Chip
    is_mine: bool
    is_late: bool
    note: str
    why: Sequence[str]
    law: str


def shape_of(process: Process, key: str) -> Shape | None:
    """The clock or follow-up of this key."""
    shape = clock_name(process, key)
    return shape if isinstance(shape, (ClockShape, FollowUp)) else None


def dates(page: MatterPage, now: datetime) -> list[Until]:
    """What runs or stands still, the nearest first; dates of the resident's own come last."""
    found = list(_running(page, now))
    return sorted(found, key=lambda one: (one.is_mine, one.due is None, one.due or now))


def _running(page: MatterPage, now: datetime) -> Iterator[Until]:
    for state in page.standing.clocks:
        shape = shape_of(page.process, state.key)
        if shape is None or shape.public is None or state.status not in {"running", "paused"}:
            continue
        is_mine = isinstance(shape, ClockShape) and shape.kind == "petitioner"
        is_late = not is_mine and state.legal is not None and now > state.legal
        yield Until(
            key=state.key,
            text=say(shape.public),
            due=state.legal,
            day=due_words(state.legal, state.terms) if state.legal else "",
            chip=_chip(state, now, is_mine=is_mine),
            is_mine=is_mine,
            is_late=is_late,
            note=_note(page, shape, state, is_late=is_late, is_mine=is_mine, now=now),
            why=why(state.derivation),
            law=shape.law or "",
        )


def _chip(state: ClockState, now: datetime, *, is_mine: bool) -> Chip:
    if state.status == "paused":
        return Chip("paused", _("stands still"), provisional=state.provisional)
    if is_mine and state.legal is not None and now > state.legal:
        return Chip("none", _("this day has passed"))
    return due_chip(state.legal, now, provisional=state.provisional)


def _note(
    page: MatterPage,
    shape: Shape,
    state: ClockState,
    *,
    is_late: bool,
    is_mine: bool,
    now: datetime,
) -> str:
    if state.status == "paused" and state.paused_since is not None:
        return paused(page, shape, state.paused_since)
    if is_late:
        return _("This should have been done by that day. We are sorry: it is late.")
    is_over = is_mine and state.legal is not None and now > state.legal
    if is_over and _takes_reasons(page.process, shape):
        return _("You can still ask and say why you come later; a person decides.")
    return ""


def _takes_reasons(process: Process, shape: Shape) -> bool:
    """Whether what is asked for in this time can be asked for later, with a reason."""
    stops = shape.stop if isinstance(shape, ClockShape) else ()
    return any(
        LATE in act.form and any(stop in act.form for stop in stops)
        for act in process.acts.values()
    )


def paused(page: MatterPage, shape: Shape, since: datetime) -> str:
    """Since when the time stands still, and what made it."""
    pausing = shape.pause if isinstance(shape, ClockShape) else ()
    cause = ""
    for event in page.events:
        if event.act in pausing and event.step == Step.DO and event.act in page.acts:
            act = page.acts[event.act]
            cause = say(act.public or act.name)
    said = _("The time stands still since {day}.").format(day=moment_words(since))
    why_said = _("Why: {cause}.").format(cause=cause)
    return f"{said} {why_said}" if cause else said


def ended(page: MatterPage) -> list[str]:
    """Dates that are over, each with how it ended, newest first."""
    return list(_ended(page))


def _ended(page: MatterPage) -> Iterator[str]:
    for state in reversed(page.standing.clocks):
        shape = shape_of(page.process, state.key)
        if shape is None or shape.public is None or state.status != "stopped":
            continue
        if state.verdict is None or state.legal is None or state.stopped_at is None:
            continue
        if isinstance(shape, ClockShape) and shape.kind == "petitioner":
            continue
        day = due_words(state.legal, state.terms)
        done = Derived(state.verdict, {"at": f"{timezone.localtime(state.stopped_at):%Y-%m-%d}"})
        yield _("{what}: {day}. {done}").format(
            what=say(shape.public), day=day, done=why([done])[0]
        )
