"""The page of one matter, and the receipt for who brought it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.archive import queries as archive
from huiyin.desk import timeline
from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.desk.act_page import rules_of_clocks
from huiyin.desk.ahead import ahead
from huiyin.desk.kinds import doors
from huiyin.desk.related import related
from huiyin.engine.definition import Text
from huiyin.engine.process import Refusal, gate, possible
from huiyin.engine.standing import Step
from huiyin.matters import policy, told
from huiyin.matters.codes import code_of
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.shown import row_texts
from huiyin.matters.slips import slips
from huiyin.people.vault.identity import FIELDS
from huiyin.ui.fields import PERSON_LABELS


@require_safe
@staff
def show(request: DeskRequest, number: str) -> HttpResponse:
    """Everything about one matter, and what this person may do now."""
    page = queries.page(request.actor, number, timezone.localdate())
    now = timezone.now()
    entries = told.timeline(page)
    waiting = page.standing.proposal
    forms = {key: act.form for key, act in page.acts.items()}
    proposed = waiting.act if waiting else None
    acts = possible(page.scene, page.actor, now)
    clocks = timeline.clocks(page, now)
    open_acts = [(key, page.process.acts[key]) for key in acts if key != proposed]
    steps = ahead(page, clocks, open_acts)
    context = {
        "page": page,
        "matter": page.matter,
        "state": page.process.states[page.standing.state],
        "outcome": page.process.outcomes.get(page.standing.outcome or ""),
        "channel": _channel(page),
        "entries": entries,
        "told": [line for line in entries[-1].lines if line.is_long],
        "requests": row_texts(page.events, forms).get("requests", []),
        "clocks": clocks,
        "rules": rules_of_clocks(page),
        "acts": sorted(open_acts, key=lambda one: one[1] not in steps),
        "steps": steps,
        "proposal": timeline.proposal(page),
        "again": told.proposed_again(page),
        "proposal_letter": page.process.acts[proposed].letter if proposed else None,
        "second": timeline.second_person(page),
        "may_confirm": proposed in acts,
        "may_send_back": _may_send_back(page),
        "doors": doors(page, request.actor),
        **related(request.actor, page, acts),
        "letters": [file for file in page.files if file.field == "letter"],
        "files": [file for file in page.files if file.field != "letter"],
        "may_reveal": policy.may(request.actor, "reveal", page.matter),
        "may_download": policy.may(request.actor, "download", page.matter),
        "may_hold": policy.may(request.actor, "hold", page.matter),
        "kept": archive.kept(page.matter),
        "may_receipt": _may_receipt(request, page.matter.intake_unit_id),
        "person_fields": [(field, PERSON_LABELS[field]) for field in FIELDS],
        "done": _done(request, entries),
        "code": code_of(page.matter.id) if _just_registered(request, page) else "",
        "now": now,
    }
    response = render(request, "desk/matter.html", context)
    return never_kept(response) if context["code"] else response


@require_safe
@staff
def receipt(request: DeskRequest, number: str) -> HttpResponse:
    """The slip a resident takes home: number and access code. Only from where it was registered."""
    matter = queries.get(request.actor, number, timezone.localdate())
    if not _may_receipt(request, matter.intake_unit_id):
        raise PermissionDenied
    page = request.build_absolute_uri(reverse("portal:follow"))
    context = {"matter": matter, "slips": slips(matter, page)}
    return never_kept(render(request, "desk/receipt.html", context))


def _channel(page: MatterPage) -> Text | None:
    """In words how it came in; some kinds of matter have no channel."""
    asked = page.acts[page.events[0].act].form.get("channel")
    return asked.options.get(page.matter.channel) if asked else None


def _may_receipt(request: DeskRequest, intake: object) -> bool:
    """The code opens a matter to its resident: only the office that took it in hands it out."""
    roles = policy.ACTIONS["receipt"]
    return any(post.role in roles and post.unit_id == intake for post in request.actor.posts)


def _just_registered(request: DeskRequest, page: MatterPage) -> bool:
    return "registered" in request.GET and _may_receipt(request, page.matter.intake_unit_id)


def _may_send_back(page: MatterPage) -> bool:
    waiting = page.standing.proposal
    if waiting is None:
        return False
    seat = gate(page.scene, waiting.act, page.actor, timezone.now(), Step.SEND_BACK)
    return not isinstance(seat, Refusal)


def _done(request: DeskRequest, entries: list[told.Entry]) -> told.Entry | None:
    """The event that was just appended, for the note at the top."""
    seq = request.GET.get("done", "")
    return next((entry for entry in entries if str(entry.event.seq) == seq), None)
