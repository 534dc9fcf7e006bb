"""Absences and handovers: the same as the pages, through the same actions."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.absences import (
    AbsenceIn,
    AbsenceList,
    AbsenceOut,
    GoesOut,
    HandoverIn,
    HandoverOut,
    PlanOut,
)
from huiyin.people.actions import absences, handover
from huiyin.people.models import Absence

router = Router(tags=["absences"])
MOST = 200


@router.get("/absences", response=AbsenceList, openapi_extra=problems())
def list_absences(request: HttpRequest) -> AbsenceList:
    """Absences that are not over."""
    actor = actor_of(request)
    me = _account(request)
    return AbsenceList(
        own=[_out(row) for row in absences.of_account(me)],
        stood_in=[_out(row) for row in absences.stood_in_by(me)],
        people=[_out(row) for row in absences.of_people(actor)[:MOST]],
    )


@router.post("/absences", response={201: AbsenceOut}, openapi_extra=problems(403, 404, 422))
def enter_absence(request: HttpRequest, body: AbsenceIn) -> Status[AbsenceOut]:
    """Enter an absence, one's own or that of somebody one answers for."""
    account = body.account or _account(request)
    data = body.model_dump(exclude={"account"})
    return Status(201, _out(absences.enter(account, data, by=actor_of(request))))


@router.post("/absences/{absence_id}/end", response=AbsenceOut,
             openapi_extra=problems(403, 404, 409))  # fmt: skip
def end_absence(request: HttpRequest, absence_id: UUID) -> AbsenceOut:
    """Somebody is back, or does not go: there from today on."""
    return _out(absences.call_off(absence_id, by=actor_of(request)))


@router.get("/handovers/{holding_id}", response=PlanOut, openapi_extra=problems(404))
def plan_handover(request: HttpRequest, holding_id: UUID) -> PlanOut:
    """What would go over with the post of this holding."""
    plan = handover.plan(holding_id, by=actor_of(request))
    holding = plan.holding
    return PlanOut(
        holding=holding.pk, account=str(holding.account), unit=holding.post.unit.name,
        post=holding.post.title, heads=list(plan.heads),
        goes=[GoesOut(what=line.what, count=line.count) for line in plan.goes],
    )  # fmt: skip


@router.post("/handovers/{holding_id}", response={201: HandoverOut},
             openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def hand_over(request: HttpRequest, holding_id: UUID, body: HandoverIn) -> Status[HandoverOut]:
    """End this holding and begin the successor's; the answer is the sheet."""
    sheet = handover.hand_over(holding_id, body.model_dump(), by=actor_of(request))
    return Status(201, HandoverOut(id=sheet.pk, post=sheet.title, noted=sheet.after))


def _account(request: HttpRequest) -> UUID:
    account = actor_of(request).account_id
    if account is None:
        raise PermissionDenied
    return account


def _out(row: Absence) -> AbsenceOut:
    return AbsenceOut(
        id=row.pk, account=row.account_id, name=str(row.account), deputy=row.deputy_id,
        deputy_name=str(row.deputy) if row.deputy else "", starts_on=row.starts_on,
        ends_on=row.ends_on, reason=row.reason,
    )  # fmt: skip
