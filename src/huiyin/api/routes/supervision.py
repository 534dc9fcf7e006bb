"""Supervision: what rules have found, the orders that run, decisions on findings."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.body import VIA
from huiyin.api.problems import ProblemField, WrongFields, problems, status_of
from huiyin.api.shapes.lines import line
from huiyin.api.shapes.matters import MatterList
from huiyin.api.shapes.supervision import (
    Chosen,
    DecidedOut,
    Dismissal,
    FindingOut,
    FindingPage,
    FindingTab,
    OrderTab,
)
from huiyin.duties.queries import standing
from huiyin.duties.queries.standing import FindingRow
from huiyin.duties.watching import deciding
from huiyin.duties.watching.deciding import SENTENCES, Outcome, Undecidable
from huiyin.duties.watching.saying import why_not
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries.keyset import Place
from huiyin.people.actor import Actor
from huiyin.ui.sentences import say

router = Router(tags=["supervision"])
_STATUS = {
    "not_found": HTTPStatus.NOT_FOUND, "not_allowed": HTTPStatus.FORBIDDEN,
    "sealed": HTTPStatus.FORBIDDEN,
}  # fmt: skip


@router.get("/supervision/findings", response=FindingPage, openapi_extra=problems(404, 422))
def list_findings(request: HttpRequest, tab: FindingTab = "found", after: str = "") -> FindingPage:
    """What rules have found and nobody has decided on, the oldest first: below the caller's units
    (`found`), or idle in a unit that the caller heads (`alerts`)."""
    actor = _with(request, tab)
    page = standing.findings(actor, tab, Place.parse(after))
    items = [_finding(row) for row in page.rows]
    return FindingPage(items=items, next=str(page.after) if page.after else None)


@router.get("/supervision/orders", response=MatterList, openapi_extra=problems(404, 422))
def list_orders(request: HttpRequest, tab: OrderTab = "due", after: str = "") -> MatterList:
    """A page of the supervision orders that run, by due date."""
    actor = _with(request, tab)
    page = standing.orders(actor, tab, timezone.localdate(), Place.parse(after))
    items = [line(row) for row in page.rows]
    return MatterList(items=items, next=str(page.after) if page.after else None)


@router.post(
    "/supervision/findings/raise", response=list[DecidedOut], openapi_extra=problems(403, 422)
)
def raise_supervision(request: HttpRequest, body: Chosen) -> list[DecidedOut]:
    """Draw up a supervision order of each finding; each is done or refused by itself."""
    actor = _supervisor(request)
    return _told(deciding.raise_orders(body.ids, by=actor, via=VIA))


@router.post(
    "/supervision/findings/dismiss", response=list[DecidedOut], openapi_extra=problems(403, 422)
)
def dismiss_findings(request: HttpRequest, body: Dismissal) -> list[DecidedOut]:
    """Say of each finding why no order is drawn up; it is not found again."""
    actor = _supervisor(request)
    try:
        outcomes = deciding.dismiss(body.ids, body.reason, by=actor)
    except Undecidable as error:
        wrong = ProblemField(field="reason", rule=error.code, message=_(SENTENCES[error.code]))
        raise WrongFields(wrong) from error
    return _told(outcomes)


def _with(request: HttpRequest, tab: str) -> Actor:
    actor = actor_of(request)
    if tab not in standing.tabs_of(actor):
        raise NotVisible(tab)
    return actor


def _supervisor(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if "found" not in standing.tabs_of(actor):
        raise PermissionDenied
    return actor


def _finding(row: FindingRow) -> FindingOut:
    return FindingOut(
        id=row.id, number=row.number, title=row.title, rule=say(row.watch), law=row.watch.law,
        act=row.watch.act, clock=say(row.clock) if row.clock else "", moment=row.moment,
        found_at=row.found_at, owner=row.owner, holder=row.holder,
    )  # fmt: skip


def _told(outcomes: Sequence[Outcome]) -> list[DecidedOut]:
    return [
        DecidedOut(
            id=one.id, number=one.number, order=one.order, code=one.code, status=_status(one),
            detail="" if one.is_done else why_not(one),
        )
        for one in outcomes
    ]  # fmt: skip


def _status(outcome: Outcome) -> int:
    if outcome.is_done:
        return HTTPStatus.OK
    if outcome.refusal is not None:
        return status_of(outcome.refusal)
    return _STATUS.get(outcome.code, HTTPStatus.CONFLICT)
