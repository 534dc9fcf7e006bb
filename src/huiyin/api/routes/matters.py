"""Matters: the worklist, and one matter with everything about it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.lines import line, matter_out
from huiyin.api.shapes.matters import MatterOut, Worklist
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries import worklist as lists
from huiyin.matters.queries.keyset import Place

router = Router(tags=["matters"])


@router.get("/matters", response=Worklist, openapi_extra=problems(404))
def list_matters(request: HttpRequest, tab: str = "", after: str = "") -> Worklist:
    """A page of one tab of the caller's worklist; without `tab`, the first."""
    actor = actor_of(request)
    tabs = lists.tabs_of(actor)
    tab = tab or (tabs[0] if tabs else "")
    if not tabs:
        return Worklist(items=[], next=None, tab=tab, tabs=[])
    if tab not in tabs:
        raise NotVisible(tab)
    page = lists.worklist(actor, tab, Place.parse(after))
    return Worklist(
        items=[line(row) for row in page.rows],
        next=str(page.after) if page.after else None,
        tab=tab,
        tabs=list(tabs),
    )


@router.get("/matters/{number}", response=MatterOut, openapi_extra=problems(404))
def get_matter(request: HttpRequest, number: str) -> MatterOut:
    """One matter: its clocks with the reasons for every date, events, files, possible acts."""
    page = queries.page(actor_of(request), number, timezone.localdate())
    return matter_out(page, timezone.now())
