"""Closing time: matters of today that are not settled go to a leader, each by its own act (X3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.desk.access import DeskRequest
from huiyin.desk.options import Setting, options_for
from huiyin.engine.definition import Process
from huiyin.engine.forms import FieldError
from huiyin.matters.actions.many import Outcome, Target, perform_many
from huiyin.matters.queries.rows import MatterRow
from huiyin.packs import load
from huiyin.reception.models import Session, State
from huiyin.reception.queries import Left, unsettled
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import decode
from huiyin.ui.sentences import say_refusal

PROCESS, ACT = "petition", "hand_over_today"


@dataclass(frozen=True)
class Told:
    """What became of one matter, in words; empty when it was handed over."""

    row: MatterRow
    refused: str = ""


def page(
    request: DeskRequest,
    session: Session,
    *,
    raw: dict[str, Any] | None = None,
    errors: tuple[FieldError, ...] = (),
    told: list[Told] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    """What is left, the form to hand it over, and the button that closes the day."""
    form = _process(request).acts[ACT].form
    setting = Setting(request.actor, session.unit_id)
    filling = Filling(form=form, raw=raw or {}, errors=errors, options=options_for(form, setting))
    context = {
        "session": session,
        "left": unsettled(request.actor, session),
        "fields": build(filling),
        "ticked": request.POST.getlist("matter"),
        "told": told or [],
        "has_errors": bool(errors),
        "wrong": wrong,
        "waiting": session.visits.filter(state__in=[State.WAITING, State.CALLED]).count(),
        "now": timezone.now(),
    }
    return render(request, "desk/reception_close.html", context, status=status)


def hand_over(request: DeskRequest, session: Session) -> HttpResponse:
    """Do the act on every ticked matter; those that were refused are told with their reason."""
    process = _process(request)
    raw = decode(process.acts[ACT].form, request.POST)
    chosen = set(request.POST.getlist("matter"))
    lefts = {one.row.id: one for one in unsettled(request.actor, session)}
    ticked = [one for one in lefts.values() if one.row.number in chosen]
    targets = [Target(one.row.id, _seen(request, one)) for one in ticked]
    outcomes = perform_many(targets, ACT, by=request.actor, data=raw)
    told = [_told(lefts[one.target.matter_id].row, one, process) for one in outcomes]
    errors = next((one.refusal.errors for one in outcomes if one.refusal), ())
    status = 422 if errors else 409 if any(one.refused for one in told) else 200
    return page(request, session, raw=raw if errors else None, errors=errors, told=told,
                status=status)  # fmt: skip


def _process(request: DeskRequest) -> Process:
    return load.process(load.offered(request.actor.packs)[0], PROCESS)


def _seen(request: DeskRequest, left: Left) -> int:
    text = request.POST.get(f"seq-{left.row.number}", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _told(row: MatterRow, outcome: Outcome, process: Process) -> Told:
    if outcome.refusal is not None:
        return Told(row, say_refusal(outcome.refusal, process))
    if outcome.done is None:
        return Told(row, _("Somebody acted on it meanwhile: look at it and try again."))
    return Told(row)
