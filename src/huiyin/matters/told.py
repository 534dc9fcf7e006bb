"""A matter's history in words: what was done, by whom, when, with which values.

For pages and for the printed history alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiyin.engine.explain import N_
from huiyin.engine.standing import Step
from huiyin.matters import relation_words
from huiyin.matters.actions import links
from huiyin.matters.models import File
from huiyin.matters.queries.matter import EventView, MatterPage
from huiyin.matters.shown import Line, lines
from huiyin.ui.sentences import say

LETTER_ISSUED = "letter"
_STEPS = {
    Step.PROPOSE: N_("proposed, waits for a second person"),
    Step.SEND_BACK: N_("proposal sent back"),
}
_SYSTEM_ACTS = {
    LETTER_ISSUED: N_("Letter issued"), "erased": N_("Text erased by law"),
    "recomputed": N_("Date recomputed"), "cleared": N_("Anonymised after its retention"),
    "migrated": N_("Moved to another version of the method"),
    "held": N_("Legal hold placed"), "released": N_("Legal hold released"),
    links.MADE: N_("Related to another matter"), links.UNDONE: N_("Relation undone"),
}  # fmt: skip
_RELATIONS = frozenset({links.MADE, links.UNDONE})
_BY_PEOPLE = _RELATIONS | {"erased", "held", "released"}
"""Noted by the system, but what somebody did."""
_VIA = {
    "portal": N_("by the resident, online"), "api": N_("through the programming interface"),
    "import": N_("imported"), "system": N_("by the system"),
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


def timeline(page: MatterPage) -> list[Entry]:
    """Newest first. That a letter was issued is shown at the act that issued it."""
    return [entry(page, event) for event in reversed(page.events) if event.act != LETTER_ISSUED]


def entry(page: MatterPage, event: EventView) -> Entry:
    """One event of the page."""
    act = page.acts.get(event.act)
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
    if event.act in _RELATIONS:
        return relation_words.told(event.data)
    said = _STEPS.get(Step(event.step))
    return _(said) if said else ""


def _who(event: EventView) -> str:
    by_itself = event.step == Step.SYSTEM and event.act not in _BY_PEOPLE
    named = [] if by_itself else [event.unit, event.post, event.by]
    return " · ".join(part for part in named if part) or _(_VIA.get(event.via, event.via))
