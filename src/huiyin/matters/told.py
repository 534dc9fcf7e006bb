"""A matter's history in words: what was done, by whom, when, with which values.

For pages and for the printed history alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from huiyin.engine.definition import FormField
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
    late = event.recorded_at - event.at > _SAME
    form = act.form if act and event.step in {Step.DO, Step.PROPOSE} else {}
    return Entry(
        event=event,
        title=title(page, event),
        note=_note(event),
        who=_who(event),
        recorded=event.recorded_at if late else None,
        lines=entry_lines(page, event, form),
        files=[file for file in page.files if file.seq == event.seq],
    )


def title(page: MatterPage, event: EventView) -> str:
    """What was done."""
    act = page.acts.get(event.act)
    return say(act.name) if act else _(_SYSTEM_ACTS.get(event.act, event.act))


def entry_lines(page: MatterPage, event: EventView, form: Mapping[str, FormField]) -> list[Line]:
    """What the event says in the fields of `form`."""
    return lines(form, event.data, page.names)


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a form in two versions, in words; "" where a version has nothing."""

    label: str
    before: str
    after: str


def changes(before: Sequence[Line], after: Sequence[Line]) -> list[Changed]:
    """The fields in which two fillings of the same form differ, in its order."""
    old, new = ({line.label: in_words(line) for line in lines} for lines in (before, after))
    return [
        Changed(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label, "") != new.get(label, "")
    ]


def in_words(line: Line) -> str:
    """A line as one text; every row of a list on a line of its own."""
    rows = (" · ".join(in_words(part) for part in row) for row in line.rows)
    return "\n".join(rows) if line.rows else line.text


def proposed_again(page: MatterPage) -> tuple[Entry, list[Changed]] | None:
    """Of a proposal that was sent back before and made again: how it was sent back, and what is
    different now; None for one that waits for the first time."""
    waiting = page.standing.proposal
    if waiting is None:
        return None
    earlier = [event for event in page.events[: waiting.seq - 1] if event.act == waiting.act]
    if len(earlier) < 2 or earlier[-1].step != Step.SEND_BACK:
        return None
    first, back, now = (
        entry(page, event) for event in (earlier[-2], earlier[-1], page.event(waiting.seq))
    )
    return back, changes(first.lines, now.lines)


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
