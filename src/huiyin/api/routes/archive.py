"""The archive: a matter as one file, legal holds, what is due, disposal lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import RefusedDecision, problems
from huiyin.api.shapes.archive import (
    DecisionIn,
    DueOut,
    DuePage,
    HoldIn,
    HoldOut,
    HoldPage,
    ItemOut,
    KeptOut,
    ListIn,
    ListOut,
    ListPage,
    ListWithItems,
    ReasonIn,
    StandingHold,
)
from huiyin.archive import bundle, disposal, holds, queries
from huiyin.archive.errors import Impossible
from huiyin.archive.models import Disposal
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries import matter as matters
from huiyin.matters.queries.keyset import Place
from huiyin.people.actor import Actor

router = Router(tags=["archive"])
_PDF = {200: {"description": "The matter as one PDF", "content": {"application/pdf": {}}}}
Made = TypeVar("Made")


@router.get(
    "/matters/{number}/bundle",
    openapi_extra={"responses": _PDF | problems(403, 404)["responses"]},
)
def get_bundle(request: HttpRequest, number: str) -> FileResponse:
    """Cover, catalogue, history, letters and files of a matter as one PDF; reading is recorded."""
    made = bundle.bundle_file(number, actor_of(request))
    response = FileResponse(
        made, as_attachment=True, filename=f"{number}.pdf", content_type="application/pdf"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@router.get("/matters/{number}/archive", response=KeptOut, openapi_extra=problems(404))
def get_retention(request: HttpRequest, number: str) -> KeptOut:
    """How long a matter is kept, and the holds that stand."""
    matter = matters.get(actor_of(request), number, timezone.localdate())
    return KeptOut.model_validate(queries.kept(matter))


@router.post(
    "/matters/{number}/holds",
    response={201: HoldOut},
    openapi_extra=problems(403, 404, 422),
)
def place_hold(request: HttpRequest, number: str, body: HoldIn) -> Status[HoldOut]:
    """Place a legal hold: nothing of the matter can be erased while it stands."""
    actor = actor_of(request)
    matter = matters.get(actor, number, timezone.localdate())
    row = _done(lambda: holds.hold(actor, matter.pk, body.reason, body.until))
    return Status(201, HoldOut.model_validate(row))


@router.post(
    "/matters/{number}/holds/{hold_id}/release",
    response=HoldOut,
    openapi_extra=problems(403, 404, 409, 422),
)
def release_hold(request: HttpRequest, number: str, hold_id: UUID, body: ReasonIn) -> HoldOut:
    """Release a legal hold."""
    actor = actor_of(request)
    matter = matters.get(actor, number, timezone.localdate())
    row = _done(lambda: holds.release(actor, matter.pk, hold_id, body.reason))
    return HoldOut.model_validate(row)


@router.get("/archive/due", response=DuePage, openapi_extra=problems())
def list_due(request: HttpRequest, after: str = "") -> DuePage:
    """What is due in the units for which the caller may propose a list."""
    page = queries.due_matters(actor_of(request), Place.parse(after))
    return DuePage(items=[DueOut.model_validate(row) for row in page.rows], next=_next(page.after))


@router.get("/archive/holds", response=HoldPage, openapi_extra=problems())
def list_holds(request: HttpRequest, after: str = "") -> HoldPage:
    """Legal holds on matters that the caller may see."""
    page = queries.standing_holds(actor_of(request), Place.parse(after))
    rows = [StandingHold.model_validate(row) for row in page.rows]
    return HoldPage(items=rows, next=_next(page.after))


@router.get("/archive/lists", response=ListPage, openapi_extra=problems())
def list_lists(request: HttpRequest, after: str = "") -> ListPage:
    """Disposal lists, newest first."""
    actor = actor_of(request)
    page = queries.lists(actor, Place.parse(after))
    return ListPage(items=[_list(row, actor) for row in page.rows], next=_next(page.after))


@router.post(
    "/archive/lists",
    response={201: ListOut},
    openapi_extra=problems(403, 409, 422),
)
def propose_list(request: HttpRequest, body: ListIn) -> Status[ListOut]:
    """Put due matters of one unit on a new list."""
    actor = actor_of(request)
    numbers = None if body.all else body.numbers
    made = _done(lambda: disposal.propose(actor, numbers, body.remark))
    return Status(201, _list(_found(actor, made.pk), actor))


@router.get("/archive/lists/{list_id}", response=ListWithItems, openapi_extra=problems(404))
def get_list(request: HttpRequest, list_id: UUID, after: int = 0) -> ListWithItems:
    """One list with a page of its matters, from behind place `after` on."""
    actor = actor_of(request)
    found = _found(actor, list_id)
    rows, following = queries.items(found, min(max(after, 0), disposal.MOST))
    items = [ItemOut.model_validate(row) for row in rows]
    return ListWithItems(**_list(found, actor).model_dump(), items=items, next=following)


@router.post(
    "/archive/lists/{list_id}/decide",
    response=ListOut,
    openapi_extra=problems(403, 404, 409, 422),
)
def decide_list(request: HttpRequest, list_id: UUID, body: DecisionIn) -> ListOut:
    """Approve a list (its matters are anonymised for good) or reject it."""
    actor = actor_of(request)
    if body.answer == "approve":
        _done(lambda: disposal.approve(actor, list_id))
    else:
        _done(lambda: disposal.reject(actor, list_id, body.reason))
    return _list(_found(actor, list_id), actor)


def _done(work: Callable[[], Made]) -> Made:
    try:
        return work()
    except Impossible as error:
        raise RefusedDecision(error) from error


def _found(actor: Actor, list_id: UUID) -> Disposal:
    found = queries.list_of(actor, list_id)
    if found is None:
        raise NotVisible(list_id)
    return found


def _list(row: Disposal, actor: Actor) -> ListOut:
    return ListOut(
        id=row.pk, number=row.number, unit=row.unit.name, status=row.status, size=row.size,
        proposed_at=row.proposed_at, proposed_by=str(row.proposed_by), remark=row.remark,
        decided_at=row.decided_at, decided_by=str(row.decided_by) if row.decided_by else None,
        answer=row.answer, done_at=row.done_at, may_decide=queries.may_decide(actor, row),
    )  # fmt: skip


def _next(place: Place | None) -> str | None:
    return str(place) if place else None
