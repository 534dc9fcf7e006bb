"""Saved views of the worklist: made from the filters in view; renamed, ordered, deleted."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.desk import saved
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.saved import ViewRefused
from huiyin.desk.views.worklist import NAMES
from huiyin.matters.errors import NotVisible


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest) -> HttpResponse:
    """All views of this person and their units; POST saves the list in view under a name."""
    if request.method != "POST":
        return _page(request)
    query, name = request.POST.get("query", ""), request.POST.get("name", "")
    try:
        view = saved.create(request.actor, name, query, shared="shared" in request.POST)
    except ViewRefused as refused:
        return _page(request, refused)
    return redirect(f"{reverse('desk:worklist')}?{view.query}")


@require_POST
@staff
def change(request: DeskRequest, view_id: UUID) -> HttpResponse:
    """Rename, move, delete one, or begin the day with it."""
    step = request.POST.get("step", "")
    if step not in saved.STEPS:
        raise Http404
    try:
        saved.change(request.actor, view_id, step, request.POST.get("name", ""))
    except ViewRefused as refused:
        return _page(request, refused, view_id)
    return redirect("desk:views")


def _page(
    request: DeskRequest, refused: ViewRefused | None = None, about: UUID | None = None
) -> HttpResponse:
    views = saved.views_for(request.actor)
    given = request.POST if refused else request.GET
    query = given.get("query", "")
    context = {
        "views": [
            {
                "view": view,
                "list": _(NAMES.get(QueryDict(view.query).get("tab", ""), "")),
                "may_edit": saved.may_edit(request.actor, view),
                "error": refused.say() if refused and view.pk == about else "",
                "typed": given.get("name", "") if view.pk == about else view.name,
            }
            for view in views
        ],
        "query": query if _is_list(request, query) else "",
        "name": given.get("name", "") if about is None else "",
        "shared": "shared" in given,
        "error": refused.say() if refused and about is None else "",
        "may_share": bool(saved.units_led(request.actor)),
        "longest": saved.LONGEST,
        "most": saved.MOST,
    }
    return render(request, "desk/views.html", context, status=422 if refused else 200)


def _is_list(request: DeskRequest, query: str) -> bool:
    """Whether the list that is to be saved can be read; else there is nothing to save."""
    try:
        saved.canonical(query, request.actor)
    except (ViewRefused, NotVisible):
        return False
    return True
