"""Rotas at the desk: what runs, what is missing, a month of one; starting, ending (L4, X3, S7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk import rota_words
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.asking import Asking, ask, asked
from huiyin.duties.rotas import overview, policy, running
from huiyin.duties.rotas.board import Board, board
from huiyin.duties.rotas.kinds import shape_of
from huiyin.duties.rotas.proposing import LOOKBACK
from huiyin.duties.rotas.words import named
from huiyin.people.forms.empty import NothingForm

MOST_WARNINGS = 12


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One's own shifts and requests; the rotas of the own units and those below."""
    after = asked(request, "after")
    found = overview.overview(request.actor, after)
    swaps = overview.asked(request.actor)
    waiting = {one.shift_id: one for one in swaps if one.asked_by_id == request.actor.account_id}
    now = timezone.now()
    context = {
        "shifts": [
            (one, named(one, shape_of(one.rota)), shape_of(one.rota), waiting.get(one.pk),
             one.begins_at > now)
            for one in overview.mine(request.actor)
        ],
        "swaps": [
            (one, named(one.shift, shape_of(one.shift.rota)),
             named(one.other, shape_of(one.shift.rota)) if one.other else "")
            for one in swaps if one.asked_of_id == request.actor.account_id
        ],
        "groups": [
            (_("Rotas of my units"), [(one, rota_words.on_now(one)) for one in found.own]),
            (_("Rotas of the units below"), [(one, rota_words.on_now(one)) for one in found.below]),
        ],
        "after": found.after, "is_first": not after, "days": overview.AHEAD.days,
        "may_start": policy.plans_something(request.actor),
    }  # fmt: skip
    return render(request, "desk/rotas.html", context)


@require_safe
@staff
def show_one(request: DeskRequest, rota: UUID) -> HttpResponse:
    """A month of a rota (`month`), what is missing from now on, who had how many shifts."""
    first, last = rota_words.month(request.GET.get("month", ""), timezone.localdate())
    found = board(request.actor, rota, first, last)
    return render(request, "desk/rota.html", _context(request, found))


def _context(request: DeskRequest, found: Board) -> dict[str, Any]:
    now, rota = timezone.now(), found.running.rota
    plans = policy.may_plan(request.actor, rota.unit_id, found.running.shape.kind)
    may_plan = plans and rota.ended_on is None
    coming = [one for one in found.holes if one.ends > now]
    warnings = list(rota_words.warnings(found.running, coming, found.names))
    before, following = rota_words.around(found.first)
    days = rota_words.days(found, request.actor, may_plan=may_plan, now=now)
    return {
        "board": found, "rota": rota, "shape": found.running.shape, "may_plan": may_plan,
        "days": [one for one in days if not one.is_over],
        "earlier": [one for one in days if one.is_over],
        "warnings": warnings[:MOST_WARNINGS], "more": max(0, len(warnings) - MOST_WARNINGS),
        "tired": [row for row in found.tired if row[1] > now],
        "before": before, "following": following,
        "since": found.first - LOOKBACK,
        "can_fill": may_plan and found.last > timezone.localdate(),
        "from_day": max(found.first, timezone.localdate() + timedelta(1)),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def start(request: DeskRequest) -> HttpResponse:
    """Start a rota that the method has."""
    form = running.start_form(request.POST or None, by=request.actor)
    asking = Asking(
        _("Start a rota"), _("Start it"), trail(),
        lede=_("The rotas that the work method in force has for your unit."),
    )  # fmt: skip

    def act() -> str:
        made = running.start(request.POST, by=request.actor)
        return reverse("desk:rota", args=[made.pk])

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def end(request: DeskRequest, rota: UUID) -> HttpResponse:
    """The unit does not have this rota any more."""
    row = policy.seen(request.actor, rota)
    shape = shape_of(row)
    policy.require(request.actor, row.unit_id, shape.kind if shape else "duty")
    asking = Asking(
        _("End the rota"), _("End it today"), trail(row.pk), warn=True,
        lede=_("Shifts that have not begun are cancelled. What was stays on record."),
    )  # fmt: skip

    def act() -> str:
        running.end(rota, by=request.actor)
        return reverse("desk:rotas")

    return ask(request, asking, NothingForm(), act)


def trail(rota: UUID | None = None) -> tuple[tuple[str, str], ...]:
    """The pages above: the list of rotas, and the rota."""
    top = (reverse("desk:rotas"), _("Rotas"))
    return (top,) if rota is None else (top, (reverse("desk:rota", args=[rota]), _("The rota")))
