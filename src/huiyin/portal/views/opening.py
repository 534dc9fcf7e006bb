"""Another matter opened from the own one: a complaint about how it is handled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.engine.process import Refusal
from huiyin.matters.codes import code_of
from huiyin.matters.errors import Refused
from huiyin.matters.queries.matter import MatterPage
from huiyin.portal.access import keep_new, new, opened
from huiyin.portal.following.opening import Opening, fixed, open_door, opening
from huiyin.portal.views.act import VIA, uploads
from huiyin.portal.views.follow import page_of
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import decode
from huiyin.ui.sentences import say_refusal


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The form behind a door; POST registers the matter and shows its number and code."""
    found = opened(request)
    if found is None:
        return redirect("portal:follow")
    page = page_of(found)
    one = opening(page, key)
    if one is None:
        raise Http404
    if request.method != "POST":
        return _form(request, page, one, {})
    form, now = one.act.form, timezone.now()
    raw = decode(form, request.POST)
    try:
        done = open_door(page, one, raw, now, uploads(request, form), VIA)
    except Refused as refused:
        return _form(request, page, one, raw, refused.refusal, status=422)
    keep_new(request, done.number, done.matter.pk)
    return redirect("portal:opened")


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Number and code of what was just opened, for as long as the visit lasts."""
    kept = new(request)
    if kept is None:
        return redirect("portal:follow")
    number, matter_id = kept
    return render(request, "portal/opened.html", {"number": number, "code": code_of(matter_id)})


def _form(
    request: HttpRequest,
    page: MatterPage,
    one: Opening,
    raw: Mapping[str, Any],
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    filling = Filling(
        form=one.act.form, raw=raw, errors=refusal.errors if refusal else (), options=one.options,
        fixed=fixed(page, one, raw, timezone.now()),
    )  # fmt: skip
    context = {
        "matter": page.matter,
        "name": one.door.public,
        "state": one.process.states[one.act.to or ""].public,
        "fields": build(filling),
        "refusal": say_refusal(refusal, one.process) if refusal else "",
    }
    return render(request, "portal/opening.html", context, status=status)
