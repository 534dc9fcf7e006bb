"""My worklist."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.engine.explain import N_
from huiyin.matters.queries import worklist as lists
from huiyin.matters.queries.keyset import Place

NAMES = {
    "mine": N_("Mine"), "inbox": N_("Unit inbox"), "waiting": N_("To confirm"),
    "unit": N_("Whole unit"), "below": N_("Units below"), "joint": N_("Joint handling"),
}  # fmt: skip
EMPTY = {
    "mine": N_("Nothing is waiting for you."), "inbox": N_("Everything in the unit has a holder."),
    "waiting": N_("Nothing waits for a second person."),
    "unit": N_("The unit has no open matters."),
    "below": N_("The units below have no open matters."),
    "joint": N_("The unit handles nothing jointly with another."),
}  # fmt: skip


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One tab of the worklist, by due date."""
    tabs = lists.tabs_of(request.actor)
    sizes = lists.counts(request.actor, tabs)
    first = next((key for key in tabs if sizes[key]), tabs[0] if tabs else "")
    tab = request.GET.get("tab") or first
    if tabs and tab not in tabs:
        raise Http404
    after = Place.parse(request.GET.get("after", ""))
    page = lists.worklist(request.actor, tab, after) if tabs else None
    context = {
        "tabs": [(key, _(NAMES[key]), _size(sizes[key])) for key in tabs],
        "tab": tab,
        "empty": _(EMPTY[tab]) if tab in EMPTY else "",
        "page": page,
        "is_first": after is None,
        "now": timezone.now(),
    }
    return render(request, "desk/worklist.html", context)


def _size(count: int) -> str:
    return f"{lists.MOST}+" if count > lists.MOST else str(count)
