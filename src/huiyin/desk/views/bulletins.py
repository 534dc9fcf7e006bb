"""The monthly bulletin of places: on screen, in print, as a workbook; every number opens what is
behind it. Nothing is ranked, and few matters are no merit (METHODS.md, X4)."""

from __future__ import annotations

from dataclasses import dataclass
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
from huiyin.desk.figuring import Question, month_of, question
from huiyin.desk.views.indicators import sent, speak
from huiyin.engine.definition import Text
from huiyin.engine.explain import N_
from huiyin.engine.figure_values import Span
from huiyin.engine.ledger_rounds import round_of
from huiyin.engine.method_shape import BulletinShape
from huiyin.insight import excel
from huiyin.insight import policy as rules
from huiyin.insight.bulletin import Bulletin, bulletin
from huiyin.insight.bulletin_behind import behind as matters_behind
from huiyin.matters import policy
from huiyin.matters.queries.keyset import Place
from huiyin.places.models import Division

WORDS = {
    "received": N_("Raised by residents"), "due": N_("Answers due"),
    "in_time": N_("Answered in time"), "late": N_("Overdue"),
    "resolved": N_("Closed or resolved"), "rated": N_("Ratings given"),
    "satisfied": N_("Found good or fair"),
}  # fmt: skip
HEADS = (
    Text(zh="地方", en="Place"),
    Text(zh="收到", en="Received"),
    Text(zh="应答复", en="Answers due"),
    Text(zh="按期答复", en="Answered in time"),
    Text(zh="逾期", en="Overdue"),
    Text(zh="办结化解", en="Resolved"),
    Text(zh="评价", en="Rated"),
    Text(zh="满意", en="Satisfied"),
    Text(zh="反映少，上门走访", en="Little comes from here: visit"),
)


@dataclass(frozen=True)
class _Asked:
    question: Question
    key: str
    shape: BulletinShape
    place: Division
    month: Span


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """The bulletin of a month for the places right below one."""
    asked = _asked(request)
    today = timezone.localdate()
    month = month_of(request.GET, today)
    found, given = _found(request, asked, month)
    context: dict[str, Any] = {
        "question": asked, "asked": asked.asked, "typed": asked.asked.typed,
        "places": counting.places(request.actor), "month": month, "found": found, "given": given,
        "words": [(name, _(words)) for name, words in WORDS.items()],
    }  # fmt: skip
    if given is not None:
        context["query"] = f"month={month:%Y-%m}&place={given.place.pk}&pack={asked.pack}"
    return render(request, "desk/bulletin.html", context, status=422 if asked.asked.wrong else 200)


@require_safe
@staff
def behind(request: DeskRequest, pack: str, key: str, of: str) -> HttpResponse:
    """The matters behind one number of one place."""
    asked = _asked(request, pack)
    shape = asked.method.bulletins.get(key)
    if shape is None or of not in WORDS or asked.asked.wrong or asked.asked.place is None:
        raise Http404
    month = round_of("month", month_of(request.GET, timezone.localdate()))
    after = Place.parse(request.GET.get("after", ""))
    try:
        page = matters_behind(
            request.actor, shape, of, asked.asked.place, month, timezone.now(), after
        )
    except LookupError as unknown:
        raise Http404 from unknown
    query = f"month={month.last:%Y-%m}&place={asked.asked.place.pk}"
    context = {
        "asked": asked.asked, "shape": shape, "words": _(WORDS[of]), "page": page, "month": month,
        "is_first": after is None, "start": f"?{query}", "query": f"{query}&pack={pack}",
    }  # fmt: skip
    return render(request, "desk/bulletin_matters.html", context)


@require_safe
@staff
def table(request: DeskRequest) -> HttpResponseBase:
    """The same bulletin as a workbook."""
    asked = _asked(request)
    month = month_of(request.GET, timezone.localdate())
    found, given = _found(request, asked, month)
    if found is None or given is None:
        raise Http404
    order = ("received", "due", "in_time", "late", "resolved", "rated", "satisfied")
    rows = [
        [str(line.place), *(line.counts[name] for name in order), line.visit or None]
        for line in found.lines
    ]
    rows.append([_("Together"), *(found.total[name] for name in order), None])
    about = f"{given.place} {month:%Y-%m}"
    file = excel.workbook(given.shape, about, HEADS, rows, speak())
    return sent(file, f"bulletin-{month:%Y-%m}.xlsx")


def _asked(request: DeskRequest, pack: str = "") -> Question:
    if not rules.may_count(request.actor):
        raise PermissionDenied
    return question(request, pack)


def _found(
    request: DeskRequest, asked: Question, month: date
) -> tuple[Bulletin | None, _Asked | None]:
    """The bulletin (the first that the method has) of the place asked for, else of the largest."""
    if not asked.pack or asked.asked.wrong or not asked.method.bulletins:
        return None, None
    place = asked.asked.place or Division.objects.filter(path=rules.top_of(request.actor)).first()
    if place is None:
        return None, None
    key, shape = next(iter(asked.method.bulletins.items()))
    given = _Asked(asked, key, shape, place, round_of("month", month))
    seen = policy.visible(request.actor)
    return bulletin(shape, seen, place, month, timezone.now()), given
