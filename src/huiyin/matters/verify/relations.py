"""Checks of one matter's relations: every `Link` row stands in its events, and the reverse."""

from __future__ import annotations

from huiyin.engine.standing import Step
from huiyin.matters.actions.links import IN, MADE, OUT, UNDONE
from huiyin.matters.models import Event, Link
from huiyin.matters.verify.chains import Found
from huiyin.matters.verify.load import Case


def relations(case: Case) -> Found:
    """The matter's side of every relation; the other matter checks its own."""
    made, undone = _told(case, MADE), _told(case, UNDONE)
    for link in case.links:
        key = str(link.id)
        event = made.pop(key, None)
        if event is None:
            yield None, f"a relation ({link.kind}) is stored, its events do not make it"
            continue
        yield from _against(case, link, event, undone.pop(key, None))
    for event in (*made.values(), *undone.values()):
        yield event.seq, "the relation it tells of is not stored"


def _told(case: Case, act: str) -> dict[str, Event]:
    """Link id → the event of this matter that makes (or undoes) it."""
    return {
        str(event.data.get("link")): event
        for event in case.events
        if event.step == Step.SYSTEM and event.act == act
    }


def _against(case: Case, link: Link, made: Event, undone: Event | None) -> Found:
    is_source = link.source_id == case.matter.pk
    way = OUT if is_source else IN
    if (made.data.get("kind"), made.data.get("way")) != (link.kind, way):
        yield made.seq, f"the relation it tells of is stored as {link.kind} ({way})"
    if (undone is None) != (link.undone_seq is None):
        yield made.seq, "its relation is undone in the events or in its row, not in both"
    elif is_source and (link.seq, link.undone_seq) != (made.seq, undone.seq if undone else None):
        yield made.seq, "the relation it tells of is stored with another event"
