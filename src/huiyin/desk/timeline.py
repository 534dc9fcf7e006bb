"""The page's view of history and clocks: who did what when, and every date with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.desk.shown import Line, lines
from huiyin.engine import explain
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import ClockShape
from huiyin.engine.explain import N_
from huiyin.engine.standing import Step
from huiyin.matters.models import File
from huiyin.matters.queries.matter import EventView, MatterPage
from huiyin.matters.queries.rows import clock_name
from huiyin.ui.sentences import say, say_who
from huiyin.ui.words import Chip, clock_chip

LETTER_ISSUED = "letter"
_STEPS = {
    Step.PROPOSE: N_("proposed, waits for a second person"),
    Step.SEND_BACK: N_("proposal sent back"),
}
_SYSTEM_ACTS = {
    LETTER_ISSUED: N_("Letter issued"), "erased": N_("Text erased by law"),
    "recomputed": N_("Date recomputed"),
}  # fmt: skip
_VIA = {
    "portal": N_("by the resident, online"), "api": N_("through the programming interface"),
    "import": N_("imported"), "system": N_("by the system"),
}  # fmt: skip
_KINDS = {
    "statutory": N_("statutory"), "internal": N_("internal"),
    "petitioner": N_("the petitioner's right"),
}  # fmt: skip
_SAME = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event to read. `recorded` is empty when it was recorded as it took place."""

    event: EventView
    title: str
    note: str
    who: str
    recorded: datetime | None
    lines: Sequence[Line]
    files: Sequence[File]


@dataclass(frozen=True, slots=True)
class ClockView:
    """One cycle of a clock with its dates and the reasons for them."""

    name: str
    kind: str
    law: str
    is_setting: bool
    chip: Chip
    nominal: datetime | None
    legal: datetime | None
    why: Sequence[str]
    is_running: bool


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a matter."""

    running: Sequence[ClockView]
    ended: Sequence[ClockView]

    @property
    def ended_words(self) -> str:
        """“7 ended, 2 of them late”."""
        late = sum(view.chip.tone == "late" for view in self.ended)
        ended = ngettext("{n} ended", "{n} ended", len(self.ended)).format(n=len(self.ended))
        return _("{ended}, {late} of them late").format(ended=ended, late=late) if late else ended


def timeline(page: MatterPage) -> list[Entry]:
    """Newest first. That a letter was issued is shown at the act that issued it."""
    return [entry(page, event) for event in reversed(page.events) if event.act != LETTER_ISSUED]


def entry(page: MatterPage, event: EventView) -> Entry:
    """One event of the page."""
    act = page.process.acts.get(event.act)
    title = say(act.name) if act else _(_SYSTEM_ACTS.get(event.act, event.act))
    late = event.recorded_at - event.at > _SAME
    form = act.form if act and event.step in {Step.DO, Step.PROPOSE} else {}
    return Entry(
        event=event,
        title=title,
        note=_note(event),
        who=_who(event),
        recorded=event.recorded_at if late else None,
        lines=lines(form, event.data, page.names),
        files=[file for file in page.files if file.seq == event.seq],
    )


def _note(event: EventView) -> str:
    if "confirms" in event.data:
        return _("confirmed by a second person")
    said = _STEPS.get(Step(event.step))
    return _(said) if said else ""


def _who(event: EventView) -> str:
    named = [] if event.step == Step.SYSTEM else [event.unit, event.post, event.by]
    return " · ".join(part for part in named if part) or _(_VIA.get(event.via, event.via))


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
    )


def is_duty_of(shape: ClockShape) -> bool:
    """Whether somebody can be late; a right that lapses ends without anyone being late."""
    return shape.kind != "petitioner" and not shape.silent


def proposal(page: MatterPage) -> Entry | None:
    """What waits for a second person."""
    waiting = page.standing.proposal
    return entry(page, page.event(waiting.seq)) if waiting else None


def second_person(page: MatterPage) -> str:
    """Who may confirm the proposal, in words."""
    waiting = page.standing.proposal
    act = page.process.acts[waiting.act] if waiting else None
    return say_who(str(act.second)) if act and act.second else ""
