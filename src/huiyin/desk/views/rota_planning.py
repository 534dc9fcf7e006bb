"""Planning a rota: a proposal for a span, one place, a shift for somebody else or for nobody."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk import rota_words
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.asking import Asking, ask
from huiyin.desk.administration.filling import views
from huiyin.desk.views.rotas import trail
from huiyin.duties.rotas import planning, proposing
from huiyin.duties.rotas.forms import PlaceForm, SpanForm
from huiyin.duties.rotas.open_rota import open_rota
from huiyin.duties.rotas.planning import Place
from huiyin.duties.rotas.proposing import Proposal
from huiyin.duties.rotas.words import slot_name, when
from huiyin.people.actions.errors import Refused
from huiyin.people.forms.empty import NothingForm

_MOST_LEFT = 12


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def fill(request: DeskRequest, rota: UUID) -> HttpResponse:
    """The plan for a span (`first`, `last`), before it is put in force."""
    opened = open_rota(rota, by=request.actor)
    today = timezone.localdate()
    initial = {"first": today, "last": rota_words.month("", today)[1]}
    form = SpanForm(request.POST or request.GET or None, initial=initial)
    status, wrong = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            proposing.fill(rota, request.POST, by=request.actor)
            first = form.cleaned_data["first"]
            return redirect(f"{reverse('desk:rota', args=[rota])}?month={first:%Y-%m}")
        except Refused as refused:
            status, wrong = 409, refused.said
    if form.is_bound and not form.is_valid():
        status, wrong = 422, _("Some fields need your attention.")
    context = {
        "rota": opened.rota, "shape": opened.shape, "fields": views(form), "refusal": wrong,
        "trail": trail(rota),
    }  # fmt: skip
    if form.is_bound and form.is_valid():
        span = form.cleaned_data
        plan = proposing.proposal(rota, span["first"], span["last"], by=request.actor)
        context |= _shown(plan)
    return render(request, "desk/rota_fill.html", context, status=status)


def _shown(plan: Proposal) -> dict[str, Any]:
    rows = [
        (when(one.begins, one.ends), slot_name(plan.running.shape, one.slot),
         plan.staff.names[one.person])
        for one in plan.stands
    ]  # fmt: skip
    left = list(rota_words.warnings(plan.running, plan.left, plan.staff.names))
    return {
        "plan": plan, "rows": rows, "left": left[:_MOST_LEFT],
        "more": max(0, len(left) - _MOST_LEFT),
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def plan(request: DeskRequest, rota: UUID, day: str, slot: str) -> HttpResponse:
    """Give a place to somebody."""
    try:
        on = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    try:
        place = planning.place_of(rota, on, slot, by=request.actor)
    except Refused as over:
        return _over(request, over, rota)
    form = PlaceForm(request.POST or None, free=place.free)

    def act() -> str:
        planning.plan(rota, on, slot, request.POST, by=request.actor)
        return _back(place)

    return ask(request, _asking(_("Plan a shift"), place), form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def replace(request: DeskRequest, shift: UUID) -> HttpResponse:
    """Give a shift to somebody else; from now on when it has begun."""
    try:
        place = planning.place_of_shift(shift, by=request.actor)
    except Refused as over:
        return _over(request, over)
    form = PlaceForm(request.POST or None, free=place.free)

    def act() -> str:
        planning.replace(shift, request.POST, by=request.actor)
        return _back(place)

    more = ((reverse("desk:rota_cancel", args=[shift]), _("Cancel this shift")),)
    return ask(request, _asking(_("Replace somebody"), place, more), form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def cancel(request: DeskRequest, shift: UUID) -> HttpResponse:
    """Nobody has this shift any more."""
    try:
        place = planning.place_of_shift(shift, by=request.actor)
    except Refused as over:
        return _over(request, over)
    found = _asking(_("Cancel this shift"), place)
    asking = Asking(found.title, _("Cancel it"), found.trail, lede=found.lede, warn=True)

    def act() -> str:
        planning.cancel(shift, by=request.actor)
        return _back(place)

    return ask(request, asking, NothingForm(), act)


def _asking(title: str, place: Place, more: tuple[tuple[str, str], ...] = ()) -> Asking:
    slot = slot_name(place.running.shape, place.slot)
    lede = f"{when(place.begins, place.ends)} · {slot}"
    if place.shift is not None:
        lede += f" · {place.shift.account}"
    return Asking(title, _("Save"), trail(place.running.rota.pk), lede=lede, more=more)


def _back(place: Place) -> str:
    begins = timezone.localtime(place.begins)
    return f"{reverse('desk:rota', args=[place.running.rota.pk])}?month={begins:%Y-%m}"


def _over(request: DeskRequest, refused: Refused, rota: UUID | None = None) -> HttpResponse:
    """There is no form for what is over."""
    context = {"said": refused.said, "fields": (), "trail": trail(rota)}
    return render(request, "desk/rota_over.html", context, status=409)
