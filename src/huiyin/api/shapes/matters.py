"""Matters as JSON: lines of lists, and one matter with everything about it. Persons are masked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.api.shapes.base import Named, Shape, Words


class MatterLine(Shape):
    """One line of a list. `due` is the legal due of the next clock, null without one."""

    number: str
    title: str
    state: Named
    phase: str
    received_at: datetime
    owner: str
    holder: str
    petitioner: str
    due: datetime | None
    clock: Named | None
    provisional: bool
    waiting_for: Words | None


class MatterList(Shape):
    """A page of a list; `next` goes into `after` for the following page, null on the last."""

    items: list[MatterLine]
    next: str | None


class Worklist(MatterList):
    """A tab of the worklist, by due date; `tabs` are those that the caller's posts give."""

    tab: str
    tabs: list[str]


class Found(MatterList):
    """What a search found: the matter with this number, the matters of whoever has exactly this
    name, phone or id number, and (`items`) those whose text has every word."""

    number: str | None
    people: list[MatterLine]


class Office(Shape):
    id: UUID
    name: str


class PartyOut(Shape):
    """A person's part in the matter, masked; opened by a POST to `people/{id}/reveal`."""

    id: int
    role: str
    kind: str
    name: str
    phone: str


class ClockCycle(Shape):
    """One cycle of a clock: nominal and legal due, and the reasons, in words and as steps."""

    key: str
    cycle: int
    name: Words
    kind: str
    law: str
    confidence: str
    status: str
    verdict: str | None
    started_at: datetime
    stopped_at: datetime | None
    nominal: datetime | None
    legal: datetime | None
    provisional: bool
    extensions: int
    why: list[str]
    derivation: list[dict[str, Any]]


class EventOut(Shape):
    """One event. `by` is empty for residents and the system; an erased text is null."""

    seq: int
    act: Named
    step: str
    at: datetime
    recorded_at: datetime
    via: str
    by: str
    post: str
    unit: str
    data: dict[str, Any]


class FileOut(Shape):
    """`erased_seq`: the event by which name and bytes were lawfully erased."""

    id: UUID
    seq: int
    field: str
    name: str
    media_type: str
    size: int
    sha256: str
    erased_seq: int | None


class PossibleAct(Shape):
    """An act open to the caller now; `answers` says that it confirms what waits for a second
    person (or sends it back)."""

    key: str
    name: Words
    answers: bool


class MatterOut(Shape):
    """One matter. `seq` is the event to send as `expected_seq`; `names` has the names of the units,
    posts, places and categories that the events refer to by id."""

    number: str
    pack: str
    process: str
    version: str
    seq: int
    state: Named
    phase: str
    is_open: bool
    outcome: Named | None
    title: str
    channel: str
    received_at: datetime
    registered_at: datetime
    owner: Office
    intake: Office
    sender: Office | None
    holder: str
    holder_name: str
    category: str | None
    place: str | None
    waiting_for: str | None
    parties: list[PartyOut]
    clocks: list[ClockCycle]
    events: list[EventOut]
    files: list[FileOut]
    possible: list[PossibleAct]
    names: dict[str, str]


class Done(Shape):
    """What an act did: the matter's number, and the newest event of its chain."""

    number: str
    act: str
    step: str
    event: int
    seq: int
    state: str


class Registered(Done):
    """What a registration did. With number and `code` the resident can ask how it stands; both
    are for the caller to hand over. `is_visible`: whether the caller may see the matter now."""

    code: str
    is_visible: bool


class RevealIn(Shape):
    """Which fields of a person are needed, and why: both are recorded."""

    model_config = {"extra": "forbid"}

    fields: list[str]
    reason: str


class Revealed(Shape):
    """The fields asked for, in plain text; null where nothing was stated."""

    fields: dict[str, str | None]
