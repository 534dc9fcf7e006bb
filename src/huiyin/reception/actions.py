"""The day at the window: open, give out tickets, call, end, close (METHODS X3).

Each locks the row it changes: two windows that call at once get two visitors.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from huiyin.matters import policy as matters
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor
from huiyin.reception import policy
from huiyin.reception.errors import ReceptionError
from huiyin.reception.models import Session, State, Visit

MOST_PEOPLE = 10_000
PRESENT = (State.WAITING, State.CALLED)


def open_day(by: Actor, unit_id: UUID, day: date) -> Session:
    """Open the unit's reception of that day; the open one when there is one. Raises
    PermissionDenied, ReceptionError (closed)."""
    _demand(by, unit_id)
    assert by.account_id is not None  # noqa: S101 -- staff have an account
    session, _is_new = Session.objects.get_or_create(
        unit_id=unit_id, day=day, defaults={"opened_by_id": by.account_id}
    )
    if session.closed_at is not None:
        raise ReceptionError("closed")
    return session


def arrive(by: Actor, session_id: UUID, people: object = 1) -> Visit:
    """Give out the next ticket of the day to somebody or a group. Raises PermissionDenied,
    ReceptionError (closed, people)."""
    number = _whole(people)
    with transaction.atomic():
        session = _open(by, session_id)
        last = session.visits.aggregate(last=Max("ticket"))["last"] or 0
        return Visit.objects.create(session=session, ticket=last + 1, people=number)


def call(by: Actor, session_id: UUID, ticket: int | None = None) -> Visit:
    """Call the next who waits, or that ticket. Raises PermissionDenied, ReceptionError (closed,
    nobody_waits, not_waiting)."""
    with transaction.atomic():
        session = _open(by, session_id)
        waiting = session.visits.filter(state=State.WAITING).order_by("ticket")
        if ticket is not None:
            waiting = waiting.filter(ticket=ticket)
        visit = waiting.first()
        if visit is None:
            raise ReceptionError("nobody_waits" if ticket is None else "not_waiting")
        visit.state, visit.called_at, visit.called_by_id = (
            State.CALLED, timezone.now(), by.account_id,
        )  # fmt: skip
        visit.save(update_fields=["state", "called_at", "called_by"])
        return visit


def received(by: Actor, visit_id: UUID, number: str) -> Visit:
    """The visit was about this matter, new or known: it ends. Raises PermissionDenied,
    ReceptionError (not_called, unknown_matter)."""
    matter = Matter.objects.filter(matters.visible(by), number=number.strip()).first()
    if matter is None:
        raise ReceptionError("unknown_matter", number=number.strip()[:40])
    return _end(by, visit_id, State.DONE, matter)


def left(by: Actor, visit_id: UUID) -> Visit:
    """They went before their turn, or without saying what they came for."""
    return _end(by, visit_id, State.LEFT, None)


def close_day(by: Actor, session_id: UUID) -> Session:
    """Close the day: nobody may be waiting. What is still open was handed over before, or goes
    on where it is. Raises PermissionDenied, ReceptionError (closed, somebody_waits)."""
    with transaction.atomic():
        session = _open(by, session_id)
        waiting = session.visits.filter(state__in=PRESENT).count()
        if waiting:
            raise ReceptionError("somebody_waits", number=waiting)
        session.closed_by_id, session.closed_at = by.account_id, timezone.now()
        session.save(update_fields=["closed_by", "closed_at"])
        return session


def _end(by: Actor, visit_id: UUID, state: State, matter: Matter | None) -> Visit:
    with transaction.atomic():
        found = Visit.objects.select_for_update().select_related("session")
        visit = found.filter(pk=visit_id).first()
        if visit is None:
            raise PermissionDenied
        _demand(by, visit.session.unit_id)
        if visit.state not in PRESENT or (matter is not None and visit.state != State.CALLED):
            raise ReceptionError("not_called")
        visit.state, visit.ended_at, visit.matter = state, timezone.now(), matter
        visit.save(update_fields=["state", "ended_at", "matter"])
        return visit


def _open(by: Actor, session_id: UUID) -> Session:
    session = Session.objects.select_for_update().filter(pk=session_id).first()
    if session is None:
        raise PermissionDenied
    _demand(by, session.unit_id)
    if session.closed_at is not None:
        raise ReceptionError("closed")
    return session


def _demand(by: Actor, unit_id: UUID) -> None:
    if not policy.may_receive(by, unit_id):
        raise PermissionDenied


def _whole(people: object) -> int:
    text = str(people).strip()
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_PEOPLE):
        raise ReceptionError("people", most=MOST_PEOPLE)
    return int(text)


def waited(visit: Visit) -> int:
    """Whole minutes between arriving and being called (or now)."""
    return int(((visit.called_at or timezone.now()) - visit.arrived_at).total_seconds() // 60)
