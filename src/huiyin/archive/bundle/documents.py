"""What belongs into the file of a matter, in order of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huiyin.letters.content import clean
from huiyin.letters.models import Letter
from huiyin.matters.history import zone
from huiyin.matters.models import File
from huiyin.matters.queries.matter import EventView, MatterPage

HISTORY = "办理情况记录"
RESIDENT = "信访人"
SYSTEM = "系统"
ERASED = "（已依法删除）"
LETTER = "letter"


@dataclass(frozen=True)
class Document:
    """One line of the catalogue (卷内目录). `file` is None for the printed history."""

    title: str
    number: str
    day: date
    responsible: str
    file: File | None = None


def documents(page: MatterPage) -> list[Document]:
    """The printed history first, as it begins with the registration; then letters and files by the
    time of their act, a letter before what was attached to it."""
    letters = {letter.file_id: letter for letter in _letters(page)}
    events = {event.seq: event for event in page.events}
    unit = page.matter.intake_unit.name
    history = Document(HISTORY, "", _day(page.matter.received_at), unit)
    files = sorted(page.files, key=lambda file: _order(file, events))
    return [history, *(_of_file(file, events, letters) for file in files)]


def _letters(page: MatterPage) -> list[Letter]:
    rows = Letter.objects.filter(matter=page.matter).select_related("unit").defer("content")
    return list(rows)


def _order(file: File, events: Mapping[int, EventView]) -> tuple[datetime, int, bool, UUID]:
    """Files of one act as they were sent: ids are made in order."""
    return events[file.seq].at, file.seq, file.field != LETTER, file.pk


def _of_file(
    file: File, events: Mapping[int, EventView], letters: Mapping[UUID, Letter]
) -> Document:  # fmt: skip
    event, letter = events[file.seq], letters.get(file.pk)
    if letter is not None:
        return Document(letter.title, letter.number, letter.issued_on, letter.unit.name, file)
    title = clean(file.name) if file.erased_seq is None else ERASED
    return Document(title, "", _day(event.at), _who(event), file)


def _who(event: EventView) -> str:
    return event.unit or (RESIDENT if event.via == "portal" else SYSTEM)


def _day(at: datetime) -> date:
    return at.astimezone(zone()).date()
