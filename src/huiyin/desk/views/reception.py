"""The reception: tickets, who is called, what they came for, what is left at closing time (X3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.rota_words import on_now
from huiyin.desk.views.reception_close import hand_over, page
from huiyin.duties.rotas.overview import Seen, on_duty
from huiyin.reception import actions, policy
from huiyin.reception.errors import ReceptionError
from huiyin.reception.models import Session
from huiyin.reception.queries import Day, day_of

GROUP = 5
"""From so many people on, the page reminds of choosing representatives (条例第二十条)."""


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """The queue of today."""
    return _queue(request)


@require_POST
@staff
def begin(request: DeskRequest) -> HttpResponse:
    """Open today's reception."""
    return _do(request, lambda: actions.open_day(request.actor, _unit(request), _today()))


@require_POST
@staff
def arrive(request: DeskRequest) -> HttpResponse:
    """The next ticket."""
    people = request.POST.get("people", "1")
    return _do(request, lambda: actions.arrive(request.actor, _session(request).pk, people))


@require_POST
@staff
def call(request: DeskRequest) -> HttpResponse:
    """The next who waits, or the ticket that was named."""
    text = request.POST.get("ticket", "")
    ticket = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None
    return _do(request, lambda: actions.call(request.actor, _session(request).pk, ticket))


@require_POST
@staff
def received(request: DeskRequest, visit: UUID) -> HttpResponse:
    """The visit was about a known matter."""
    number = request.POST.get("number", "")
    return _do(request, lambda: actions.received(request.actor, visit, number))


@require_POST
@staff
def left(request: DeskRequest, visit: UUID) -> HttpResponse:
    """They have gone."""
    return _do(request, lambda: actions.left(request.actor, visit))


@staff
def close(request: DeskRequest) -> HttpResponse:
    """What is left today: hand it over, then close the day."""
    session = _session(request)
    if not policy.may_receive(request.actor, session.unit_id):
        raise PermissionDenied
    if request.method != "POST":
        return page(request, session)
    if "hand" in request.POST:
        return hand_over(request, session)
    try:
        actions.close_day(request.actor, session.pk)
    except ReceptionError as refused:
        return page(request, session, wrong=refused.say(gettext), status=409)
    return redirect("desk:reception")


def _do(request: DeskRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except ReceptionError as refused:
        status = 422 if refused.code in {"people", "unknown_matter"} else 409
        return _queue(request, refused.say(gettext), status)
    return redirect("desk:reception")


def _queue(request: DeskRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    day = day_of(_unit(request), _today())
    context: dict[str, Any] = {
        "day": day, "wrong": wrong, "typed": request.POST, "group": GROUP,
        "may_receive": policy.may_receive(request.actor, day.unit.pk),
        "on_duty": _on_duty(day),
        "is_open": _is_open(day), "waited": {one.pk: actions.waited(one) for one in day.waiting},
    }  # fmt: skip
    return render(request, "desk/reception.html", context, status=status)


def _on_duty(day: Day) -> list[tuple[Seen, list[tuple[str, str]]]]:
    """The reception rotas of the unit, with slot and name of everybody on duty now."""
    return [(one, on_now(one)) for one in on_duty(day.unit.pk, timezone.now(), "reception")]


def _is_open(day: Day) -> bool:
    return day.session is not None and day.session.closed_at is None


def _unit(request: DeskRequest) -> UUID:
    unit = policy.unit_of(request.actor)
    if unit is None:
        raise PermissionDenied
    return unit


def _session(request: DeskRequest) -> Session:
    session = Session.objects.filter(unit_id=_unit(request), day=_today()).first()
    if session is None:
        raise ReceptionNotOpen
    return session


def _today() -> Any:
    return timezone.localdate()


class ReceptionNotOpen(PermissionDenied):
    """Nothing can be done at a reception that was not opened today."""
