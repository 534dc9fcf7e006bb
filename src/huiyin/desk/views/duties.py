"""Duties: what I have to file, how my unit stands, how the units below stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.duty_words import chip
from huiyin.duties import policy
from huiyin.duties.queries import counts, lists
from huiyin.duties.queries.asking import Asked, asked
from huiyin.duties.queries.place import Place


@require_safe
@staff
def mine(request: DeskRequest) -> HttpResponse:
    """What my posts have to file, what is missing, what comes, what I filed last."""
    now = timezone.now()
    after = Place.parse(request.GET.get("after", ""))
    found = lists.mine(request.actor, now, after)
    filed = request.GET.get("filed", "")
    done = next((one for one in found.filed if str(one.id) == filed), None)
    shown = {**_tabs(request, "mine"), "found": found, "done": done, "is_first": after is None}
    rows = (*found.open, *found.missing.rows, *found.coming, *found.filed)
    return render(request, "desk/duties.html", {**shown, **_chips(rows)})


@require_safe
@staff
def unit(request: DeskRequest) -> HttpResponse:
    """A unit's duties of a day, one by one, or of a month, day by day."""
    wanted = _wanted(request)
    now = timezone.now()
    seen = policy.seen_in(request.actor, wanted.unit)
    assert seen is not None  # noqa: S101 -- asked for above
    span = (wanted.unit.pk, wanted.first, wanted.last, now, seen)
    shown: dict[str, Any] = {
        **_tabs(request, "unit"), "asked": wanted, "by_duty": counts.by_duty(*span),
    }  # fmt: skip
    if wanted.month:
        shown |= {"by_day": counts.by_day(*span), "to_day": f"?unit={wanted.unit.pk}&day="}
        return render(request, "desk/duties_month.html", shown)
    shown["start"] = f"?{wanted.query}"
    if request.GET.get("show") == "missing":
        after = Place.parse(request.GET.get("after", ""))
        page = lists.missing_in(request.actor, wanted.unit.pk, seen, now, after)
        shown |= {"is_missing": True, "is_first": after is None}
        shown["start"] += "&show=missing"
    else:
        page, number = _of_day(request, wanted, seen)
        shown["is_first"] = not number
    return render(request, "desk/duties_unit.html", {**shown, "page": page, **_chips(page.rows)})


@require_safe
@staff
def below(request: DeskRequest) -> HttpResponse:
    """The units directly below, each with everything below it: of a day or of a month."""
    wanted = _wanted(request, below=True)
    span = (wanted.unit, wanted.first, wanted.last, timezone.now())
    after = request.GET.get("after", "")
    shown = {
        "asked": wanted, "page": counts.below(*span, after), "is_first": not after,
        "own": counts.itself(*span), "own_to": f"{reverse('desk:duties_unit')}?{wanted.query}",
        "days": f"&month={wanted.month}" if wanted.month else f"&day={wanted.day}",
        "start": f"?{wanted.query}",
    }  # fmt: skip
    return render(request, "desk/duties_below.html", {**_tabs(request, "below"), **shown})


def _of_day(request: DeskRequest, wanted: Asked, seen: Any) -> tuple[Any, int]:
    text = request.GET.get("after", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    now = timezone.now()
    found = lists.of_day(request.actor, wanted.unit.pk, seen, wanted.day, now, number)
    return found, number


def _wanted(request: DeskRequest, *, below: bool = False) -> Asked:
    found = asked(request.actor, request.GET.dict(), below=below)
    if found is None:
        raise PermissionDenied
    return found


def _tabs(request: DeskRequest, tab: str) -> dict[str, Any]:
    """Which tabs this person has, and which one this is."""
    return {
        "tab": tab, "has_unit": bool(policy.own_units(request.actor)),
        "has_below": bool(policy.looked_units(request.actor)),
    }  # fmt: skip


def _chips(rows: Any) -> Mapping[str, Any]:
    return {"chips": {row.id: chip(row) for row in rows}}
