"""The page's view of clocks and proposals: every date with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.engine import explain
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import ClockShape
from huiyin.engine.explain import N_
from huiyin.matters import told
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.queries.rows import clock_name
from huiyin.ui.sentences import say, say_who
from huiyin.ui.words import Chip, clock_chip

_KINDS = {
    "statutory": N_("statutory"), "internal": N_("internal"),
    "petitioner": N_("the petitioner's right"),
}  # fmt: skip


LAPSED = "none"
"""Tone of the chip of a right whose day has passed: nobody waits for it."""


@dataclass(frozen=True, slots=True)
class ClockView:
    """One cycle of a clock with its dates and the reasons for them."""

    key: str
    name: str
    kind: str
    law: str
    is_setting: bool
    chip: Chip
    nominal: datetime | None
    legal: datetime | None
    why: Sequence[str]
    is_running: bool
    is_duty: bool
    """Whether somebody can be late."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a matter."""

    running: Sequence[ClockView]
    ended: Sequence[ClockView]

    @property
    def next(self) -> ClockView | None:
        """The one that matters first: somebody's duty with a date, else a right that is open."""
        alive = [one for one in self.running if one.is_duty or one.chip.tone != LAPSED]
        dated = (view for view in alive if view.legal and view.is_duty)
        return next(dated, next(iter(alive), None))

    @property
    def ended_words(self) -> str:
        """“7 ended, 2 of them late”."""
        late = sum(view.chip.tone == "late" for view in self.ended)
        ended = ngettext("{n} ended", "{n} ended", len(self.ended)).format(n=len(self.ended))
        return _("{ended}, {late} of them late").format(ended=ended, late=late) if late else ended


def clocks(page: MatterPage, now: datetime) -> Clocks:
    """Running clocks by legal due; those that ended, newest first."""
    views = [_clock(page, state, now) for state in reversed(page.standing.clocks)]
    running = [view for view in views if view.is_running]
    running.sort(key=lambda view: (view.legal is None, view.legal))
    return Clocks(running, [view for view in views if not view.is_running])


def _clock(page: MatterPage, state: ClockState, now: datetime) -> ClockView:
    shape = clock_name(page.process, state.key)
    is_clock = isinstance(shape, ClockShape)
    is_duty = not isinstance(shape, ClockShape) or is_duty_of(shape)
    return ClockView(
        key=state.key,
        name=say(shape) if shape else state.key,
        kind=_(_KINDS[shape.kind if isinstance(shape, ClockShape) else "internal"]),
        law=getattr(shape, "law", None) or "",
        is_setting=is_clock and getattr(shape, "confidence", "A") in {"C", "D"},
        chip=clock_chip(
            state.status,
            state.verdict,
            state.legal,
            now,
            provisional=state.provisional,
            is_duty=is_duty,
        ),
        nominal=state.nominal,
        legal=state.legal,
        why=explain.render(state.derivation, _),
        is_running=state.status in {"running", "paused"},
        is_duty=is_duty,
    )


def is_duty_of(shape: ClockShape) -> bool:
    """Whether somebody can be late; a right that lapses ends without anyone being late."""
    return shape.kind != "petitioner" and not shape.silent


def proposal(page: MatterPage) -> told.Entry | None:
    """What waits for a second person."""
    waiting = page.standing.proposal
    return told.entry(page, page.event(waiting.seq)) if waiting else None


def second_person(page: MatterPage) -> str:
    """Who may confirm the proposal, in words."""
    waiting = page.standing.proposal
    act = page.process.acts[waiting.act] if waiting else None
    return say_who(str(act.second)) if act and act.second else ""
