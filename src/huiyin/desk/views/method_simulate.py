"""The simulator: choose a process, a day and the next act, and see what would happen.

The walk stands in the address (`line`, once for each act), so going back is the browser's own
button, and nothing is written anywhere.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.method_words import open_act, ticking
from huiyin.engine.walk import Stop, defaults_of
from huiyin.methods import policy, queries, simulate
from huiyin.methods.simulate import BadLine, Named
from huiyin.ui.sentences import say, say_error, say_refusal


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """One walk: what was done so far, where the matter stands, what is next."""
    policy.require(request.actor, "read")
    reference = request.GET.get("process") or queries.in_force()[0]
    one = simulate.named(reference)
    day, problem = _day(request.GET), ""
    told = request.GET.getlist("line")
    lines, stops = told, []
    try:
        lines = [*told, *_next(request.GET, day)]
        stops = simulate.run(one, lines, day)
    except BadLine as wrong:
        problem = _("“{text}” cannot be read.").format(text=wrong)
        stops = simulate.run(one, _readable(told), day)
    last = stops[-1]
    if last.refusal or last.error:
        problem = problem or _told(last)
        lines, stops = lines[: len(stops) - 2], stops[:-1]
        last = stops[-1]
    context = _context(one, stops, lines if last.line else [], day) | {
        "problem": problem,
        "references": queries.references(), "typed": request.GET.get("data", "") if problem else "",
    }  # fmt: skip
    return render(request, "desk/method_simulate.html", context)


def _next(query: QueryDict, day: date) -> list[str]:
    act = query.get("act", "")
    return [simulate.text_of(act, day, simulate.data_of(query.get("data", "")))] if act else []


def _readable(lines: list[str]) -> list[str]:
    """The lines before the first one that cannot be read."""
    found: list[str] = []
    for line in lines[: simulate.MOST_LINES]:
        try:
            simulate.line_of(line)
        except BadLine:
            break
        found.append(line)
    return found


def _day(query: QueryDict) -> date:
    try:
        return date.fromisoformat(query.get("on", ""))
    except ValueError:
        return timezone.localdate()


def _told(stop: Stop) -> str:
    if stop.refusal is None:
        return stop.error
    said = [say_refusal(stop.refusal, stop.process)]
    act = stop.process.acts.get(stop.line.split()[1] if " " in stop.line else "")
    said += [say_error(error, act.form if act else {}) for error in stop.refusal.errors]
    return " ".join(said)


def _context(one: Named, stops: list[Stop], lines: list[str], day: date) -> dict[str, object]:
    last = stops[-1]
    process = last.process
    acts = [open_act(process, found) for found in last.acts]
    state = process.states.get(last.standing.state)
    query = {"process": one.reference, "on": day.isoformat()}
    return {
        "one": one,
        "day": day,
        "lines": lines,
        "steps": [(stop, _title(stop), simulate.letters(one, stop)) for stop in stops[1:]],
        "last": last,
        "state": state,
        "open": [found for found in acts if found.who],
        "closed": [found for found in acts if not found.who],
        "clocks": [ticking(process, clock) for clock in last.running],
        "back": urlencode([*query.items(), *(("line", line) for line in lines[:-1])]),
        "again": urlencode(query),
        "defaults": [
            (found.name, dict(defaults_of(process, found.key)))
            for found in acts
            if found.who and defaults_of(process, found.key)
        ],
    }


def _title(stop: Stop) -> str:
    """What was done, in words: the act of the newest event."""
    act = stop.process.acts.get(stop.events[-1].act) if stop.events else None
    return say(act.name) if act else stop.line
