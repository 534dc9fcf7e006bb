"""Notices of the caller, and what the caller wishes of them."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import ProblemField, WrongFields, problems
from huiyin.api.shapes.notices import (
    Kind,
    NewCount,
    NoticeOut,
    NoticePage,
    ReadIn,
    WishesIn,
    WishesOut,
)
from huiyin.matters.queries.keyset import Page, Place
from huiyin.notices import preferences, queries, reading
from huiyin.notices.preferences import WishesForm
from huiyin.notices.queries import Shown

router = Router(tags=["notices"])


@router.get("/notices", response=NoticePage, openapi_extra=problems())
def list_notices(
    request: HttpRequest, new: bool = True, kind: Kind | None = None, after: str = ""
) -> NoticePage:
    """A page of what is new, or (`new=false`) of what was read or settled; newest first."""
    actor = actor_of(request)
    return _page(queries.page(actor, new=new, kind=kind or "", after=Place.parse(after)))


@router.get("/notices/count", response=NewCount, openapi_extra=problems())
def count_notices(request: HttpRequest) -> NewCount:
    """How many are new."""
    return NewCount(new=queries.unread(_account(request)))


@router.post("/notices/read", response=NewCount, openapi_extra=problems(422))
def read_notices(request: HttpRequest, body: ReadIn) -> NewCount:
    """Mark notices as read; answers with how many are new still."""
    account = _account(request)
    if body.all or body.ids:
        reading.mark(account, None if body.all else body.ids)
    return NewCount(new=queries.unread(account))


@router.get("/notices/settings", response=WishesOut, openapi_extra=problems())
def get_notice_settings(request: HttpRequest) -> WishesOut:
    """Quiet hours, digest and kinds."""
    return WishesOut.model_validate(preferences.of(_account(request)))


@router.post("/notices/settings", response=WishesOut, openapi_extra=problems(422))
def save_notice_settings(request: HttpRequest, body: WishesIn) -> WishesOut:
    """Keep them; they count from the next notice on."""
    form = WishesForm(body.model_dump())
    if not form.is_valid():
        raise WrongFields(*_wrong(form))
    return WishesOut.model_validate(preferences.keep(_account(request), form.cleaned_data))


@router.get("/notices/{digest_id}", response=NoticePage, openapi_extra=problems(404))
def get_digest(request: HttpRequest, digest_id: UUID, after: str = "") -> NoticePage:
    """What one digest lists."""
    return _page(queries.in_digest(actor_of(request), digest_id, Place.parse(after)))


def _wrong(form: WishesForm) -> list[ProblemField]:
    return [
        ProblemField(field=name, rule=str(error.code), message=" ".join(error.messages))
        for name, errors in form.errors.as_data().items()
        for error in errors
    ]


def _page(page: Page[Shown]) -> NoticePage:
    items = [NoticeOut.model_validate(row) for row in page.rows]
    return NoticePage(items=items, next=str(page.after) if page.after else None)


def _account(request: HttpRequest) -> UUID:
    account = actor_of(request).account_id
    if account is None:
        raise PermissionDenied
    return account
