"""What was done, in plain words: day, unit, what. No names of officers, no notes of the office.

An act is told when it changed the state, when a letter to the resident went out with it, when the
resident did it, or when its definition has words for residents (`public`, `shows`). Of a sealed
matter only the states are told (条例第三十条).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.engine.definition import Act
from huiyin.engine.standing import Step
from huiyin.matters.models import File
from huiyin.matters.queries.matter import EventView, MatterPage
from huiyin.matters.shown import Line, lines
from huiyin.portal.following.papers import LetterRow
from huiyin.portal.following.words import day_words
from huiyin.ui.sentences import say

BY_RESIDENT = "portal"
"""How an event says that it was done online with number and code."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was done. `who` is a unit, or the resident."""

    day: str
    iso: str
    who: str
    what: str
    lines: Sequence[Line]
    letters: Sequence[LetterRow]
    files: Sequence[File]


def past(page: MatterPage, letters: Sequence[LetterRow], own: Sequence[File]) -> list[Told]:
    """Newest first."""
    if page.process.sealed:
        return list(_states(page))
    return [
        _told(page, event, act, letters, own)
        for event, act in _done(page)
        if _is_told(event, act, letters)
    ]


def _done(page: MatterPage) -> Iterator[tuple[EventView, Act]]:
    for event in reversed(page.events):
        act = page.acts.get(event.act)
        if act is not None and event.step == Step.DO:
            yield event, act


def _is_told(event: EventView, act: Act, letters: Sequence[LetterRow]) -> bool:
    if act.to or act.public or act.shows or event.via == BY_RESIDENT:
        return True
    return any(letter.seq == event.seq for letter in letters)


def _told(
    page: MatterPage,
    event: EventView,
    act: Act,
    letters: Sequence[LetterRow],
    own: Sequence[File],
) -> Told:
    shown = {name: act.form[name] for name in act.shows if name in act.form}
    # Only these: what else was said in the act is no resident's to read.
    said = {name: value for name, value in _said(page, event).items() if name in shown}
    return Told(
        **_when(event),
        who=_who(page, event),
        what=say(act.public or act.name),
        lines=lines(shown, said, page.names),
        letters=[letter for letter in letters if letter.seq == event.seq],
        files=[file for file in own if file.seq == event.seq],
    )


def _states(page: MatterPage) -> Iterator[Told]:
    for event, act in _done(page):
        state = page.process.states.get(act.to or "")
        if state is not None:
            yield Told(
                **_when(event), who="", what=say(state.public), lines=(), letters=(), files=()
            )


def _when(event: EventView) -> dict[str, str]:
    day = timezone.localtime(event.at).date()
    return {"day": day_words(day), "iso": day.isoformat()}


def _who(page: MatterPage, event: EventView) -> str:
    if event.via == BY_RESIDENT:
        return _("you, online")
    # What was imported names no unit: it was done by the one that has the matter now.
    return event.unit or str(page.matter.owner_unit)


def _said(page: MatterPage, event: EventView) -> Mapping[str, Any]:
    """The data of the act; what a second person confirmed was said by the first."""
    confirms = event.data.get("confirms")
    return page.event(int(confirms)).data if confirms else event.data
