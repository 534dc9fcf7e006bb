"""Moving one matter to another version: looked at first, then done with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, staff
from huiyin.engine.clocks import ClockState
from huiyin.matters.errors import NotVisible, Stale
from huiyin.matters.queries import matter as matters
from huiyin.matters.queries.rows import clock_name
from huiyin.methods import policy, queries
from huiyin.methods.errors import DraftRefused, MigrationRefused
from huiyin.methods.migrate import Plan, may_migrate, migrate, plan, stamp
from huiyin.methods.sentences import say_draft, say_migration
from huiyin.ui.sentences import say


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock before and after, as text."""

    name: str
    before: str
    after: str
    differs: bool


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest) -> HttpResponse:
    """Choose matter and version, see what changes, do it."""
    policy.require(request.actor, "migrate")
    given = request.POST if request.method == "POST" else request.GET
    number, target = given.get("number", "").strip(), given.get("to", "")
    refusal, status, planned = "", 200, None
    if number and target:
        try:
            planned = _planned(request, number, target, given.get("state", ""))
            if request.method == "POST":
                return _moved(request, planned)
        except NotVisible:
            refusal, status = _("There is no such matter, or no such version."), 404
        except Stale:
            refusal, status = _("Somebody acted meanwhile; look at it again."), 409
        except DraftRefused as refused:
            refusal, status = say_draft(refused.reason), 422
        except MigrationRefused:
            status = 409
    return render(request, "desk/method_migrate.html",
                  _context(number, target, refusal, planned), status=status)  # fmt: skip


def _planned(request: DeskRequest, number: str, target: str, state: str) -> Plan:
    matter = matters.get(request.actor, number, timezone.localdate())
    may_migrate(request.actor, matter)
    return plan(matter, target, {matter.state: state} if state else {}, stamp())


def _moved(request: DeskRequest, planned: Plan) -> HttpResponse:
    seq = request.POST.get("expected_seq", "")
    event = migrate(
        planned.matter.pk, planned.target, request.POST.get("reason", ""), by=request.actor,
        expected_seq=int(seq) if seq.isdecimal() and len(seq) < 10 else -1,
        mapping={planned.matter.state: planned.state},
    )  # fmt: skip
    return redirect(f"{reverse('desk:matter', args=[planned.matter.number])}?done={event.seq}")


def _context(number: str, target: str, refusal: str, planned: Plan | None) -> dict[str, object]:
    context: dict[str, object] = {
        "number": number, "target": target, "refusal": refusal, "plan": planned,
        "references": queries.references(),
    }  # fmt: skip
    if planned is None:
        return context
    return context | {
        "reasons": [say_migration(reason, planned.old) for reason in planned.refusals],
        "states": list(planned.new.states.items()),
        "state_name": planned.old.states.get(planned.before.state),
        "clocks": [
            ClockLine(_name(planned, one.key), _day(one.before), _day(one.after), one.differs)
            for one in planned.clocks
        ],
    }


def _name(planned: Plan, key: str) -> str:
    text = clock_name(planned.new, key) or clock_name(planned.old, key)
    return say(text) if text else key


def _day(clock: ClockState | None) -> str:
    if clock is None or clock.legal is None:
        return "—"
    day = timezone.localtime(clock.legal).date().isoformat()
    return day if clock.status in {"running", "paused"} else f"{day} · {_('ended')}"
