"""One act on many matters: choose it, fill in its form once, see what it would do, do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.common.ids import NumberError, parse_number
from huiyin.desk import bulk, bulk_form
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.models import BulkRun
from huiyin.engine.definition import FormField
from huiyin.engine.forms import FieldError
from huiyin.matters import history
from huiyin.matters.actions.foresee import Verdict, choices, for_many, foresee
from huiyin.matters.queries import filters as filtered
from huiyin.matters.queries import worklist as lists
from huiyin.matters.queries.find import by_numbers
from huiyin.matters.queries.rows import rows_of
from huiyin.matters.queries.several import One, several
from huiyin.ui.formdata import ADD, decode
from huiyin.ui.sentences import say_who

ONLY = "only"
"""The matters of one part, when a script does a run part by part."""
BACK = "_back"
"""Name of the button that leads from the preview back to the form."""


@dataclass(frozen=True)
class Chosen:
    """What a bulk act is about: the act, the matters, those that it could be done to."""

    key: str
    answers: bool
    numbers: Sequence[str]
    found: Mapping[str, One]
    possible: Sequence[One]
    form: Mapping[str, FormField] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The same matters and act, as the query of an address."""
        answers = [("answers", "1")] if self.answers else []
        return urlencode([*answers, *(("n", number) for number in self.numbers)])


@require_safe
@staff
def choose(request: DeskRequest) -> HttpResponse:
    """The acts that are possible for at least one of the matters that were ticked."""
    numbers = _listed(request) if "all" in request.GET else _numbers(request.GET.getlist("n"))
    found = _seen(request, numbers)
    context = {
        "numbers": list(found),
        "query": urlencode([("n", number) for number in found]),
        "choices": choices(found.values()),
        "rows": rows_of(request.actor, [one.matter.pk for one in found.values()]),
        "most": bulk.MOST,
        "is_full": len(numbers) >= bulk.MOST,
        "back": _list_address(request),
        "now": timezone.now(),
    }
    return render(request, "desk/bulk.html", context, status=200 if found else 422)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def fill(request: DeskRequest, key: str) -> HttpResponse:
    """The form of an act for many matters; POST shows what it would do to each."""
    given = request.POST if request.method == "POST" else request.GET
    numbers, answers = _numbers(given.getlist("n")), "answers" in given
    chosen = _chosen(request, key, answers, numbers)
    if request.method != "POST":
        return _form(request, chosen, {})
    raw = decode(chosen.form, request.POST)
    if ADD in request.POST or BACK in request.POST:
        return _form(request, chosen, raw, more=request.POST.get(ADD, ""))
    verdicts = foresee(
        chosen.found, chosen.numbers, key, by=request.actor, data=raw, answers=answers
    )
    if not any(verdict.will_do for verdict in verdicts):
        return _none(request, chosen, raw, verdicts)
    made = bulk.prepare(request.actor, key, verdicts)
    counted = Counter(verdict.will_do for verdict in verdicts)
    context = {
        **_about(chosen),
        "run": made,
        "rows": _shown(request, bulk.rows(made), chosen.found),
        "will_do": counted[True],
        "cannot": counted[False],
        "typed": list(bulk_form.typed(_fields(request, chosen, raw))),
        "carried": _carried(request),
        "part": bulk.PART,
    }
    return render(request, "desk/bulk_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def run(request: DeskRequest, run_id: UUID) -> HttpResponse:
    """What became of each matter; POST does those that wait (a part of them, for a script)."""
    made = bulk.run_of(request.actor, run_id)
    act = history.resolve(made.definition).acts[made.act]
    if request.method == "POST":
        only = request.POST.getlist(ONLY) or None
        data = decode(_form_of(request, made), request.POST)
        bulk.go_on(run_id, by=request.actor, data=data, only=only)
        return redirect("desk:bulk_run", run_id)
    rows = bulk.rows(made)
    again = [row.number for row in rows if row.state in {*bulk.OPEN, "stale", "refused"}]
    context = {
        "act": act,
        "run": made,
        "rows": _shown(request, rows, {}),
        "counted": Counter(row.state for row in rows),
        "total": len(rows),
        "again": urlencode([("n", number) for number in again]),
        "waits": any(row.state in bulk.OPEN for row in rows),
        "key": made.act,
    }
    return render(request, "desk/bulk_run.html", context)


def _seen(request: DeskRequest, numbers: Sequence[str]) -> dict[str, One]:
    """The matters that may be done together: what is sealed is done alone, and no run names it."""
    found = several(request.actor, numbers)
    return {number: one for number, one in found.items() if not one.matter.sealed}


def _form_of(request: DeskRequest, made: BulkRun) -> Mapping[str, FormField]:
    """The form that the matters which wait are done with."""
    waiting = [row.number for row in bulk.rows(made) if row.state in bulk.OPEN]
    ones = _seen(request, waiting).values()
    return bulk_form.form_of([one for one in ones if made.act in one.process.acts], made.act)


def _chosen(request: DeskRequest, key: str, answers: bool, numbers: Sequence[str]) -> Chosen:
    """Raises Http404 for an act that none of the matters has, or that is done one by one."""
    found = _seen(request, numbers)
    having = [one for one in found.values() if key in one.process.acts]
    if not having or not (answers or all(for_many(one.process.acts[key]) for one in having)):
        raise Http404
    verdicts = foresee(found, list(found), key, by=request.actor, data={}, answers=answers)
    open_ = [one for one in map(_open, verdicts) if one] or having
    form = {} if answers else bulk_form.form_of(open_, key)
    return Chosen(key, answers, list(found), found, open_, form)


def _open(verdict: Verdict) -> One | None:
    """The matter, when nothing but its empty form stands in the way."""
    code = verdict.refusal.code if verdict.refusal else ""
    return verdict.one if code in {"", "form"} else None


def _form(
    request: DeskRequest,
    chosen: Chosen,
    raw: Mapping[str, Any],
    *,
    errors: Sequence[FieldError] = (),
    verdicts: Sequence[Verdict] = (),
    more: str = "",
    status: int = 200,
) -> HttpResponse:
    act = chosen.possible[0].process.acts[chosen.key]
    context = {
        **_about(chosen),
        "fields": _fields(request, chosen, raw, errors, more),
        "has_errors": bool(errors),
        "no_files": bulk_form.has_files(chosen.possible, chosen.key),
        "second": say_who(str(act.second)) if act.second and not chosen.answers else "",
        "refused": [
            (verdict, bulk.said(verdict.refusal, verdict.one.process, chosen.key))
            for verdict in verdicts
            if verdict.one and verdict.refusal
        ],
    }
    return render(request, "desk/bulk_form.html", context, status=status)


def _none(
    request: DeskRequest, chosen: Chosen, raw: Mapping[str, Any], verdicts: Sequence[Verdict]
) -> HttpResponse:
    """The form again: its own mistakes by field, or why it fits none of the matters."""
    wrong = next((v.refusal for v in verdicts if v.refusal and v.refusal.code == "form"), None)
    if wrong is not None:
        return _form(request, chosen, raw, errors=wrong.errors, status=422)
    return _form(request, chosen, raw, verdicts=verdicts, status=409)


def _fields(
    request: DeskRequest,
    chosen: Chosen,
    raw: Mapping[str, Any],
    errors: Sequence[FieldError] = (),
    more: str = "",
) -> Any:
    return bulk_form.fields_of(chosen.form, chosen.possible, request.actor, raw, errors, more)


def _about(chosen: Chosen) -> dict[str, Any]:
    return {
        "key": chosen.key,
        "act": chosen.possible[0].process.acts[chosen.key],
        "answers": chosen.answers,
        "numbers": chosen.numbers,
        "query": chosen.query,
        "count": len(chosen.numbers),
    }


def _carried(request: DeskRequest) -> list[tuple[str, str]]:
    """The form as it was sent, for the page that asks whether to do it."""
    ours = {"csrfmiddlewaretoken", ADD, BACK}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ours
    ]


def _shown(
    request: DeskRequest, rows: Sequence[bulk.Row], found: Mapping[str, One]
) -> list[tuple[bulk.Row, str]]:
    """Rows with the titles of those that this person still sees."""
    seen = {number: one.matter for number, one in found.items()} or by_numbers(
        request.actor, [row.number for row in rows]
    )
    return [(row, seen[row.number].title if row.number in seen else "") for row in rows]


def _numbers(given: Sequence[str]) -> list[str]:
    """Canonical numbers without repetition, at most as many as one run takes."""
    found: dict[str, None] = {}
    for text in given:
        try:
            found[parse_number(text)] = None
        except NumberError:
            continue
    return list(found)[: bulk.MOST]


def _listed(request: DeskRequest) -> list[str]:
    """The first matters of the list that was in view."""
    tab = request.GET.get("tab", "")
    if tab not in lists.tabs_of(request.actor):
        raise Http404
    found, _wrong = filtered.parse(request.GET.dict())
    places = lists.keys(request.actor, tab, found, bulk.MOST)
    return [row.number for row in rows_of(request.actor, [place.id for place in places])]


def _list_address(request: DeskRequest) -> str:
    found, _wrong = filtered.parse(request.GET.dict())
    return f"{reverse('desk:worklist')}?{found.query(tab=request.GET.get('tab', ''))}"
