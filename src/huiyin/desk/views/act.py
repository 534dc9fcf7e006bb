"""One act on one matter: its form from the definition, or the answer to what was proposed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.desk.act_page import ActPage, Attempt
from huiyin.desk.letter_pane import LetterPane, letter_pane
from huiyin.desk.starting import start
from huiyin.desk.uploads import uploads_of
from huiyin.engine.definition import Act
from huiyin.engine.process import Refusal
from huiyin.engine.standing import Step
from huiyin.letters.preview import preview_pdf
from huiyin.matters import history, policy
from huiyin.matters.actions import perform
from huiyin.matters.errors import Refused, Stale
from huiyin.matters.models import Matter
from huiyin.matters.queries import matter as queries
from huiyin.ui.formdata import ADD, decode

PREVIEW = "_preview"
"""Name of the buttons that show the letter before it is issued: as PDF, or beside the form."""
HTML = "html"
FRAGMENT = "fetch"
"""Value of X-Requested-With by which `act.js` asks for the letter alone."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest, number: str, key: str) -> HttpResponse:
    """The form of an act; POST does it."""
    if request.method != "POST":
        return _begin(request, number, key)
    matter = queries.get(request.actor, number, timezone.localdate())
    act = history.process_of(matter).acts.get(key)
    if act is None:
        raise Http404
    raw = decode(act.form, request.POST)
    if ADD in request.POST:
        return _page(request, number, key, Attempt(raw, more=request.POST[ADD]))
    if PREVIEW in request.POST and act.letter:
        return _preview(request, matter, key, raw)
    return _do(request, matter, key, act, raw)


def _begin(request: DeskRequest, number: str, key: str) -> HttpResponse:
    """An empty form; what stands in the address stands in it."""
    page = queries.page(request.actor, number, timezone.localdate())
    act = page.process.acts.get(key)
    if act is None:
        raise Http404
    attempt = Attempt({**start(act), **dict(request.GET.items())})
    return _show(request, ActPage(page, key, request.actor, attempt))


def _do(
    request: DeskRequest, matter: Matter, key: str, act: Act, raw: Mapping[str, Any]
) -> HttpResponse:
    step = Step.SEND_BACK if request.POST.get("_step") == Step.SEND_BACK else Step.DO
    data = {"reason": request.POST.get("reason", "")} if step is Step.SEND_BACK else raw
    seen = _seen(request)
    try:
        done = perform(
            matter.id, key, by=request.actor, data=data, expected_seq=seen, step=step,
            uploads=uploads_of(request, act.form),
        )  # fmt: skip
    except Stale:
        return _page(request, matter.number, key, Attempt(raw, seen=max(seen, 0)))
    except Refused as refused:
        return _page(request, matter.number, key, Attempt(data, refusal=refused.refusal))
    if done.matter.sealed and not policy.may(request.actor, "read", done.matter):
        return redirect("desk:worklist")  # it has passed out of this person's sight
    return redirect(f"{reverse('desk:matter', args=[matter.number])}?done={done.event.seq}")


def _preview(
    request: DeskRequest, matter: Matter, key: str, raw: Mapping[str, Any]
) -> HttpResponse:
    """The letter this act would issue; nothing is written but who read what in the PDF. The
    letter beside the form names nobody, so that typing is no reading of personal data."""
    if request.POST[PREVIEW] == HTML:
        return _beside(request, matter, key, raw)
    try:
        pdf = preview_pdf(matter, key, by=request.actor, data=raw)
    except Refused as refused:
        return _page(request, matter.number, key, Attempt(raw, refusal=refused.refusal))
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return never_kept(response)


def _beside(request: DeskRequest, matter: Matter, key: str, raw: Mapping[str, Any]) -> HttpResponse:
    """The letter as far as it goes: alone for a script, else the whole page with it."""
    try:
        letter = letter_pane(matter, key, request.actor, raw)
    except Refused as refused:
        return _page(request, matter.number, key, Attempt(raw, refusal=_of_page(refused)))
    if request.headers.get("X-Requested-With") == FRAGMENT:
        part = render(request, "desk/letter_so_far.html", {"letter": letter})
        part.headers["X-Part"] = "letter"
        return never_kept(part)
    return never_kept(_page(request, matter.number, key, Attempt(raw), letter))


def _of_page(refused: Refused) -> Refusal | None:
    """The page finds out by itself why an act is closed."""
    return refused.refusal if refused.refusal.errors else None


def _seen(request: DeskRequest) -> int:
    text = request.POST.get("expected_seq", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _page(
    request: DeskRequest, number: str, key: str, attempt: Attempt, letter: LetterPane | None = None
) -> HttpResponse:
    page = queries.page(request.actor, number, timezone.localdate())
    if key not in page.process.acts:
        raise Http404
    return _show(request, ActPage(page, key, request.actor, attempt), letter)


def _show(request: DeskRequest, shown: ActPage, letter: LetterPane | None = None) -> HttpResponse:
    context = {
        **shown.context(),
        "typed": request.method == "POST",
        "chose_files": bool(request.FILES),
        "letter": letter,
    }
    return render(request, "desk/act.html", context, status=shown.status())
