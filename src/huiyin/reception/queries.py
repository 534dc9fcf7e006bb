"""What the reception page shows: the queue of the day, and what is left at closing time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from huiyin.matters import policy as matters
from huiyin.matters.models import Clock, Matter
from huiyin.matters.queries.rows import MatterRow, rows_of
from huiyin.people.actor import Actor
from huiyin.people.models import Unit
from huiyin.reception.models import Session, State, Visit

HANDED = "handed_over"
"""The clock of what was handed over at closing time (petition_reception.yaml)."""


@dataclass(frozen=True)
class Day:
    """One day of one unit: its session, who waits, who is at a window, who has been received."""

    unit: Unit
    session: Session | None
    waiting: list[Visit]
    called: list[Visit]
    ended: list[Visit]

    @property
    def people(self) -> int:
        """Persons received today (人次); groups count with everybody."""
        return sum(one.people for one in self.ended if one.state == State.DONE)


@dataclass(frozen=True)
class Left:
    """A matter that is left at closing time, and the event that was seen last."""

    row: MatterRow
    seq: int


def day_of(unit_id: UUID, day: date) -> Day:
    """The day in two statements, three with a session."""
    unit = Unit.objects.get(pk=unit_id)
    session = Session.objects.filter(unit_id=unit_id, day=day).select_related("closed_by").first()
    visits = list(
        session.visits.select_related("called_by", "matter").order_by("ticket") if session else ()
    )
    return Day(
        unit, session,
        [one for one in visits if one.state == State.WAITING],
        [one for one in visits if one.state == State.CALLED],
        [one for one in visits if one.state in {State.DONE, State.LEFT}],
    )  # fmt: skip


def unsettled(by: Actor, session: Session) -> list[Left]:
    """Matters of today's visits that are open, still here, and not handed over yet."""
    handed = Clock.objects.filter(matter=OuterRef("pk"), key=HANDED, status="running")
    today = Visit.objects.filter(matter=OuterRef("pk"), session=session)
    found = Matter.objects.filter(
        matters.visible(by), Exists(today), ~Exists(handed),
        is_open=True, owner_unit_id=session.unit_id,
    )  # fmt: skip
    seqs = dict(found.values_list("id", "seq"))
    rows = rows_of(by, list(seqs))
    return [Left(row, seqs[row.id]) for row in sorted(rows, key=lambda row: row.number)]
