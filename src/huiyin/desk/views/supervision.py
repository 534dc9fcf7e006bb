"""Supervision at the desk: what rules have found, decisions on it, the orders that run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.duties.queries import standing
from huiyin.duties.watching import deciding
from huiyin.duties.watching.deciding import LONGEST_REASON, MOST, SENTENCES, Outcome, Undecidable
from huiyin.duties.watching.saying import why_not
from huiyin.engine.explain import N_
from huiyin.matters.queries.keyset import Place

NAMES = {
    "alerts": N_("Idle here"), "found": N_("Found by rule"), "due": N_("Due soon"),
    "issued": N_("Our orders"), "received": N_("To my unit"), "listed": N_("Listed"),
    "cadence": N_("To be tracked today"),
}  # fmt: skip
EMPTY = {
    "alerts": N_("Nothing has lain idle in your unit."),
    "found": N_("The rules found nothing below that nobody has decided on."),
    "due": N_("Nothing is due in the next three days."),
    "issued": N_("Your unit has no supervision orders running."),
    "received": N_("No supervision orders to your unit are running."),
    "listed": N_("No order is listed."),
    "cadence": N_("Nothing has to be tracked, reviewed or reported today."),
}  # fmt: skip
_FIGURES = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision left on the page: what became of each finding, what was typed."""

    outcomes: Sequence[Outcome] = ()
    chosen: frozenset[int] = frozenset()
    reason: str = ""
    wrong: str = ""
    """What is wrong with the reason."""
    nothing: bool = False
    """Nothing was ticked."""


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One list."""
    return _page(request, request.GET.get("tab", ""), Answer())


@require_POST
@staff
def raise_orders(request: DeskRequest) -> HttpResponse:
    """Draw up a supervision order of each ticked finding."""
    ids = _ticked(request)
    if not ids:
        return _wrong(request, Answer(nothing=True))
    outcomes = deciding.raise_orders(ids, by=request.actor)
    return _decided(request, outcomes, "raised", "issued", len({one.order for one in outcomes}))


@require_POST
@staff
def dismiss(request: DeskRequest) -> HttpResponse:
    """Say of each ticked finding why no order is drawn up."""
    ids, reason = _ticked(request), request.POST.get("reason", "")
    if not ids:
        return _wrong(request, Answer(reason=reason, nothing=True))
    try:
        outcomes = deciding.dismiss(ids, reason, by=request.actor)
    except Undecidable as error:
        return _wrong(request, Answer((), frozenset(ids), reason, _(SENTENCES[error.code])))
    return _decided(request, outcomes, "dismissed", "found", len(outcomes))


def _wrong(request: DeskRequest, answer: Answer) -> HttpResponse:
    return _page(request, "found", answer, HTTPStatus.UNPROCESSABLE_ENTITY)


def _decided(
    request: DeskRequest, outcomes: Sequence[Outcome], what: str, tab: str, count: int
) -> HttpResponse:
    """Everything done: on to the list, which says how many. Else each answer is told."""
    if all(outcome.is_done for outcome in outcomes):
        query = urlencode({"tab": tab, what: count})
        return redirect(f"{reverse('desk:supervision')}?{query}")
    return _page(request, "found", Answer(outcomes), HTTPStatus.CONFLICT)


def _page(
    request: DeskRequest, asked: str, answer: Answer, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    tabs = standing.tabs_of(request.actor)
    if not tabs or (asked and asked not in tabs):
        raise Http404
    today = timezone.localdate()
    sizes = standing.counts(request.actor, tabs, today)
    tab = asked if asked in tabs else next((key for key in tabs if sizes[key]), tabs[0])
    after = Place.parse(request.GET.get("after", ""))
    is_found = tab in standing.FINDINGS
    context = {
        "tabs": [(key, _(NAMES[key]), _size(sizes[key])) for key in tabs],
        "tab": tab,
        "idle": _size(sizes.get("alerts", 0)) if tab != "alerts" else "",
        "is_found": is_found,
        "page": standing.findings(request.actor, tab, after)
        if is_found
        else standing.orders(request.actor, tab, today, after),
        "may_decide": tab == "found",
        "empty": _(EMPTY[tab]),
        "answer": answer,
        "done": [one for one in answer.outcomes if one.is_done],
        "not_done": [(one, why_not(one)) for one in answer.outcomes if not one.is_done],
        "raised": _count(request.GET.get("raised", "")),
        "dismissed": _count(request.GET.get("dismissed", "")),
        "longest": LONGEST_REASON,
        "is_first": after is None,
        "start": f"?tab={tab}",
        "now": timezone.now(),
    }
    return render(request, "desk/supervision.html", context, status=status)


def _ticked(request: DeskRequest) -> list[int]:
    """The findings that a supervisor has ticked. Raises PermissionDenied for anybody else."""
    if "found" not in standing.tabs_of(request.actor):
        raise PermissionDenied
    given = request.POST.getlist("n")
    return [int(one) for one in given if one.isascii() and one.isdigit()][:MOST]


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _FIGURES else 0


def _size(count: int) -> str:
    if count > standing.MOST:
        return f"{standing.MOST}+"
    return str(count) if count else ""
