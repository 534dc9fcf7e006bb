"""Drafts at the desk: written, looked at, handed over, approved by a second administrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.method_words import change_words, language
from huiyin.matters.errors import Stale
from huiyin.methods import drafts, policy, queries
from huiyin.methods.errors import DraftRefused
from huiyin.methods.models import Draft
from huiyin.methods.review import Effect, review
from huiyin.methods.sentences import say_draft
from huiyin.packs import load
from huiyin.ui.sentences import say

NEW_FILE = "processes/petition.yaml"
_STATUS = {"same_person": 403, "wrong_status": 409}


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show_all(request: DeskRequest) -> HttpResponse:
    """The list of drafts; POST begins a new one."""
    rows = queries.drafts(request.actor)
    typed: Mapping[str, str] = {}
    refusal = ""
    if request.method == "POST":
        typed = request.POST.dict()
        files = {typed.get("file") or NEW_FILE: _text(request.POST.get("text", ""))}
        try:
            draft = drafts.start(
                typed.get("pack", ""), typed.get("title", ""), files, by=request.actor
            )
        except DraftRefused as refused:
            refusal = say_draft(refused.reason)
        else:
            return redirect("desk:draft", draft.number)
    context = {
        "drafts": rows, "packs": load.available(), "typed": typed, "refusal": refusal,
        "new_file": NEW_FILE, "may_write": policy.may(request.actor, "write"),
    }  # fmt: skip
    return render(request, "desk/method_drafts.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest, draft: int) -> HttpResponse:
    """One draft with everything it would do; POST takes the next step."""
    found = queries.draft(request.actor, draft)
    if request.method != "POST":
        return _page(request, found, "", 200)
    if not policy.may(request.actor, "write"):
        raise PermissionDenied
    try:
        _step(request, found)
    except DraftRefused as refused:
        code = refused.reason.code
        return _page(request, found, say_draft(refused.reason), _STATUS.get(code, 422))
    except Stale:
        fresh = queries.draft(request.actor, draft)
        told = _("Somebody has changed this draft meanwhile; look at it again.")
        return _page(request, fresh, told, 409)
    return redirect("desk:draft", draft)


def _step(request: DeskRequest, draft: Draft) -> None:
    post = request.POST
    by, number, note = request.actor, draft.number, post.get("note", "")
    seq = int(text) if (text := post.get("expected_seq", "")).isdecimal() else -1
    steps: Mapping[str, Callable[[], object]] = {
        "edit": lambda: drafts.edit(
            number, post.get("title", ""), _files(post), by=by, expected_seq=seq
        ),
        "submit": lambda: drafts.submit(
            number, _day(post.get("valid_from", "")), by=by, expected_seq=seq, note=note
        ),
        "return": lambda: drafts.send_back(number, note, by=by, expected_seq=seq),
        "withdraw": lambda: drafts.withdraw(number, note, by=by, expected_seq=seq),
        "approve": lambda: drafts.approve(number, by=by, expected_seq=seq, note=note),
    }
    step = steps.get(post.get("step", ""))
    if step is None:
        raise DraftRefused("wrong_status", status=str(draft.get_status_display()))
    step()


def _files(post: QueryDict) -> dict[str, str]:
    """The files as edited; one whose text or name was emptied is taken out."""
    pairs = zip(post.getlist("file"), post.getlist("text"), strict=False)
    return {name.strip(): _text(text) for name, text in pairs if name.strip() and text.strip()}


def _text(text: str) -> str:
    return text.replace("\r\n", "\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DraftRefused("too_early", today=timezone.localdate().isoformat()) from None


def _running(effect: Effect) -> list[tuple[str, int]]:
    """Clocks by name that run on with their term."""
    clocks = effect.below.clocks if effect.below else {}
    return [(say(clocks[key]), count) for key, count in effect.running.items()]


def _page(request: DeskRequest, draft: Draft, refusal: str, status: int) -> HttpResponse:
    found = review(draft, timezone.localdate())
    effects = [(one, change_words(one.changes), _running(one)) for one in found.effects]
    steps = queries.steps(draft)
    context = {
        "draft": draft,
        "refusal": refusal,
        "review": found,
        "problems": [one.say(language()) for one in found.problems],
        "effects": effects,
        "steps": steps,
        "wrote": any(step.account_id == request.actor.account_id for step in steps),
        "may_write": policy.may(request.actor, "write"),
        "today": timezone.localdate(),
        "is_published": draft.status == "published",
    }
    return render(request, "desk/method_draft.html", context, status=status)
