"""Matters: the worklist, one matter with everything about it, and a new one."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status

from huiyin.api.access import actor_of
from huiyin.api.body import VIA, Registration, described, read, uploads
from huiyin.api.problems import RefusedAct, problems
from huiyin.api.routes.views import filters_of
from huiyin.api.shapes.lines import line, matter_out, registered_out
from huiyin.api.shapes.matters import MatterOut, Registered, Worklist
from huiyin.api.shapes.views import FilterQuery
from huiyin.matters import actions
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries import worklist as lists
from huiyin.matters.queries.keyset import Place
from huiyin.packs import load

router = Router(tags=["matters"])


@router.get("/matters", response=Worklist, openapi_extra=problems(404, 422))
def list_matters(
    request: HttpRequest, filters: Query[FilterQuery], tab: str = "", after: str = ""
) -> Worklist:
    """A page of one tab of the caller's worklist, narrowed by the filters; without `tab`, the
    first."""
    actor = actor_of(request)
    tabs = lists.tabs_of(actor)
    tab = tab or (tabs[0] if tabs else "")
    if not tabs:
        return Worklist(items=[], next=None, tab=tab, tabs=[])
    if tab not in tabs:
        raise NotVisible(tab)
    page = lists.worklist(actor, tab, Place.parse(after), filters_of(filters))
    return Worklist(
        items=[line(row) for row in page.rows],
        next=str(page.after) if page.after else None,
        tab=tab,
        tabs=list(tabs),
    )


@router.post(
    "/matters",
    response={201: Registered},
    openapi_extra=described(Registration) | problems(403, 404, 409, 413, 422),
)
def register(request: HttpRequest) -> Status[Registered]:
    """Take in a new matter; the answer is the receipt for whoever brought it, with the access
    code. A sealed matter (`is_visible` is false) is never shown to the caller again."""
    body = read(request, Registration)
    by = actor_of(request)
    offered = load.offered(by.packs)
    pack = body.pack or offered[0]
    if pack not in offered:
        raise NotVisible(pack)
    try:
        process = load.process(pack, body.process)
        form = process.acts[body.act].form
    except LookupError as unknown:
        raise NotVisible(body.process) from unknown
    try:
        done = actions.register(
            body.process, by=by, data=body.data, act=body.act, pack=pack,
            uploads=uploads(request, form), via=VIA,
        )  # fmt: skip
    except Refused as refused:
        raise RefusedAct(refused.refusal, process, body.act) from refused
    return Status(201, registered_out(done))


@router.get("/matters/{number}", response=MatterOut, openapi_extra=problems(404))
def get_matter(request: HttpRequest, number: str) -> MatterOut:
    """One matter: its clocks with the reasons for every date, events, files, possible acts."""
    page = queries.page(actor_of(request), number, timezone.localdate())
    return matter_out(page, timezone.now())
