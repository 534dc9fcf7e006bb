"""Writing an event with the caches after it: the matter's columns, clocks, parties, words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.common.insert import Rows, insert
from huiyin.engine.calendar import Calendar
from huiyin.engine.definition import NEW, Process
from huiyin.engine.process import Decision
from huiyin.engine.standing import Standing
from huiyin.matters import projection, search
from huiyin.matters.actions.append import Sealed
from huiyin.matters.models import Access, Event, Matter, MatterText, Party
from huiyin.people.actor import Actor
from huiyin.places import calendars

_COLUMNS = (
    "pack", "process", "version", "sealed", "state", "phase", "is_open", "outcome", "owner_unit",
    "sender_unit", "holder", "next_due", "next_clock", "waiting_for", "acted_at", "seq", "head",
)  # fmt: skip
_CLOCK_AGAIN = "ON CONFLICT (matter_id, key, cycle) DO UPDATE SET " + ", ".join(
    f"{column} = EXCLUDED.{column}" for column in projection.CLOCK_COLUMNS
)


def calendar_after(
    matter: Matter, decision: Decision, by: Actor, newest: datetime | None, is_first: bool
) -> Calendar:
    """The calendar of the place of intake (`history.calendar_for`); at first without a query."""
    if is_first:
        places = [(post.unit_id, post.division_path) for post in by.posts]
        if by.intake:
            places.append((by.intake.unit_id, by.intake.division_path))
        path = next((path for unit, path in places if str(unit) == decision.seat.unit), "")
    else:
        path = matter.intake_unit.division.path
    return calendars.calendar_of(path, newest)


def save(
    matter: Matter,
    process: Process,
    standing: Standing,
    decision: Decision,
    event: Event,
    sealed: Sealed,
    *,
    before: Standing,
) -> None:
    """Bring the matter's row up to `standing`; write the event and what hangs on it. `before` is
    the standing without the event."""
    bring_up(matter, process, standing)
    if projection.access(before) - projection.access(standing):
        # Whoever has stepped aside, or was named no more, must not see it any longer.
        Access.objects.filter(matter=matter).delete()
    first: list[Rows] = []
    if before.state == NEW:
        note_intake(matter, standing, decision)
        first = [Rows([matter]), Rows([words(matter, decision)])]
    else:
        matter.save(update_fields=_COLUMNS)
    insert(
        Rows(sealed.new_persons),
        *first,
        Rows([event]),
        Rows(sealed.rows),
        Rows(projection.clock_rows(process, matter.id, standing), _CLOCK_AGAIN),
        Rows(party_rows(matter, matter.seq, sealed), "ON CONFLICT DO NOTHING"),
        Rows(projection.access_rows(matter.id, standing), "ON CONFLICT DO NOTHING"),
    )


def bring_up(matter: Matter, process: Process, standing: Standing) -> None:
    """Set the columns that acts can change; nothing is saved."""
    for name, value in projection.columns(process, standing).items():
        setattr(matter, name, value)


def note_intake(matter: Matter, first: Standing, decision: Decision) -> None:
    """Set the columns that the first act fixes for good; `first` is the standing after it."""
    data = decision.data
    matter.intake_unit_id = UUID(str(first.intake))
    matter.registrar_id = _uuid(first.holder)
    matter.title, matter.channel = data["title"], data.get("channel", "")
    matter.category_id, matter.place_id = data.get("category"), data.get("place")
    matter.grid_id = data.get("grid")


def party_rows(matter: Matter, seq: int, sealed: Sealed) -> list[Party]:
    """The persons that one event names, unsaved."""
    return [
        Party(matter_id=matter.id, person_id=person.id, role=path.partition(".")[0], seq=seq)
        for path, person in sealed.persons.items()
    ]


def words(matter: Matter, decision: Decision) -> MatterText:
    """What a matter is found by, unsaved: the texts of its first act."""
    text = "\n".join(_texts(decision.data))
    return MatterText(matter_id=matter.id, text=search.fold(text), tokens=search.tokens(text))


def _texts(data: Mapping[str, Any]) -> Iterator[str]:
    """The words a matter is found by: summary, facts, requests."""
    yield data.get("title", "")
    yield data.get("text", "")
    for row in data.get("requests", ()):
        yield row.get("request", "")


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def erase_words(matter_id: UUID) -> None:
    """Forget a matter's words (after lawful erasure of its text)."""
    MatterText.objects.filter(matter_id=matter_id).delete()
