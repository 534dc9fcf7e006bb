"""One act on one matter: its form from the definition, or the answer to what was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from huiyin.desk import timeline
from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.desk.options import Setting, options_for
from huiyin.desk.uploads import uploads_of
from huiyin.engine.process import Refusal, gate
from huiyin.engine.standing import Step
from huiyin.letters.preview import preview_pdf
from huiyin.matters import history, policy, told
from huiyin.matters.actions import perform
from huiyin.matters.errors import Refused, Stale
from huiyin.matters.models import Matter
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.shown import row_texts
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import ADD, decode
from huiyin.ui.sentences import say_refusal, say_who

PREVIEW = "_preview"
"""Name of the button that shows the letter before it is issued."""
_FORBIDDEN = frozenset({"not_allowed", "same_person"})


@dataclass(frozen=True)
class Attempt:
    """What was typed, and what became of it."""

    raw: Mapping[str, Any]
    more: str = ""
    refusal: Refusal | None = None
    seen: int | None = None
    """The event the person had seen last, when somebody acted meanwhile."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest, number: str, key: str) -> HttpResponse:
    """The form of an act; POST does it."""
    if request.method == "GET":
        return _page(request, number, key, Attempt(dict(request.GET.items())))
    matter = queries.get(request.actor, number, timezone.localdate())
    act = history.process_of(matter).acts.get(key)
    if act is None:
        raise Http404
    raw = decode(act.form, request.POST)
    if ADD in request.POST:
        return _page(request, number, key, Attempt(raw, more=request.POST[ADD]))
    if PREVIEW in request.POST and act.letter:
        return _preview(request, matter, key, raw)
    step = Step.SEND_BACK if request.POST.get("_step") == Step.SEND_BACK else Step.DO
    data = {"reason": request.POST.get("reason", "")} if step is Step.SEND_BACK else raw
    seen = _seen(request)
    try:
        done = perform(
            matter.id, key, by=request.actor, data=data, expected_seq=seen, step=step,
            uploads=uploads_of(request, act.form),
        )  # fmt: skip
    except Stale:
        return _page(request, number, key, Attempt(raw, seen=max(seen, 0)))
    except Refused as refused:
        return _page(request, number, key, Attempt(data, refusal=refused.refusal))
    if done.matter.sealed and not policy.may(request.actor, "read", done.matter):
        return redirect("desk:worklist")  # it has passed out of this person's sight
    return redirect(f"{reverse('desk:matter', args=[number])}?done={done.event.seq}")


def _preview(
    request: DeskRequest, matter: Matter, key: str, raw: Mapping[str, Any]
) -> HttpResponse:
    """The letter this act would issue, in the browser; nothing is written but who read what."""
    try:
        pdf = preview_pdf(matter, key, by=request.actor, data=raw)
    except Refused as refused:
        return _page(request, matter.number, key, Attempt(raw, refusal=refused.refusal))
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return never_kept(response)


def _seen(request: DeskRequest) -> int:
    text = request.POST.get("expected_seq", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _page(request: DeskRequest, number: str, key: str, attempt: Attempt) -> HttpResponse:
    page = queries.page(request.actor, number, timezone.localdate())
    act = page.process.acts.get(key)
    if act is None:
        raise Http404
    proposal = page.standing.proposal
    is_answer = proposal is not None and proposal.act == key
    closed = _closed(page, key, is_answer=is_answer)
    refusal = attempt.refusal or closed
    errors = attempt.refusal.errors if attempt.refusal else ()
    context = {
        "page": page,
        "matter": page.matter,
        "key": key,
        "act": act,
        "fields": build(_filling(request, page, key, attempt)) if not is_answer else (),
        "is_answer": is_answer,
        "proposal": timeline.proposal(page) if is_answer else None,
        "proposal_letter": act.letter,
        "second": say_who(str(act.second)) if act.second else "",
        "may_confirm": _is_open(page, key, Step.DO),
        "may_send_back": _is_open(page, key, Step.SEND_BACK),
        "reason_error": any(error.field == "reason" for error in errors) and is_answer,
        "refusal": say_refusal(refusal, page.process) if refusal else "",
        "has_errors": bool(errors),
        "is_open": closed is None,
        "typed": request.method == "POST",
        "meanwhile": _meanwhile(page, attempt),
        "chose_files": bool(request.FILES),
    }
    return render(request, "desk/act.html", context, status=_status(attempt, closed))


def _closed(page: MatterPage, key: str, *, is_answer: bool) -> Refusal | None:
    """Why this person cannot do the act now; an answer is open if either answer is."""
    now = timezone.now()
    steps = (Step.DO, Step.SEND_BACK) if is_answer else (Step.DO,)
    gates = [gate(page.scene, key, page.actor, now, step) for step in steps]
    refusals = [found for found in gates if isinstance(found, Refusal)]
    return refusals[0] if len(refusals) == len(gates) else None


def _is_open(page: MatterPage, key: str, step: Step) -> bool:
    return not isinstance(gate(page.scene, key, page.actor, timezone.now(), step), Refusal)


def _filling(request: DeskRequest, page: MatterPage, key: str, attempt: Attempt) -> Filling:
    forms = {name: act.form for name, act in page.acts.items()}
    among = {"superiors": page.scene.superiors, "partners": page.standing.partners}
    setting = Setting(request.actor, page.matter.owner_unit_id, among)
    return Filling(
        form=forms[key],
        raw=attempt.raw,
        errors=attempt.refusal.errors if attempt.refusal else (),
        options=options_for(forms[key], setting),
        row_texts=row_texts(page.events, forms),
        recorded=page.standing.facts,
        more_rows=attempt.more,
    )


def _meanwhile(page: MatterPage, attempt: Attempt) -> list[told.Entry]:
    if attempt.seen is None:
        return []
    return [told.entry(page, event) for event in page.events[attempt.seen :]]


def _status(attempt: Attempt, closed: Refusal | None) -> int:
    refusal = attempt.refusal or closed
    if attempt.seen is not None:
        return 409
    if refusal is None:
        return 200
    if refusal.code == "form":
        return 422
    return 403 if refusal.code in _FORBIDDEN else 409
