"""A letter before it is issued: the same facts, the same wording, no number, nothing written.

The act is decided and folded as if it had been done (and confirmed), without touching the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from huiyin.engine.process import Command, Decision, Refusal, decide
from huiyin.engine.standing import Event, Standing, Step
from huiyin.letters.content import LetterContent
from huiyin.letters.issue import office_fonts, write
from huiyin.letters.occasion import Occasion
from huiyin.letters.pdf import render_pdf
from huiyin.letters.wordings import wording
from huiyin.matters import history
from huiyin.matters.actions.append import with_texts
from huiyin.matters.actions.scene import scene_of
from huiyin.matters.actions.seats import engine_actor
from huiyin.matters.errors import Refused
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor
from huiyin.places import calendars


def preview_pdf(matter: Matter, act: str, *, by: Actor, data: Mapping[str, Any]) -> bytes:
    """The letter that `act` with this form data would issue, as a PDF marked as a preview.

    `matter` has been obtained through `policy.visible`. For an act that waits for a second person
    `data` is not looked at: the letter is made from what was proposed. Raises Refused (not allowed,
    form errors, facts missing) and KeyError for an act without a letter.
    """
    return render_pdf(preview(matter, act, by=by, data=data), office_fonts())


def preview(matter: Matter, act: str, *, by: Actor, data: Mapping[str, Any]) -> LetterContent:
    """The content of that letter."""
    process = history.process_of(matter)
    key = process.acts[act].letter
    if key is None:
        raise KeyError(act)
    now = timezone.now()
    calendar = history.calendar_for(matter, calendars.stamp())
    rows = list(matter.events.order_by("seq"))
    events = [history.read(row) for row in rows]
    folding = history.folding_of(rows)
    before = folding.clocked(calendar, history.zone())
    scene = scene_of(matter, process, before)
    decision = decide(scene, Command(act, data, now), engine_actor(by, before))
    if isinstance(decision, Refusal):
        raise Refused(decision)
    done, plain = _as_done(matter, before, decision, now)
    folding.add(done)
    after = folding.clocked(calendar, history.zone())
    actor = (by.account_id, decision.seat.post)
    proposal = before.proposal
    occasion = Occasion(
        matter=matter, process=process, act=act, data=plain, at=decision.at,
        unit_id=UUID(decision.seat.unit) if decision.seat.unit else matter.owner_unit_id,
        before=before, after=after, events=[*events, done],
        opener=by,
        by=(proposal.account, proposal.post) if proposal else actor,
        approver=actor if process.acts[act].second else None,
    )  # fmt: skip
    return write(wording(matter.pack, key), occasion)


def _as_done(
    matter: Matter, before: Standing, decision: Decision, now: datetime
) -> tuple[Event, Mapping[str, Any]]:
    """The event as it would be after everybody has agreed, and its data in plain text."""
    data = decision.data
    if before.proposal is not None and "confirms" in data:
        data = with_texts(matter.id, before.proposal.seq, before.proposal.data)
    event = Event(
        seq=before.seq + 1, act=decision.act, step=Step.DO, at=decision.at, data=decision.data,
        account=None, post=decision.seat.post, unit=decision.seat.unit,
    )  # fmt: skip
    return event, data
