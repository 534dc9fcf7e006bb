"""Replaying a place under another method: on-time share, backlog, load per post (by simpy)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.methods import policy
from huiyin.methods.replay import asking
from huiyin.methods.replay.assumptions import assumptions
from huiyin.methods.replay.chart import chart, svg
from huiyin.methods.replay.compare import Answer, NothingCame, compare
from huiyin.packs import load

_BUSIEST = 15


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """The form, and with a pack chosen both replays side by side."""
    policy.require(request.actor, "replay")
    today = timezone.localdate()
    given = {
        "pack": request.GET.get("pack", ""),
        "place": request.GET.get("place", "") or asking.place_of(request.actor),
        "first": request.GET.get("first", "") or (today - timedelta(365)).isoformat(),
        "last": request.GET.get("last", "") or today.isoformat(),
        "effort": request.GET.get("effort", "") or "30",
        "duty": request.GET.get("duty", "") or "15",
    }
    context: dict[str, Any] = {"given": given, "packs": load.available()}
    status = 200
    if given["pack"]:
        try:
            context |= _shown(compare(asking.question(request.actor, given)))
        except asking.BadQuestion as wrong:
            context["errors"], status = {wrong.field: asking.say(wrong)}, 422
        except NothingCame:
            context["nothing"] = _("Nothing was taken in there in this period.")
    return render(request, "desk/method_replay.html", context, status=status)


def _shown(answer: Answer) -> dict[str, Any]:
    both = (answer.own, answer.other)
    clocks = sorted({key for one in both for key in one.clocks})
    other = {load.desk: load for load in answer.other.loads}
    drawn = chart(both, [one.plan for one in both])
    return {
        "answer": answer,
        "both": both,
        "clocks": [(key, *(one.clocks.get(key) for one in both)) for key in clocks],
        "loads": [
            (load, other.get(load.desk))
            for load in sorted(answer.own.loads, key=lambda load: -load.busy)[:_BUSIEST]
        ],
        # Every text in it is escaped where it is drawn.
        "chart": mark_safe(svg(drawn, _("Backlog"))),  # noqa: S308 -- see the line above
        "weeks": list(zip(answer.own.backlog, answer.other.backlog, strict=False)),
        "assumptions": assumptions(answer),
    }
