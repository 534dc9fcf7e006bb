"""Swaps: ask a colleague to take a shift, answer, take a request back."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.asking import Asking, ask
from huiyin.desk.views.rotas import trail
from huiyin.duties.models import Shift
from huiyin.duties.rotas import swapping
from huiyin.duties.rotas.kinds import shape_of
from huiyin.duties.rotas.words import named
from huiyin.people.actions.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def ask_for(request: DeskRequest, shift: UUID) -> HttpResponse:
    """Ask a colleague to take one's own shift, for one of theirs or for none."""
    try:
        form = swapping.swap_form(shift, request.POST or None, by=request.actor)
    except Refused as refused:
        return _told(request, refused)
    row = Shift.objects.select_related("rota").get(pk=shift)
    asking = Asking(
        _("Ask a colleague to take the shift"), _("Ask"), trail(row.rota_id),
        lede=named(row, shape_of(row.rota)),
    )  # fmt: skip

    def act() -> str:
        swapping.ask(shift, request.POST, by=request.actor)
        return reverse("desk:rotas")

    return ask(request, asking, form, act)


@require_POST
@staff
def answer(request: DeskRequest, swap: UUID) -> HttpResponse:
    """`accept` or `decline` what one was asked; `withdraw` what one has asked."""
    said = request.POST.get("answer", "")
    try:
        if said == "withdraw":
            swapping.withdraw(swap, by=request.actor)
        elif said in {"accept", "decline"}:
            swapping.answer(swap, said == "accept", by=request.actor)
        else:
            raise Http404
    except Refused as refused:
        return _told(request, refused)
    return redirect("desk:rotas")


def _told(request: DeskRequest, refused: Refused) -> HttpResponse:
    context = {"said": refused.said, "fields": (), "trail": trail()}
    return render(request, "desk/rota_over.html", context, status=409)
