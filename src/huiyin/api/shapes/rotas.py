"""Shapes of rotas, shifts, swaps and the private calendar."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from huiyin.api.shapes.base import Shape


class ShiftOut(Shape):
    """One person in one slot; the end does not belong to it."""

    id: UUID
    rota: UUID
    slot: str
    account: UUID
    name: str
    begins_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None


class HoleOut(Shape):
    """Somebody of a slot is not there. `missing`: how many still after `instead` stepped in."""

    day: date
    slot: str
    begins_at: datetime
    ends_at: datetime
    missing: int
    away: list[UUID]
    instead: list[UUID]


class RotaOut(Shape):
    """A rota of a unit: `pack` and `key` name what the method says about it."""

    id: UUID
    unit: UUID
    unit_name: str
    pack: str
    key: str
    name: str
    kind: str
    ended_on: date | None


class SeenOut(RotaOut):
    """A rota in a list: how many gaps and substitutes in the days ahead, who is on duty now."""

    gaps: int
    substituted: int
    now: list[ShiftOut]


class SwapOut(Shape):
    """A request: `accepted` is null until it is answered, and when it was taken back."""

    id: UUID
    shift: UUID
    other: UUID | None
    asked_by: UUID
    asked_of: UUID
    reason: str
    answered_at: datetime | None
    accepted: bool | None


class RotaList(Shape):
    """The rotas of the own units and a part of those below (`after` asks for the next part), the
    caller's next shifts, requests that the caller put or has to answer."""

    own: list[SeenOut]
    below: list[SeenOut]
    after: str
    shifts: list[ShiftOut]
    swaps: list[SwapOut]


class TallyOut(Shape):
    """What somebody had in the 92 days before the month and in it."""

    name: str
    shifts: int
    nights: int
    days_off: int


class MonthOut(RotaOut):
    """A month of a rota."""

    first: date
    last: date
    shifts: list[ShiftOut]
    holes: list[HoleOut]
    tally: list[TallyOut]


class PlannedOut(Shape):
    """A shift that is proposed."""

    slot: str
    account: UUID
    name: str
    begins_at: datetime
    ends_at: datetime


class ProposalOut(Shape):
    """A plan that is not in force; `mark` puts just this one in force. `left`: what stays empty."""

    first: date
    last: date
    mark: str
    shifts: list[PlannedOut]
    left: list[HoleOut]


class StartIn(Shape):
    """Which rota of the method, for which unit."""

    unit: str = ""
    key: str = ""


class FillIn(Shape):
    """The span and the mark of the plan that was shown."""

    first: str = ""
    last: str = ""
    mark: str = ""


class PlaceIn(Shape):
    """Who gets the place: the id of an account."""

    account: str = ""


class SwapIn(Shape):
    """Whom one asks, for which of their shifts (empty: for none), why."""

    asked_of: str = ""
    other: str = ""
    reason: str = ""


class AnswerIn(Shape):
    """Whether one takes the shift."""

    accept: bool


class FeedOut(Shape):
    """The address of the private calendar: shown once; only its hash is kept."""

    address: str


class EndedOut(Shape):
    """Whether there was an address to end."""

    ended: bool
