"""Responsibilities and the directory: the same actions and queries as the pages."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import RefusedAct, problems
from huiyin.api.shapes.responsible import (
    DrawnUp,
    DutiesIn,
    EndIn,
    HelpersOut,
    MapOut,
    MemberIn,
    MemberList,
    MemberOut,
    PlaceOut,
    PointIn,
    PointList,
    PointOut,
    PoolIn,
    PoolOut,
    ResponsibilityIn,
    ResponsibilityOut,
)
from huiyin.duties.directory import actions as keeping
from huiyin.duties.directory import queries as directory
from huiyin.duties.models import Expert, Pool
from huiyin.duties.responsible import actions, queries
from huiyin.duties.responsible.queries import Held
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.queries import matter as matters
from huiyin.packs import load
from huiyin.places.models import ServicePoint

router = Router(tags=["responsibilities"])


@router.get("/responsibilities", response=MapOut, openapi_extra=problems(404))
def list_responsibilities(request: HttpRequest, kind: str = "", after: str = "") -> MapOut:
    """One kind of the method in force: its places with gaps and overlaps, or its entries."""
    actor, day = actor_of(request), timezone.localdate()
    _pack, shapes = actions.shapes_for(actor)
    chosen = kind or next(iter(shapes), "")
    shape = shapes.get(chosen)
    if shape is None:
        raise NotVisible(chosen)
    after = after.replace("\x00", "")
    if shape.scope != "division":
        found = queries.listed(actor, chosen, day, after)
        return MapOut(places=0, gaps=0, overlaps=0, lines=[], after=found.after,
                      entries=[_entry(one) for one in found.held])  # fmt: skip
    paths = sorted({post.division_path for post in actor.posts})
    board = queries.board(chosen, shape, paths, day, after)
    lines = [
        PlaceOut(division=line.place.pk, name=line.place.name, gap=line.is_gap,
                 overlap=line.is_overlap, answers=[_entry(one) for one in line.held])
        for line in board.lines
    ]  # fmt: skip
    return MapOut(places=board.places, gaps=board.gaps, overlaps=board.overlaps, lines=lines,
                  entries=[], after=board.after)  # fmt: skip


@router.post("/responsibilities", response={201: ResponsibilityOut},
             openapi_extra=problems(403, 422))  # fmt: skip
def enter_responsibility(request: HttpRequest, body: ResponsibilityIn) -> Status[ResponsibilityOut]:
    """Say that a post answers for something."""
    row = actions.enter(body.model_dump(), by=actor_of(request))
    return Status(201, _entry(Held(row, "")))


@router.get("/responsibilities/{key}", response=ResponsibilityOut, openapi_extra=problems(404))
def show_responsibility(request: HttpRequest, key: UUID) -> ResponsibilityOut:
    """One entry."""
    return _entry(Held(queries.one(actor_of(request), key), ""))


@router.post("/responsibilities/{key}/end", response=ResponsibilityOut,
             openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def end_responsibility(request: HttpRequest, key: UUID, body: EndIn) -> ResponsibilityOut:
    """Say until when."""
    row = actions.end(key, body.model_dump(), by=actor_of(request))
    return _entry(Held(queries.one(actor_of(request), row.pk), ""))


@router.post("/responsibilities/{key}/letter", response={201: DrawnUp},
             openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def draw_up_letter(request: HttpRequest, key: UUID, body: DutiesIn) -> Status[DrawnUp]:
    """Draw up the letter of responsibility, a matter that two people sign."""
    actor = actor_of(request)
    row = queries.one(actor, key)
    try:
        made = actions.draw_up(key, body.model_dump(), by=actor)
    except Refused as refused:
        letter = actions.shapes_for(actor)[1][row.kind].letter or ""
        process = load.process(row.pack, letter)
        raise RefusedAct(refused.refusal, process, "register") from refused
    return Status(201, DrawnUp(number=made.number))


@router.get("/directory/points", response=PointList, openapi_extra=problems())
def list_points(request: HttpRequest, kind: str = "", after: str = "") -> PointList:
    """Service points of the own places, above and below."""
    found = directory.points(actor_of(request), kind, after.replace("\x00", ""))
    return PointList(items=[_point(row) for row in found.rows], after=found.after)


@router.post("/directory/points", response={201: PointOut}, openapi_extra=problems(403, 422))
def add_point(request: HttpRequest, body: PointIn) -> Status[PointOut]:
    """A new service point."""
    return Status(201, _point(keeping.add_point(body.model_dump(), by=actor_of(request))))


@router.post("/directory/points/{key}/close", response=PointOut,
             openapi_extra=problems(403, 404, 409))  # fmt: skip
def close_point(request: HttpRequest, key: UUID) -> PointOut:
    """It serves nobody any more."""
    return _point(keeping.close_point(key, by=actor_of(request)))


@router.get("/directory/pools", response=list[PoolOut], openapi_extra=problems())
def list_pools(request: HttpRequest) -> list[PoolOut]:
    """Pools of the units around."""
    rows = directory.pools(actor_of(request))[:200]
    return [
        PoolOut(id=row.pk, kind=row.kind, name=row.name, unit=row.unit.name, members=row.size)
        for row in rows
    ]


@router.post("/directory/pools", response={201: PoolOut}, openapi_extra=problems(403, 422))
def add_pool(request: HttpRequest, body: PoolIn) -> Status[PoolOut]:
    """A new pool."""
    row = keeping.add_pool(body.model_dump(), by=actor_of(request))
    return Status(
        201, PoolOut(id=row.pk, kind=row.kind, name=row.name, unit=row.unit.name, members=0)
    )


@router.get("/directory/pools/{key}", response=MemberList, openapi_extra=problems(404))
def list_members(request: HttpRequest, key: UUID, after: str = "") -> MemberList:
    """Who stands in a pool."""
    get_object_or_404(directory.pools(actor_of(request)), pk=key)
    rows, following = directory.members(key, after.replace("\x00", ""))
    return MemberList(items=[_member(row) for row in rows], after=following)


@router.post("/directory/pools/{key}/members", response={201: MemberOut},
             openapi_extra=problems(403, 404, 409, 422))  # fmt: skip
def add_member(request: HttpRequest, key: UUID, body: MemberIn) -> Status[MemberOut]:
    """Somebody agreed to be asked."""
    if not Pool.objects.filter(pk=key).exists():
        raise NotVisible(str(key))
    return Status(201, _member(keeping.add_expert(key, body.model_dump(), by=actor_of(request))))


@router.post("/directory/members/{key}/leave", response=MemberOut,
             openapi_extra=problems(403, 404, 409))  # fmt: skip
def leave_pool(request: HttpRequest, key: UUID) -> MemberOut:
    """Somebody stands in the list no more."""
    return _member(keeping.leave(key, by=actor_of(request)))


@router.get("/matters/{number}/helpers", response=HelpersOut, openapi_extra=problems(404))
def list_helpers(request: HttpRequest, number: str) -> HelpersOut:
    """Who and what can help with one matter, the best first."""
    today = timezone.localdate()
    found = directory.help_for(matters.get(actor_of(request), number, today), today)
    return HelpersOut(
        experts=[_member(row) for _match, row in found.experts],
        points=[_point(row) for row in found.points],
    )


def _entry(held: Held) -> ResponsibilityOut:
    row = held.row
    return ResponsibilityOut(
        id=row.pk, kind=row.kind, unit=row.post.unit.name, post=row.post.title,
        holder=held.holder, division=row.division_id, line=row.line,
        point=row.point.name if row.point else None,
        matter=row.matter.number if row.matter else None,
        starts_on=row.starts_on, ends_on=row.ends_on,
        letter=row.letter.number if row.letter else None,
    )  # fmt: skip


def _point(row: ServicePoint) -> PointOut:
    return PointOut(
        id=row.pk, kind=row.kind, name=row.name, division=row.division_id, address=row.address,
        phone=row.phone, hours=row.hours, rooms=row.rooms, staff=row.staff,
    )  # fmt: skip


def _member(row: Expert) -> MemberOut:
    return MemberOut(
        id=row.pk, name=row.name, kind=row.kind, phone=row.phone, expertise=row.expertise,
        weekdays=row.weekdays, away_until=row.away_until,
    )  # fmt: skip
