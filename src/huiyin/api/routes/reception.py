"""The day at the window: the same actions as the page (METHODS X3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import ProblemField, answer, problems
from huiyin.api.shapes.reception import ArriveIn, CallIn, DayOut, ReceivedIn, VisitOut
from huiyin.reception import actions, policy
from huiyin.reception.errors import ReceptionError
from huiyin.reception.models import Session, Visit
from huiyin.reception.queries import day_of

router = Router(tags=["reception"])
Result = TypeVar("Result")
Told = TypeVar("Told", DayOut, VisitOut)
FIELDS = {"people": "people", "unknown_matter": "number"}
"""Code of a refusal → the field that is wrong."""


@router.get("/reception", response=DayOut, openapi_extra=problems(403))
def show_reception(request: HttpRequest) -> DayOut:
    """Today's queue at the caller's unit."""
    return _day(_unit(request))


@router.post("/reception", response=DayOut, openapi_extra=problems(403, 409))
def open_reception(request: HttpRequest) -> DayOut | HttpResponse:
    """Open today's reception; the open one when there is one."""
    unit = _unit(request)
    return _do(
        lambda: actions.open_day(actor_of(request), unit, timezone.localdate()),
        lambda _done: _day(unit),
    )


@router.post("/reception/arrive", response=VisitOut, openapi_extra=problems(403, 409, 422))
def give_ticket(request: HttpRequest, body: ArriveIn) -> VisitOut | HttpResponse:
    """The next ticket of the day."""
    session = _session(request)
    return _do(lambda: actions.arrive(actor_of(request), session, body.people), _visit)


@router.post("/reception/call", response=VisitOut, openapi_extra=problems(403, 409))
def call_visitor(request: HttpRequest, body: CallIn) -> VisitOut | HttpResponse:
    """Call the next who waits, or the ticket that is named."""
    session = _session(request)
    return _do(lambda: actions.call(actor_of(request), session, body.ticket), _visit)


@router.post(
    "/reception/visits/{visit}/received", response=VisitOut,
    openapi_extra=problems(403, 409, 422),
)  # fmt: skip
def visit_received(request: HttpRequest, visit: UUID, body: ReceivedIn) -> VisitOut | HttpResponse:
    """The visit was about this matter. Registering one ends the visit by itself."""
    return _do(lambda: actions.received(actor_of(request), visit, body.number), _visit)


@router.post("/reception/visits/{visit}/left", response=VisitOut, openapi_extra=problems(403, 409))
def visitor_left(request: HttpRequest, visit: UUID) -> VisitOut | HttpResponse:
    """They have gone."""
    return _do(lambda: actions.left(actor_of(request), visit), _visit)


@router.post("/reception/close", response=DayOut, openapi_extra=problems(403, 409))
def close_reception(request: HttpRequest) -> DayOut | HttpResponse:
    """Close the day; what is left is handed over with the act `hand_over_today`."""
    unit, session = _unit(request), _session(request)
    return _do(lambda: actions.close_day(actor_of(request), session), lambda _done: _day(unit))


def _do(act: Callable[[], Result], told: Callable[[Result], Told]) -> Told | HttpResponse:
    try:
        return told(act())
    except ReceptionError as refused:
        said = refused.say(gettext)
        if refused.code not in FIELDS:
            return answer(409, refused.code, said)
        wrong = ProblemField(field=FIELDS[refused.code], rule=refused.code, message=said)
        return answer(422, "form", said, errors=[wrong])


def _unit(request: HttpRequest) -> UUID:
    unit = policy.unit_of(actor_of(request))
    if unit is None:
        raise PermissionDenied
    return unit


def _session(request: HttpRequest) -> UUID:
    today = Session.objects.filter(unit_id=_unit(request), day=timezone.localdate())
    found = today.values_list("pk", flat=True).first()
    if found is None:
        raise PermissionDenied
    return found


def _day(unit: UUID) -> DayOut:
    found = day_of(unit, timezone.localdate())
    visits = sorted((*found.waiting, *found.called, *found.ended), key=lambda one: one.ticket)
    is_open = found.session is not None and found.session.closed_at is None
    return DayOut(
        unit=unit, day=timezone.localdate(), is_open=is_open,
        visits=[_visit(one) for one in visits],
    )  # fmt: skip


def _visit(visit: Visit) -> VisitOut:
    return VisitOut(
        id=visit.pk, ticket=visit.ticket, people=visit.people, state=visit.state,
        arrived_at=visit.arrived_at, called_at=visit.called_at, ended_at=visit.ended_at,
        matter=visit.matter.number if visit.matter else None,
    )  # fmt: skip
