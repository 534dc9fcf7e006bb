"""The responsibility map at the desk: who answers for what, where nobody does, where several do."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.asking import Asking, ask, asked
from huiyin.duties.models import Responsibility
from huiyin.duties.responsible import actions, policy, queries
from huiyin.duties.responsible.forms import DutiesForm, EndForm, ResponsibilityForm
from huiyin.matters.errors import Refused as RefusedAct
from huiyin.packs import load
from huiyin.people.actions.errors import Refused
from huiyin.ui.sentences import say_refusal

FINDS = "unit:units division:divisions"


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One kind of responsibility: a line for each place, or the list of entries."""
    _pack, shapes = actions.shapes_for(request.actor)
    kind = request.GET.get("kind", "") or next(iter(shapes), "")
    after, day = asked(request, "after"), timezone.localdate()
    context = {
        "shapes": shapes, "kind": kind, "day": day, "is_first": not after,
        "may_enter": policy.may_enter(request.actor) and bool(shapes),
    }  # fmt: skip
    shape = shapes.get(kind)
    if shape is not None and shape.scope == "division":
        paths = sorted({post.division_path for post in request.actor.posts})
        context["board"] = queries.board(kind, shape, paths, day, after)
    elif shape is not None:
        context["listed"] = queries.listed(request.actor, kind, day, after)
    return render(request, "desk/responsibilities.html", context)


@require_safe
@staff
def one(request: DeskRequest, key: UUID) -> HttpResponse:
    """One entry, with its letter."""
    row = queries.one(request.actor, key)
    _pack, shapes = actions.shapes_for(request.actor)
    shape = shapes.get(row.kind)
    context = {
        "row": row, "shape": shape, "may_enter": policy.may_enter(request.actor),
        "may_draw_up": bool(shape and shape.letter) and row.letter is None,
    }  # fmt: skip
    return render(request, "desk/responsibility.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def enter(request: DeskRequest) -> HttpResponse:
    """Say that a post answers for something."""
    policy.require(request.actor)
    _pack, shapes = actions.shapes_for(request.actor)
    initial = {
        "kind": asked(request, "kind"), "division": asked(request, "division"),
        "starts_on": timezone.localdate(),
    }  # fmt: skip
    form = ResponsibilityForm(request.POST or None, shapes=shapes, initial=initial)
    asking = Asking(_("Who answers"), _("Enter"), _trail(), finds=FINDS)

    def act() -> str:
        return _page(actions.enter(request.POST, by=request.actor))

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def end(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say until when."""
    policy.require(request.actor)
    row = queries.one(request.actor, key)
    initial = {"ends_on": timezone.localdate()}
    form = EndForm(request.POST or None, starts_on=row.starts_on, initial=initial)
    asking = Asking(_("Until when"), _("End"), _trail(row))
    return ask(
        request, asking, form, lambda: _page(actions.end(key, request.POST, by=request.actor))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def letter(request: DeskRequest, key: UUID) -> HttpResponse:
    """Draw up the letter of responsibility, which two people then sign."""
    policy.require(request.actor)
    row = queries.one(request.actor, key)
    asking = Asking(
        _("Letter of responsibility"), _("Draw up"), _trail(row),
        lede=_("It becomes a matter of its own: signed by the unit and by the one above it."),
    )  # fmt: skip
    form = DutiesForm(request.POST or None)

    def act() -> str:
        try:
            made = actions.draw_up(key, request.POST, by=request.actor)
        except RefusedAct as refused:
            raise Refused(refused.refusal.code, _said(row, refused)) from refused
        return reverse("desk:matter", args=[made.number])

    return ask(request, asking, form, act)


def _said(row: Responsibility, refused: RefusedAct) -> str:
    shape = actions.shapes_for_pack(row.pack)[row.kind]
    return say_refusal(refused.refusal, load.process(row.pack, shape.letter or ""))


def _page(row: Responsibility) -> str:
    return reverse("desk:responsibility", args=[row.pk])


def _trail(row: Responsibility | None = None) -> tuple[tuple[str, str], ...]:
    found = ((reverse("desk:responsibilities"), _("Responsibilities")),)
    return (*found, (_page(row), str(row.post))) if row else found
