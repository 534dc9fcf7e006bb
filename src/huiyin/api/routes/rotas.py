"""Rotas: the same actions and queries as the pages (METHODS L4, X3, S7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.rotas import (
    AnswerIn,
    EndedOut,
    FeedOut,
    FillIn,
    HoleOut,
    MonthOut,
    PlaceIn,
    PlannedOut,
    ProposalOut,
    RotaList,
    RotaOut,
    SeenOut,
    ShiftOut,
    StartIn,
    SwapIn,
    SwapOut,
    TallyOut,
)
from huiyin.duties import feed
from huiyin.duties.models import Rota, Shift, Swap
from huiyin.duties.rotas import overview, planning, proposing, running, swapping
from huiyin.duties.rotas.board import board
from huiyin.duties.rotas.kinds import shape_of
from huiyin.engine.rota_cover import Hole
from huiyin.ui.sentences import say

router = Router(tags=["rotas"])


@router.get("/rotas", response=RotaList, openapi_extra=problems())
def list_rotas(request: HttpRequest, after: str = "") -> RotaList:
    """The rotas that the caller sees, their own shifts and swaps."""
    actor = actor_of(request)
    found = overview.overview(actor, after.replace("\x00", ""))
    return RotaList(
        own=[_seen(one) for one in found.own], below=[_seen(one) for one in found.below],
        after=found.after, shifts=[_shift(one) for one in overview.mine(actor)],
        swaps=[_swap(one) for one in overview.asked(actor)],
    )  # fmt: skip


@router.post("/rotas", response={201: RotaOut}, openapi_extra=problems(403, 422))
def start_rota(request: HttpRequest, body: StartIn) -> Status[RotaOut]:
    """Start a rota that the method in force has for the unit."""
    return Status(201, _rota(running.start(body.model_dump(), by=actor_of(request))))


@router.get("/rotas/{rota}", response=MonthOut, openapi_extra=problems(404, 422))
def show_rota(request: HttpRequest, rota: UUID, first: date, last: date) -> MonthOut:
    """A span of a rota, at most 62 days: shifts, what is missing, who had how many."""
    span = proposing.span({"first": first, "last": last}).cleaned_data
    found = board(actor_of(request), rota, span["first"], span["last"])
    turns = found.turns
    shown = [one for one in found.shifts if turns and one.ends_at > turns[0].begins]
    return MonthOut(
        **_told(found.running.rota), first=found.first, last=found.last,
        shifts=[_shift(one) for one in shown], holes=_holes(found.holes),
        tally=[
            TallyOut(name=name, shifts=had.shifts, nights=had.nights, days_off=had.days_off)
            for name, had in found.tally
        ],
    )  # fmt: skip


@router.post("/rotas/{rota}/end", response=RotaOut, openapi_extra=problems(403, 404, 409))
def end_rota(request: HttpRequest, rota: UUID) -> RotaOut:
    """End a rota today; shifts that have not begun are cancelled."""
    return _rota(running.end(rota, by=actor_of(request)))


@router.get("/rotas/{rota}/proposal", response=ProposalOut,
            openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def propose_shifts(request: HttpRequest, rota: UUID, first: date, last: date) -> ProposalOut:
    """A fair plan for what is missing; nothing is written."""
    span = proposing.span({"first": first, "last": last}).cleaned_data
    plan = proposing.proposal(rota, span["first"], span["last"], by=actor_of(request))
    return ProposalOut(
        first=plan.first, last=plan.last, mark=plan.mark, left=_holes(plan.left),
        shifts=[
            PlannedOut(
                slot=one.slot, account=UUID(one.person), name=plan.staff.names[one.person],
                begins_at=one.begins, ends_at=one.ends,
            )
            for one in plan.stands
        ],
    )  # fmt: skip


@router.post("/rotas/{rota}/fill", response=list[ShiftOut],
             openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def fill_rota(request: HttpRequest, rota: UUID, body: FillIn) -> list[ShiftOut]:
    """Put the plan with this mark in force."""
    rows = proposing.fill(rota, body.model_dump(), by=actor_of(request))
    written = Shift.objects.filter(pk__in=[one.pk for one in rows]).select_related("account")
    return [_shift(one) for one in written.order_by("begins_at", "slot")]


@router.post("/rotas/{rota}/turns/{day}/{slot}", response={201: ShiftOut},
             openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def plan_shift(
    request: HttpRequest, rota: UUID, day: date, slot: str, body: PlaceIn
) -> Status[ShiftOut]:
    """Give a place of the turn that begins on that day to somebody."""
    made = planning.plan(rota, day, slot, body.model_dump(), by=actor_of(request))
    return Status(201, _shift(made))


@router.post("/shifts/{shift}/replace", response=ShiftOut,
             openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def replace_shift(request: HttpRequest, shift: UUID, body: PlaceIn) -> ShiftOut:
    """Give a shift to somebody else; from now on when it has begun."""
    return _shift(planning.replace(shift, body.model_dump(), by=actor_of(request)))


@router.post("/shifts/{shift}/cancel", response=ShiftOut, openapi_extra=problems(403, 404, 409))
def cancel_shift(request: HttpRequest, shift: UUID) -> ShiftOut:
    """Nobody has this shift any more."""
    return _shift(planning.cancel(shift, by=actor_of(request)))


@router.post("/shifts/{shift}/swaps", response={201: SwapOut},
             openapi_extra=problems(404, 409, 422))  # fmt: skip
def ask_swap(request: HttpRequest, shift: UUID, body: SwapIn) -> Status[SwapOut]:
    """Ask a colleague to take one's own shift, for one of theirs or for none."""
    return Status(201, _swap(swapping.ask(shift, body.model_dump(), by=actor_of(request))))


@router.post("/swaps/{swap}/answer", response=SwapOut, openapi_extra=problems(404, 409))
def answer_swap(request: HttpRequest, swap: UUID, body: AnswerIn) -> SwapOut:
    """Answer what one was asked."""
    return _swap(swapping.answer(swap, body.accept, by=actor_of(request)))


@router.post("/swaps/{swap}/withdraw", response=SwapOut, openapi_extra=problems(404, 409))
def withdraw_swap(request: HttpRequest, swap: UUID) -> SwapOut:
    """Take back what one has asked."""
    return _swap(swapping.withdraw(swap, by=actor_of(request)))


@router.post("/calendar/make", response=FeedOut, openapi_extra=problems(403))
def make_feed(request: HttpRequest) -> FeedOut:
    """A new private calendar address of the caller; the one before ends."""
    token = feed.make(by=actor_of(request))
    return FeedOut(address=request.build_absolute_uri(reverse("desk:feed", args=[token])))


@router.post("/calendar/end", response=EndedOut, openapi_extra=problems(403))
def end_feed(request: HttpRequest) -> EndedOut:
    """The caller's address opens nothing any more."""
    return EndedOut(ended=feed.end(by=actor_of(request)))


def _told(rota: Rota) -> dict[str, Any]:
    shape = shape_of(rota)
    return {
        "id": rota.pk, "unit": rota.unit_id, "unit_name": rota.unit.name, "pack": rota.pack,
        "key": rota.key, "name": say(shape) if shape else rota.key,
        "kind": shape.kind if shape else "", "ended_on": rota.ended_on,
    }  # fmt: skip


def _rota(rota: Rota) -> RotaOut:
    return RotaOut(**_told(rota))


def _seen(seen: overview.Seen) -> SeenOut:
    return SeenOut(
        **_told(seen.running.rota), gaps=len(seen.gaps), substituted=len(seen.substituted),
        now=[_shift(one) for one in seen.now],
    )  # fmt: skip


def _shift(row: Shift) -> ShiftOut:
    return ShiftOut(
        id=row.pk, rota=row.rota_id, slot=row.slot, account=row.account_id, name=str(row.account),
        begins_at=row.begins_at, ends_at=row.ends_at, cancelled_at=row.cancelled_at,
    )  # fmt: skip


def _swap(row: Swap) -> SwapOut:
    return SwapOut(
        id=row.pk, shift=row.shift_id, other=row.other_id, asked_by=row.asked_by_id,
        asked_of=row.asked_of_id, reason=row.reason, answered_at=row.answered_at,
        accepted=row.accepted,
    )  # fmt: skip


def _holes(found: Iterable[Hole]) -> list[HoleOut]:
    return [
        HoleOut(
            day=timezone.localdate(one.turn.begins), slot=one.slot, begins_at=one.begins,
            ends_at=one.ends, missing=one.missing, away=[UUID(key) for key in one.away],
            instead=[UUID(key) for key in one.instead],
        )
        for one in found
    ]  # fmt: skip
