"""Ledgers, indicators and bulletins: the same queries and the same rights as the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.base import named, words
from huiyin.api.shapes.insight import (
    Behind,
    BulletinLine,
    BulletinOut,
    IndicatorOut,
    Indicators,
    LedgerOut,
    LedgerPage,
    LedgerRow,
    Ledgers,
    MadeOut,
    PartOut,
    RoundOut,
)
from huiyin.api.shapes.lines import line
from huiyin.engine.definition import Text
from huiyin.engine.figure_values import Span
from huiyin.insight import policy as rules
from huiyin.insight.behind import behind
from huiyin.insight.bulletin import bulletin
from huiyin.insight.figure_lines import YEARS, Line, lines, opens
from huiyin.insight.indicators import measure
from huiyin.insight.ledger_sheet import Round, listed, round_at, rounds_for, rounds_of
from huiyin.insight.ledgers import SHOWS, moves
from huiyin.matters import policy
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries.keyset import Place
from huiyin.packs.method_file import method
from huiyin.people.actor import Actor
from huiyin.places.models import Division

router = Router(tags=["insight"])


@router.get("/indicators", response=Indicators, openapi_extra=problems(403, 404, 422))
def list_indicators(
    request: HttpRequest,
    pack: str = "",
    first: date | None = None,
    last: date | None = None,
    place: str = "",
) -> Indicators:
    """The indicators of a method for a period (this month without one) and a place."""
    actor = _counting(request)
    pack, division = _where(actor, pack, place)
    span = _span(first, last)
    shapes = method(pack).indicators
    seen = policy.visible(actor)
    found = measure(shapes, list(shapes), seen, span, division, timezone.now(), YEARS)
    return Indicators(
        pack=pack, first=span.first or span.last, last=span.last,
        place=division.pk if division else None,
        items=[_indicator(one) for one in lines(found, list(shapes))],
    )  # fmt: skip


@router.get(
    "/indicators/{pack}/{key}/matters", response=Behind, openapi_extra=problems(403, 404, 422)
)
def list_indicator_matters(
    request: HttpRequest,
    pack: str,
    key: str,
    first: date | None = None,
    last: date | None = None,
    place: str = "",
    after: str = "",
) -> Behind:
    """The matters that make a figure, the newest act first."""
    actor = _counting(request)
    pack, division = _where(actor, pack, place)
    shape = method(pack).indicators.get(key)
    if shape is None or not opens(shape):
        raise NotVisible(key)
    page = behind(actor, shape, _span(first, last), division, Place.parse(after))
    return Behind(
        items=[MadeOut(at=made.at, matter=line(made.row)) for made in page.rows],
        next=str(page.after) if page.after else None,
    )


@router.get("/ledgers", response=Ledgers, openapi_extra=problems(403, 404, 422))
def list_ledgers(request: HttpRequest, pack: str = "", place: str = "") -> Ledgers:
    """Every ledger the caller may open, with its present round."""
    actor = actor_of(request)
    pack, division = _where(actor, pack, place)
    ledgers = rules.ledgers_for(actor, method(pack))
    if not ledgers and not rules.may_count(actor):
        raise PermissionDenied
    found, today = moves(ledgers, policy.visible(actor), division), timezone.localdate()
    return Ledgers(
        pack=pack,
        items=[
            LedgerOut(
                key=key, name=words(one), law=one.law,
                rounds=[_round(part) for part in rounds_of(one, found[key], today, 1)],
            )
            for key, one in ledgers.items()
        ],
    )  # fmt: skip


@router.get("/ledgers/{pack}/{key}", response=LedgerPage, openapi_extra=problems(404, 422))
def get_ledger(
    request: HttpRequest,
    pack: str,
    key: str,
    day: date | None = None,
    show: str = "closing",
    place: str = "",
    after: str = "",
) -> LedgerPage:
    """One list (`closing`, `entered`, `left`, `opening`) of the round of a day, and all rounds."""
    actor = actor_of(request)
    pack, division = _where(actor, pack, place)
    ledger = rules.ledgers_for(actor, method(pack)).get(key)
    which = next((one for one in SHOWS if one == show), None)
    if ledger is None or which is None:
        raise NotVisible(key)
    seen, today = policy.visible(actor), timezone.localdate()
    span = round_at(ledger, day or today)
    page = listed(ledger, seen, division, span, which, Place.parse(after))
    return LedgerPage(
        pack=pack, key=key,
        columns=[named(name, column) for name, column in ledger.columns.items()],
        rounds=[_round(one) for one in rounds_for(ledger, seen, division, today)],
        rows=[LedgerRow(number=row.number, cells=_cells(row.cells)) for row in page.rows],
        next=str(page.after) if page.after else None,
    )  # fmt: skip


@router.get("/bulletins/{pack}/{key}", response=BulletinOut, openapi_extra=problems(403, 404, 422))
def get_bulletin(
    request: HttpRequest, pack: str, key: str, month: date | None = None, place: str = ""
) -> BulletinOut:
    """The bulletin of the month with a day, for the places right below one."""
    actor = _counting(request)
    pack, division = _where(actor, pack, place)
    shape = method(pack).bulletins.get(key)
    division = division or Division.objects.filter(path=rules.top_of(actor)).first()
    if shape is None or division is None:
        raise NotVisible(key)
    day = (month or timezone.localdate()).replace(day=1)
    found = bulletin(shape, policy.visible(actor), division, day, timezone.now())
    return BulletinOut(
        pack=pack, key=key, name=words(shape), place=division.pk, month=day,
        total=dict(found.total),
        lines=[
            BulletinLine(
                code=one.place.pk, name=str(one.place), counts=dict(one.counts), visit=one.visit
            )
            for one in found.lines
        ],
    )  # fmt: skip


def _counting(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not rules.may_count(actor):
        raise PermissionDenied
    return actor


def _where(actor: Actor, pack: str, place: str) -> tuple[str, Division | None]:
    """The method and the place asked for. Raises NotVisible for a method that is not in force
    anywhere near, and for an unknown place."""
    packs = rules.packs_for(actor)
    chosen = pack or next(iter(packs), "")
    if chosen not in packs:
        raise NotVisible(chosen)
    if not place:
        return chosen, packs[chosen]
    found = Division.objects.filter(pk=place).first()
    if found is None:
        raise NotVisible(place)
    return chosen, found


def _span(first: date | None, last: date | None) -> Span:
    last = last or timezone.localdate()
    return Span(min(first or last.replace(day=1), last), last)


def _indicator(one: Line) -> IndicatorOut:
    value = one.value
    return IndicatorOut(
        key=one.key, name=words(one.name), law=one.law, form=one.form, shown=one.number,
        value=_float(value.number), part=_float(value.part), whole=_float(value.whole),
        year_before=one.before, change=one.change, has_matters=one.opens,
        parts=[PartOut(key=p.key, name=words(p.name), shown=p.number) for p in one.parts],
    )  # fmt: skip


def _float(number: Any) -> float | None:
    return None if number is None else float(number)


def _round(one: Round) -> RoundOut:
    balance = one.balance
    return RoundOut(
        first=one.span.first or one.span.last, last=one.span.last, opening=balance.opening,
        entered=balance.entered, left=balance.left, closing=balance.closing,
    )  # fmt: skip


def _cells(cells: Any) -> dict[str, Any]:
    return {
        key: words(cell).model_dump() if isinstance(cell, Text) else cell
        for key, cell in cells.items()
    }
