"""Indicators of the method in force: figures of a period and a place, each with the matters that
make it, as a table too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from huiyin.desk import counting
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.figuring import Question, question
from huiyin.engine.definition import Text
from huiyin.insight import excel
from huiyin.insight import policy as rules
from huiyin.insight.behind import behind as matters_behind
from huiyin.insight.behind import sealed_among
from huiyin.insight.figure_lines import YEARS, Line, lines, opens
from huiyin.insight.grouping import select_of
from huiyin.insight.indicators import measure
from huiyin.matters import policy
from huiyin.matters.queries.keyset import Place
from huiyin.packs import load

HEADS = (
    Text(zh="指标", en="Indicator"),
    Text(zh="本期", en="Now"),
    Text(zh="组成", en="Made of"),
    Text(zh="上年同期", en="A year before"),
    Text(zh="同比", en="Change"),
    Text(zh="依据", en="Source"),
)
TITLE = Text(zh="指标", en="Indicators")


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """The form and, when it can be read, the figures."""
    asked = _asked(request)
    context: dict[str, Any] = {
        "asked": asked.asked, "typed": asked.asked.typed, "question": asked,
        "places": counting.places(request.actor),
    }  # fmt: skip
    if asked.pack and not asked.asked.wrong:
        context |= {
            "lines": _lines(request, asked), "query": asked.query(),
            "sealed": _counts_sealed(asked),
        }  # fmt: skip
    status = 422 if asked.asked.wrong else 200
    return render(request, "desk/indicators.html", context, status=status)


@require_safe
@staff
def behind(request: DeskRequest, pack: str, key: str) -> HttpResponse:
    """The matters that make one figure, the newest act first."""
    asked = _asked(request, pack)
    shape = asked.method.indicators.get(key)
    if shape is None or asked.asked.wrong or not opens(shape):
        raise Http404
    after = Place.parse(request.GET.get("after", ""))
    page = matters_behind(request.actor, shape, asked.span, asked.asked.place, after)
    context = {
        "asked": asked.asked, "shape": shape, "page": page,
        "is_first": after is None, "start": f"?{asked.asked.query()}", "query": asked.query(),
        "sealed": sealed_among(select_of(shape), load.load(pack).processes),
    }  # fmt: skip
    return render(request, "desk/indicator_matters.html", context)


@require_safe
@staff
def table(request: DeskRequest) -> HttpResponseBase:
    """The same figures as a workbook."""
    asked = _asked(request)
    if asked.asked.wrong or not asked.pack:
        raise Http404
    rows = (
        (one.name, _cell(one), _made_of(one, speak()), one.before, one.change, one.law)
        for one in _lines(request, asked)
    )
    about = f"{asked.asked.place or ''} {asked.span.first} – {asked.span.last}".strip()
    file = excel.workbook(TITLE, about, HEADS, rows, speak())
    name = f"indicators-{asked.span.first}-{asked.span.last}.xlsx"
    return sent(file, name)


def sent(file: Any, name: str) -> FileResponse:
    """A workbook as an answer; nobody keeps a copy on the way."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=excel.MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def speak() -> Callable[[Text], str]:
    """How texts of packs are said in the language of the request."""
    language = get_language() or "zh"
    return lambda text: text.say(language)


def _asked(request: DeskRequest, pack: str = "") -> Question:
    if not rules.may_count(request.actor):
        raise PermissionDenied
    return question(request, pack)


def _lines(request: DeskRequest, asked: Question) -> list[Line]:
    shapes = asked.method.indicators
    found = measure(
        shapes, list(shapes), policy.visible(request.actor), asked.span, asked.asked.place,
        timezone.now(), YEARS,
    )  # fmt: skip
    return lines(found, list(shapes))


def _counts_sealed(asked: Question) -> bool:
    processes = load.load(asked.pack).processes
    shapes = asked.method.indicators.values()
    return any(sealed_among(select_of(one), processes) for one in shapes if opens(one))


def _cell(line: Line) -> str | int:
    number = line.value.number
    plain = line.form == "number" and number is not None and number.denominator == 1
    return int(number) if plain and number is not None else line.number


def _made_of(line: Line, say: Callable[[Text], str]) -> str:
    return "；".join(f"{say(part.name)} {part.number}" for part in line.parts)
