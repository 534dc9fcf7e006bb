"""Raising a matter: four short steps, kept as a draft, and sent."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.engine.forms import FieldError
from huiyin.matters.errors import Refused
from huiyin.portal import drafts, limits, pages, privacy, reach, sending, steps
from huiyin.portal.asking import STEPS, topics
from huiyin.portal.steps import Visit
from huiyin.ui.formdata import ADD

_STAYS = ("_place", "_remove", "_way")
"""Buttons of a step that keep what is typed and show the step again."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, step: str) -> HttpResponse:
    """One step; POST keeps it and goes on."""
    if step not in STEPS:
        raise Http404
    draft = drafts.found(request)
    if step == "check" and draft is not None and draft.matter_id is not None:
        return redirect("portal:sent")
    asked_for = (request.POST if request.method == "POST" else request.GET).get("topic", "")
    if asked_for and asked_for not in topics(steps.methods_of(request)):
        raise Http404
    visit = steps.taken_up(request, draft, asked_for if step == "what" else "")
    if visit is None:
        return redirect(f"{reverse('portal:home')}?lost=1" if step != "what" else "portal:home")
    if request.method != "POST":
        return _look(visit, step)
    try:
        return _send(visit) if step == "check" else _answer(visit, step)
    except limits.TooMany:
        return _too_many(request)
    except drafts.TooLarge:
        return render(request, "portal/raise_too_large.html", status=413)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw the draft away, files and all."""
    draft = drafts.found(request)
    if draft is not None:
        drafts.discard(draft)
    response = redirect(f"{reverse('portal:home')}?gone=1")
    response.delete_cookie(drafts.COOKIE)
    return response


def _look(visit: Visit, step: str) -> HttpResponse:
    wrong = visit.first_wrong() if step == "check" else ""
    return redirect("portal:raise", wrong) if wrong else pages.page(visit, step)


def _answer(visit: Visit, step: str) -> HttpResponse:
    post = visit.request.POST
    steps.take_in(visit, step)
    if "_keep" in post:
        steps.store(visit)
        return _with_cookie(visit, HttpResponse(status=204))
    shown = _personal(visit) if step == "what" else []
    steps.store(visit)
    if "_remove" in post:
        drafts.remove_file(visit.draft, visit.contents, post["_remove"])
    wrong = steps.take_files(visit) if step == "where" else ()
    if visit.request.FILES or "_remove" in post:
        drafts.keep(visit.draft, visit.contents)
    response = _next(visit, step, shown, wrong)
    return _with_cookie(visit, response)


def _next(visit: Visit, step: str, shown: list[privacy.Shown], wrong: steps.Errors) -> HttpResponse:
    """The same step again, for a button of its own, a question or a mistake; else the next one."""
    post = visit.request.POST
    if ADD in post:
        return pages.page(visit, step)
    if wrong:
        return pages.page(visit.with_errors(wrong), step, status=422)
    if any(name in post for name in _STAYS):
        return redirect("portal:raise", step)
    if errors := (*visit.asked.errors(step, visit.contents.data), *_no_place(visit, step)):
        return pages.page(visit.with_errors(errors), step, found=shown, status=422)
    if shown:
        return pages.page(visit, step, found=shown)
    if post.get("_back") == "check":
        return redirect("portal:raise", "check")
    return redirect("portal:raise", STEPS[STEPS.index(step) + 1])


def _no_place(visit: Visit, step: str) -> steps.Errors:
    """Which office takes it in depends on the place: among several areas one must be chosen."""
    if step != "where" or visit.contents.data.get("place"):
        return ()
    return (FieldError("place", "required"),)


def _personal(visit: Visit) -> list[privacy.Shown]:
    """What of personal data still waits for an answer, after the answer that came now."""
    now, contents = visit.asked, visit.contents
    answer = visit.request.POST.get("_personal", "")
    if answer == "out":
        contents.data = privacy.taken_out(now, contents.data, contents.leave)
    found = privacy.found(now, contents.data, contents.leave)
    if answer == "leave":
        contents.leave = [*contents.leave, *privacy.values(found)]
        return []
    return found


def _send(visit: Visit) -> HttpResponse:
    """Register it, once: the draft is locked, and a second sending finds the matter there."""
    if wrong := visit.first_wrong():
        errors = visit.asked.errors(wrong, visit.contents.data)
        return pages.page(visit.with_errors(errors), wrong, status=422)
    limits.count(visit.request, "sent")
    try:
        with transaction.atomic():
            draft = drafts.found(visit.request, lock=True)
            if draft is not None and draft.matter_id is None:
                contents = drafts.read(draft)
                files = drafts.uploads_of(draft, contents)
                done = sending.send(visit.asked, contents.data, files)
                drafts.sent(draft, done.matter)
    except sending.NoOffice as none:
        limits.uncount(visit.request, "sent")
        context = {"to_call": reach.to_call(none.place)}
        return render(visit.request, "portal/raise_nobody.html", context, status=409)
    except Refused as refused:
        limits.uncount(visit.request, "sent")
        errors = steps.errors_of(visit, refused.refusal)
        step = visit.asked.step_of(errors[0]) if errors else "check"
        return pages.page(visit.with_errors(errors), step, status=422)
    return redirect("portal:sent")


def _too_many(request: HttpRequest) -> HttpResponse:
    context = {"to_call": reach.to_call(), "most": limits.MOST["sent"]}
    return render(request, "portal/raise_too_many.html", context, status=429)


def _with_cookie(visit: Visit, response: HttpResponse) -> HttpResponse:
    """The token is handed out with every step, so that a fortnight begins anew."""
    token = visit.token or visit.request.COOKIES.get(drafts.COOKIE, "")
    drafts.hand_cookie(response, token)
    return response
