"""Saved views: the same as the page's, through the same functions."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import ProblemField, WrongFields, problems
from huiyin.api.shapes.views import FilterQuery, ViewIn, ViewList, ViewOut, ViewStep
from huiyin.desk import saved
from huiyin.desk.models import SavedView
from huiyin.desk.saved import ViewRefused
from huiyin.engine.refusals import RULES
from huiyin.matters.queries import filters
from huiyin.matters.queries.filters import Filters, Wrong
from huiyin.people.actor import Actor

router = Router(tags=["worklist"])


@router.get("/views", response=ViewList, openapi_extra=problems())
def list_views(request: HttpRequest) -> ViewList:
    """The caller's views in their order, then those of their units."""
    return _all(actor_of(request))


@router.post("/views", response={201: ViewOut}, openapi_extra=problems(403, 422))
def create_view(request: HttpRequest, body: ViewIn) -> Status[ViewOut]:
    """Save a list with its filters under a name."""
    actor = actor_of(request)
    if not actor.posts:
        raise PermissionDenied
    try:
        view = saved.create(actor, body.name, body.query, shared=body.shared)
    except ViewRefused as refused:
        raise _wrong(refused) from refused
    return Status(201, _out(actor, view))


@router.post("/views/{view_id}", response=ViewList, openapi_extra=problems(404, 422))
def step_view(request: HttpRequest, view_id: UUID, body: ViewStep) -> ViewList:
    """Rename, move up or down, begin the worklist with it, delete; the answer is all views."""
    actor = actor_of(request)
    try:
        saved.change(actor, view_id, body.step, body.name)
    except ViewRefused as refused:
        raise _wrong(refused) from refused
    return _all(actor)


def filters_of(query: FilterQuery) -> Filters:
    """The filters of a request. Raises WrongFields (422)."""
    found, wrong = filters.parse(query.model_dump())
    if wrong:
        raise WrongFields(*_faults(wrong))
    return found


def _faults(wrong: Mapping[str, Wrong]) -> list[ProblemField]:
    return [
        ProblemField(
            field=name, rule=one.rule, value=one.value, limit=one.limit,
            message=_(RULES[one.rule]).format(label=name, value=one.value, limit=one.limit),
        )
        for name, one in wrong.items()
    ]  # fmt: skip


def _wrong(refused: ViewRefused) -> WrongFields:
    return WrongFields(
        ProblemField(
            field=refused.field, rule=refused.rule, value=refused.value, limit=refused.limit,
            message=refused.say(),
        )
    )  # fmt: skip


def _all(actor: Actor) -> ViewList:
    return ViewList(items=[_out(actor, view) for view in saved.views_for(actor)])


def _out(actor: Actor, view: SavedView) -> ViewOut:
    return ViewOut(
        id=view.pk, name=view.name, query=view.query, shared=view.unit_id is not None,
        is_start=view.is_start, may_edit=saved.may_edit(actor, view),
    )  # fmt: skip
