"""Ledgers of the method in force: what stands in them, round by round, on screen and as a table."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk import counting
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.figuring import Question, question
from huiyin.desk.views.indicators import sent, speak
from huiyin.engine.explain import N_
from huiyin.engine.figure_values import Span
from huiyin.engine.method_shape import LedgerShape
from huiyin.insight import excel
from huiyin.insight import policy as rules
from huiyin.insight.behind import sealed_among
from huiyin.insight.ledger_sheet import every_row, listed, round_at, rounds_for, rounds_of
from huiyin.insight.ledgers import SHOWS, Which, moves
from huiyin.insight.wall import on_wall
from huiyin.matters import policy
from huiyin.matters.queries.keyset import Place
from huiyin.packs import load

WORDS = {
    "closing": N_("Standing at the end"), "entered": N_("Entered in this round"),
    "left": N_("Left in this round"), "opening": N_("Standing at the beginning"),
}  # fmt: skip


@require_safe
@staff
def show_all(request: DeskRequest) -> HttpResponse:
    """Every ledger that this person may open, with what stands in it and the present round."""
    asked = question(request)
    ledgers = rules.ledgers_for(request.actor, asked.method) if asked.pack else {}
    if not ledgers and not rules.may_count(request.actor):
        raise PermissionDenied
    today = timezone.localdate()
    found = moves(ledgers, policy.visible(request.actor), asked.asked.place)
    context = {
        "question": asked, "asked": asked.asked, "typed": asked.asked.typed,
        "places": counting.places(request.actor), "today": today,
        "ledgers": [
            (key, one, rounds_of(one, found[key], today, 1)[0]) for key, one in ledgers.items()
        ],
    }  # fmt: skip
    return render(request, "desk/ledgers.html", context, status=422 if asked.asked.wrong else 200)


@require_safe
@staff
def show(request: DeskRequest, pack: str, key: str) -> HttpResponse:
    """One ledger: its rounds, and the matters of one number of one of them."""
    asked, ledger = _opened(request, pack, key)
    span, which = _round(request, ledger), _which(request)
    after = Place.parse(request.GET.get("after", ""))
    seen, place = policy.visible(request.actor), asked.asked.place
    page = listed(ledger, seen, place, span, which, after)
    fixed = {"round": str(span.first), "show": which, "place": place.pk if place else ""}
    rows = rounds_for(ledger, seen, place, timezone.localdate())
    context: dict[str, Any] = {
        "asked": asked.asked, "pack": pack, "key": key, "ledger": ledger, "page": page,
        "rounds": rows, "shown": next((one for one in rows if one.span == span), None),
        "span": span, "which": which, "words": _(WORDS[which]), "now": timezone.now(),
        "is_first": after is None, "start": f"?{_query(fixed)}",
        "place": f"&place={place.pk}" if place else "", "of": f"round={span.first}&show={which}",
        "tabs": [(one, _(WORDS[one])) for one in SHOWS],
        "sealed": sealed_among(ledger.enter, load.load(pack).processes),
    }  # fmt: skip
    return render(request, "desk/ledger.html", context)


@require_safe
@staff
def table(request: DeskRequest, pack: str, key: str) -> HttpResponseBase:
    """The same list, all of it, as a workbook."""
    asked, ledger = _opened(request, pack, key)
    span, which = _round(request, ledger), _which(request)
    seen, place = policy.visible(request.actor), asked.asked.place
    rows = (
        [row.cells[column] for column in ledger.columns]
        for row in every_row(ledger, seen, place, span, which)
    )
    about = f"{place or ''} {span.first} – {span.last} {_(WORDS[which])}".strip()
    heads = list(ledger.columns.values())
    file = excel.workbook(ledger, about, heads, rows, speak())
    return sent(file, f"{key}-{span.first}-{which}.xlsx")


@require_safe
@staff
def wall(request: DeskRequest, pack: str, key: str) -> HttpResponse:
    """What stands in a ledger now, by place, to be read from across a room (挂图作战)."""
    asked, ledger = _opened(request, pack, key)
    now = timezone.now()
    span = round_at(ledger, timezone.localdate())
    found = on_wall(request.actor, ledger, asked.asked.place, span)
    context = {
        "asked": asked.asked, "pack": pack, "key": key, "ledger": ledger, "now": now,
        "groups": found.groups, "more": found.more, "number": found.number, "today": now,
        "place": f"?place={asked.asked.place.pk}" if asked.asked.place else "",
    }  # fmt: skip
    return render(request, "desk/wall.html", context)


def _opened(request: DeskRequest, pack: str, key: str) -> tuple[Question, LedgerShape]:
    asked = question(request, pack)
    ledger = rules.ledgers_for(request.actor, asked.method).get(key)
    if ledger is None or "place" in asked.asked.wrong:
        raise Http404
    return asked, ledger


def _round(request: DeskRequest, ledger: LedgerShape) -> Span:
    """The round with the day in the address, else that of today."""
    try:
        day = date.fromisoformat(request.GET.get("round", ""))
    except ValueError:
        day = timezone.localdate()
    if not 1949 <= day.year <= 2200:
        raise Http404
    return round_at(ledger, day)


def _which(request: DeskRequest) -> Which:
    asked = request.GET.get("show", "")
    return next((one for one in SHOWS if one == asked), "closing")


def _query(parts: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in parts.items() if value)
