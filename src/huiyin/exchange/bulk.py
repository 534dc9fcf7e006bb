"""Writing many drafts in one transaction: the same rows as through the one door, by COPY.

Letters and notices are not issued for acts that were done elsewhere: effects are not run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, models

from huiyin.engine.definition import Process
from huiyin.exchange.copying import copy_in
from huiyin.exchange.draft import Draft
from huiyin.matters import projection
from huiyin.matters.actions import append, door, project
from huiyin.matters.actions.door import Moment
from huiyin.matters.models import Access, Clock, Event, Matter, MatterText, Party, SealedText


@dataclass
class _Rows:
    """What one batch inserts, a list per table, in the order of the foreign keys."""

    matters: list[Matter] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    texts: list[SealedText] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    words: list[MatterText] = field(default_factory=list)
    access: list[Access] = field(default_factory=list)

    def lists(self) -> Iterable[Sequence[models.Model]]:
        return (self.matters, self.events, self.texts, self.clocks, self.parties, self.words,
                self.access)  # fmt: skip


def lock_source(source: str) -> None:
    """Let no second import of the same source into this transaction's time (loads once)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [source])


def known(source: str, refs: Sequence[str]) -> set[str]:
    """Which of these references of a source are there already."""
    there = Matter.objects.filter(origin=source, origin_ref__in=refs)
    return set(there.values_list("origin_ref", flat=True))


def write(drafts: Sequence[Draft], process: Process, moment: Moment) -> None:
    """Number the drafts, store their persons, chain their events, insert everything.

    To be called in the transaction in which `moment` was taken (`door.begin`).
    """
    append.store_persons([done.sealed for draft in drafts for done in draft.done])
    rows = _Rows()
    for draft, number in zip(drafts, _numbers(len(drafts)), strict=True):
        draft.matter.number = door.number_of(moment, number)
        _add(rows, draft, process, moment)
    for rows_of_one_table in rows.lists():
        copy_in(rows_of_one_table)


def _numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('matter_number') FROM generate_series(1, %s)", [count])
        return [number for (number,) in cursor.fetchall()]


def _add(rows: _Rows, draft: Draft, process: Process, moment: Moment) -> None:
    matter = draft.matter
    for done in draft.done:
        event = append.chained(
            matter, process, done.decision, done.wish, moment.recorded_at, done.sealed.public
        )
        rows.events.append(event)
        rows.texts += done.sealed.rows
        rows.parties += project.party_rows(matter, event.seq, done.sealed)
    project.note_intake(matter, draft.first, draft.done[0].decision)
    project.bring_up(matter, process, draft.standing)
    rows.matters.append(matter)
    rows.clocks += projection.clock_rows(process, matter.id, draft.standing)
    rows.access += projection.access_rows(matter.id, draft.standing)
    rows.words.append(project.words(matter, draft.done[0].decision))
