"""My worklist: standard tabs, saved views, filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk import bulk, filtering, saved
from huiyin.desk.access import DeskRequest, or_home, staff
from huiyin.desk.models import SavedView
from huiyin.engine.explain import N_
from huiyin.matters.queries import filters as filtered
from huiyin.matters.queries import worklist as lists
from huiyin.matters.queries.filters import Filters, Wrong
from huiyin.matters.queries.keyset import Place

NAMES = {
    "mine": N_("Mine"), "inbox": N_("Unit inbox"), "waiting": N_("To confirm"),
    "unit": N_("Whole unit"), "late": N_("Late below"), "below": N_("Units below"),
    "joint": N_("Joint handling"),
}  # fmt: skip
EMPTY = {
    "mine": N_("Nothing is waiting for you. Look into the unit inbox, or register a matter."),
    "inbox": N_("Everything in the unit has a holder."),
    "waiting": N_("Nothing waits for a second person."),
    "unit": N_("The unit has no open matters."),
    "late": N_("Nothing is late in the units below."),
    "below": N_("The units below have no open matters."),
    "joint": N_("The unit handles nothing jointly with another."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: a list and its filters, or nothing in particular."""

    tab: str
    filters: Filters
    wrong: Mapping[str, Wrong]
    given: QueryDict


@or_home
@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One list of the worklist, narrowed and in the order asked for."""
    tabs = lists.tabs_of(request.actor)
    if not tabs:
        return render(request, "desk/worklist.html", {"tabs": []})
    views = _views(request, tabs)
    asked = _asked(request, tabs, views)
    narrowed = (asked.tab, asked.filters) if asked.tab and asked.filters.narrows else None
    sizes = lists.counts(request.actor, tabs, narrowed)
    tab = asked.tab or next((key for key in tabs if sizes[key]), tabs[0])
    after = Place.parse(request.GET.get("after", ""))
    query = asked.filters.query(tab=tab)
    context = {
        "tabs": [(key, _(NAMES[key]), _size(sizes[key], lists.MOST)) for key in tabs],
        "views": views,
        "view": next((view for view in views if view.query == query), None),
        "tab": tab,
        "bar": filtering.bar(
            request.actor, tab, asked.filters,
            typed=_texts(asked.given), wrong=asked.wrong, more="more" in asked.given,
        ),
        "query": query,
        "hidden": [("tab", tab), *asked.filters.given().items()],
        "most": bulk.MOST,
        "has_inbox": "inbox" in tabs,
        "narrows": asked.filters.narrows,
        "found": _size(sizes[lists.FOUND], lists.MOST_FOUND) if narrowed else "",
        "can_save": bool(asked.filters.given()),
        "may_share": bool(saved.units_led(request.actor)),
        "empty": _(EMPTY[tab]),
        "page": lists.worklist(request.actor, tab, after, asked.filters),
        "is_first": after is None,
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "desk/worklist.html", context)


def _views(request: DeskRequest, tabs: Sequence[str]) -> list[SavedView]:
    """A view of a list that this person does not have is not shown to them."""
    return [view for view in saved.views_for(request.actor) if _tab_of(view) in tabs]


def _tab_of(view: SavedView) -> str:
    return QueryDict(view.query).get("tab") or ""


def _asked(request: DeskRequest, tabs: Sequence[str], views: Sequence[SavedView]) -> Asked:
    """Without a question, the view that this person begins with, if there is one."""
    start = saved.start_of(views)
    given = QueryDict(start.query) if start and not request.GET else request.GET
    tab = given.get("tab") or ""
    if tab and tab not in tabs:
        raise Http404
    found, wrong = filtered.parse(_texts(given))
    return Asked(tab or (tabs[0] if found.given() else ""), found, wrong, given)


def _texts(given: QueryDict) -> dict[str, str]:
    return {name: given.get(name) or "" for name in given}


def _size(count: int, most: int) -> str:
    return f"{most}+" if count > most else str(count)
