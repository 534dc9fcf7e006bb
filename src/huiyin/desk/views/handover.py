"""Handing a post over: which, to whom, what goes with it, and the sheet to sign."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.desk.administration.asking import asked
from huiyin.desk.administration.filling import views
from huiyin.desk.handing_words import GOES, STAYS, counts_of, lines
from huiyin.matters.queries.on_paper import on_paper
from huiyin.people import policy
from huiyin.people.actions import handover
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.forms.handover import HandoverForm

MOST = 50
"""Holdings of the list, sheets of the list; a name finds the others."""


@staff
@require_GET
def show(request: DeskRequest) -> HttpResponse:
    """The holdings that can be handed over; the handovers that were."""
    name = asked(request, "q")
    rows = handover.open_to(request.actor)
    if name:
        who = Q(account__display_name__icontains=name) | Q(account__username__icontains=name)
        rows = rows.filter(who | Q(post__title__icontains=name))
    sheets = handover.sheets(request.actor).order_by("-at")[:MOST]
    if not (handover.may(request.actor) or sheets):
        raise PermissionDenied
    found = list(rows.order_by("post__unit__code", "post__title", "pk")[: MOST + 1])
    shown = {
        "holdings": found[:MOST], "more": len(found) > MOST, "q": name, "sheets": sheets,
        "may": handover.may(request.actor),
    }  # fmt: skip
    return render(request, "desk/handovers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def hand_over(request: DeskRequest, holding: UUID) -> HttpResponse:
    """What goes over with one post, and the form that does it."""
    if not handover.may(request.actor):
        raise PermissionDenied
    try:
        plan = handover.plan(holding, by=request.actor)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown
    form = HandoverForm(
        holding=plan.holding, may_shut=policy.may(request.actor, "administer"),
        initial={"day": timezone.localdate()},
    )  # fmt: skip
    if request.method != "POST":
        return _page(request, plan, form)
    try:
        sheet = handover.hand_over(holding, request.POST, by=request.actor)
    except Invalid as wrong:
        said = _("Some fields need your attention.")
        return _page(request, plan, wrong.form, said, 422)
    except Refused as refused:
        typed = HandoverForm(request.POST, holding=plan.holding, may_shut="shut" in form.fields)
        return _page(request, plan, typed, refused.said, 409)
    return redirect("desk:handover_sheet", sheet.pk)


@staff
@require_GET
def sheet(request: DeskRequest, sheet: UUID) -> HttpResponse:
    """One handover on paper, with lines to sign; of the matters those that the reader may see."""
    change = handover.sheets(request.actor).filter(pk=sheet).first()
    if change is None:
        raise Http404
    after: Mapping[str, Any] = change.after
    numbers = after["numbers"].split(", ") if after.get("numbers") else []
    shown = {
        "change": change, "after": after, "goes": lines(after, GOES), "stays": lines(after, STAYS),
        "matters": on_paper(request.actor, numbers),
        "hidden": len(numbers),
    }  # fmt: skip
    return never_kept(render(request, "desk/handover_sheet.html", shown))


def _page(
    request: DeskRequest, plan: handover.Plan, form: Any, refusal: str = "", status: int = 200
) -> HttpResponse:
    counts = counts_of(plan.goes)
    shown = {
        "plan": plan, "holding": plan.holding, "fields": views(form), "refusal": refusal,
        "goes": lines(counts, GOES), "stays": lines(counts, STAYS),
    }  # fmt: skip
    return never_kept(render(request, "desk/handover.html", shown, status=status))
