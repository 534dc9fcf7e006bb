"""Counting at the desk: figures of a period and a place, the matters behind them, a table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk import counting
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.counting import Asked
from huiyin.engine.counting_rules import Counting
from huiyin.engine.explain import N_
from huiyin.engine.indicators import shares
from huiyin.matters import count_table, policy
from huiyin.matters.count_table import ShareRow
from huiyin.matters.queries.counting import Counted, count
from huiyin.matters.queries.counting import behind as matters_behind
from huiyin.matters.queries.indicators import raw_counts
from huiyin.matters.queries.keyset import Place
from huiyin.packs import counting_file
from huiyin.packs.counting_file import NATIONAL

_SECTIONS = {
    "class": N_("By class"), "channel": N_("By channel"), "category": N_("By content"),
}  # fmt: skip
_COLUMNS = ("total", "pieces", "batches", "persons", "group.batches", "total.repeat")
"""Measures in the table of places."""


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """The form and, when it can be read, the figures."""
    asked = _asked(request)
    rules = counting_file.rules(NATIONAL)
    context: dict[str, Any] = {
        "asked": asked, "places": counting.places(request.actor), "typed": asked.typed,
    }  # fmt: skip
    if not asked.wrong:
        found = _counted(request, asked, rules)
        parts = count_table.sections(found.figures, rules, NATIONAL)
        context |= {
            "rows": count_table.main_rows(found.figures, rules),
            "sections": [(_(_SECTIONS[key]), rows) for key, rows in parts.items() if rows],
            "columns": [(key, rules.measures[key]) for key in _COLUMNS],
            "towns": [
                (place, [place.figures.get(key) for key in _COLUMNS]) for place in found.places
            ],
            "shares": _shares(request, asked, rules),
            "merged": rules.merged_same_day,
            "query": asked.query(),
        }
    return render(request, "desk/counts.html", context, status=422 if asked.wrong else 200)


@require_safe
@staff
def behind(request: DeskRequest) -> HttpResponse:
    """The matters that make one figure (`of`), newest first."""
    asked = _asked(request)
    rules = counting_file.rules(NATIONAL)
    measure = request.GET.get("of", "")[:60]
    if asked.wrong:
        raise Http404
    after = Place.parse(request.GET.get("after", ""))
    page = matters_behind(request.actor, rules, asked.period, asked.place, measure, after)
    named = count_table.name_of(measure, rules, NATIONAL)
    if named is None:
        raise Http404
    context = {
        "asked": asked, "page": page, "measure": named, "now": timezone.now(),
        "is_first": after is None, "start": f"?{asked.query(of=measure)}", "query": asked.query(),
    }  # fmt: skip
    return render(request, "desk/counted.html", context)


@require_safe
@staff
def table(request: DeskRequest) -> HttpResponse:
    """The same figures as a CSV file, with the mark by which spreadsheets know its encoding."""
    asked = _asked(request)
    if asked.wrong:
        raise Http404
    rules = counting_file.rules(NATIONAL)
    found = _counted(request, asked, rules)
    rows = count_table.main_rows(found.figures, rules)
    for part in count_table.sections(found.figures, rules, NATIONAL).values():
        rows += part
    head = (_("Measure"), _("Count"), _("Before merging"))
    text = count_table.as_csv(rows, _shares(request, asked, rules), head, get_language() or "zh")
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    name = f"counts-{asked.period.first}-{asked.period.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked(request: DeskRequest) -> Asked:
    if not policy.may(request.actor, "count"):
        raise PermissionDenied
    return counting.asked(request.GET, timezone.localdate())


def _counted(request: DeskRequest, asked: Asked, rules: Counting) -> Counted:
    seen, top = policy.visible(request.actor), counting.top_of(request.actor)
    return count(seen, rules, asked.period, asked.place, top)


def _shares(request: DeskRequest, asked: Asked, rules: Counting) -> list[ShareRow]:
    seen = policy.visible(request.actor)
    raw = raw_counts(seen, rules, asked.period, asked.place, timezone.now())
    return count_table.share_rows(shares(raw, rules), rules)
