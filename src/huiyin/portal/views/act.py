"""One act of a resident on the own matter: rate the answer, remind, ask for a review …"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.engine.definition import FormField
from huiyin.engine.process import Refusal, gate
from huiyin.matters import files
from huiyin.matters.actions import perform
from huiyin.matters.errors import Refused, Stale
from huiyin.matters.queries.matter import MatterPage
from huiyin.portal.access import Found, opened
from huiyin.portal.following.doing import meaning, settled
from huiyin.portal.options import options_for
from huiyin.portal.views.follow import page_of
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import ADD, decode
from huiyin.ui.sentences import say_refusal

VIA = "portal"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The form of an act that residents may do; POST does it."""
    found = opened(request)
    if found is None:
        return redirect("portal:follow")
    page = page_of(found)
    if key not in page.process.acts or not page.process.acts[key].for_residents():
        raise Http404
    if request.method != "POST":
        return _form(request, page, key, found, _start(page, key))
    form = page.process.acts[key].form
    raw = {**decode(form, request.POST), **settled(page, key, found.signatory, timezone.now())}
    if ADD in request.POST:
        return _form(request, page, key, found, raw, more=request.POST[ADD])
    seen = request.POST.get("expected_seq", "")
    try:
        perform(
            page.matter.id, key, by=found.actor, data=raw, via=VIA, uploads=uploads(request, form),
            expected_seq=int(seen) if seen.isascii() and seen.isdecimal() else -1,
        )  # fmt: skip
    except Stale:
        return _form(request, page_of(found), key, found, raw, meanwhile=True, status=409)
    except Refused as refused:
        return _form(request, page, key, found, raw, refusal=refused.refusal, status=422)
    return redirect(f"{reverse('portal:follow')}?done={key}")


def _start(page: MatterPage, key: str) -> dict[str, Any]:
    form = page.process.acts[key].form
    return {name: spec.default for name, spec in form.items() if spec.default is not None}


def _form(
    request: HttpRequest,
    page: MatterPage,
    key: str,
    found: Found,
    raw: Mapping[str, Any],
    *,
    more: str = "",
    refusal: Refusal | None = None,
    meanwhile: bool = False,
    status: int = 200,
) -> HttpResponse:
    act, now = page.process.acts[key], timezone.now()
    closed = gate(page.scene, key, page.actor, now)
    refusal = refusal or (closed if isinstance(closed, Refusal) else None)
    filling = Filling(
        form=act.form, raw=raw, errors=refusal.errors if refusal else (), more_rows=more,
        options=options_for(page, act.form), recorded=page.standing.facts,
        fixed=settled(page, key, found.signatory, now),
    )  # fmt: skip
    context = {
        "page": page,
        "matter": page.matter,
        "name": act.public or act.name,
        "law": act.law,
        "meaning": meaning(page, key, now),
        "fields": build(filling),
        "refusal": say_refusal(refusal, page.process) if refusal else "",
        "is_open": not isinstance(closed, Refusal),
        "meanwhile": meanwhile,
    }
    return render(request, "portal/act.html", context, status=status)


def uploads(
    request: HttpRequest, form: Mapping[str, FormField]
) -> dict[str, Sequence[files.Upload]]:
    """Field → the files sent for it."""
    names = [name for name, spec in form.items() if spec.type == "files"]
    found = {name: request.FILES.getlist(name) for name in names}
    return {
        name: [files.Upload(file.name or "", file.read(files.MAX_BYTES + 1)) for file in many]
        for name, many in found.items()
        if many
    }
