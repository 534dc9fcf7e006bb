"""One act of a resident on the own matter: rate the answer, ask for it to be opened again …"""

from __future__ import annotations

from collections.abc import Mapping
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
from huiyin.matters.errors import NotVisible, Refused, Stale
from huiyin.matters.queries import matter as queries
from huiyin.people.actor import Actor
from huiyin.portal.access import number_of, opened, signatory_of
from huiyin.portal.options import options_for
from huiyin.portal.views.follow import is_for_residents
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import ADD, decode
from huiyin.ui.sentences import say_refusal

VIA = "portal"
SIGNATORY = "signatory"
"""The field that says which of the people who signed a joint letter is meant."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    """The form of an act that residents may do; POST does it."""
    actor = opened(request)
    if actor is None:
        return redirect("portal:follow")
    page = _page(request, actor)
    if key not in page.process.acts or not is_for_residents(page, key):
        raise Http404
    if request.method == "GET":
        return _form(request, page, key, _start(page, key))
    form = page.process.acts[key].form
    raw = {**decode(form, request.POST), **_own(request, form)}
    if ADD in request.POST:
        return _form(request, page, key, raw, more=request.POST[ADD])
    seen = request.POST.get("expected_seq", "")
    try:
        perform(
            page.matter.id, key, by=actor, data=raw, via=VIA, uploads=_uploads(request, page, key),
            expected_seq=int(seen) if seen.isascii() and seen.isdecimal() else -1,
        )  # fmt: skip
    except Stale:
        return _form(request, _page(request, actor), key, raw, meanwhile=True, status=409)
    except Refused as refused:
        return _form(request, page, key, raw, refusal=refused.refusal, status=422)
    return redirect(f"{reverse('portal:follow')}?done={key}")


def _own(request: HttpRequest, form: Mapping[str, FormField]) -> dict[str, str]:
    """Of a joint letter everybody speaks for themselves only."""
    return {SIGNATORY: str(signatory_of(request))} if SIGNATORY in form else {}


def _start(page: queries.MatterPage, key: str) -> dict[str, Any]:
    """What stands in an empty form: when it takes place, if it asks that, is now."""
    act = page.process.acts[key]
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    defaults = {name: spec.default for name, spec in act.form.items() if spec.default is not None}
    moment = {act.takes_place: now.isoformat(timespec="minutes")} if act.takes_place else {}
    return {**defaults, **moment}


def _page(request: HttpRequest, actor: Actor) -> queries.MatterPage:
    try:
        return queries.page(actor, number_of(request), timezone.localdate())
    except NotVisible as gone:
        raise Http404 from gone


def _form(
    request: HttpRequest,
    page: queries.MatterPage,
    key: str,
    raw: Mapping[str, Any],
    *,
    more: str = "",
    refusal: Refusal | None = None,
    meanwhile: bool = False,
    status: int = 200,
) -> HttpResponse:
    act = page.process.acts[key]
    closed = gate(page.scene, key, page.actor, timezone.now())
    refusal = refusal or (closed if isinstance(closed, Refusal) else None)
    filling = Filling(
        form=act.form, raw=raw, errors=refusal.errors if refusal else (), more_rows=more,
        options=options_for(page, act.form), recorded=page.standing.facts,
        fixed=_own(request, act.form),
    )  # fmt: skip
    context = {
        "page": page,
        "matter": page.matter,
        "key": key,
        "act": act,
        "fields": build(filling),
        "refusal": say_refusal(refusal, page.process) if refusal else "",
        "is_open": not isinstance(closed, Refusal),
        "meanwhile": meanwhile,
    }
    return render(request, "portal/act.html", context, status=status)


def _uploads(
    request: HttpRequest, page: queries.MatterPage, key: str
) -> dict[str, list[files.Upload]]:
    form = page.process.acts[key].form
    names = [name for name, spec in form.items() if spec.type == "files"]
    found = {name: request.FILES.getlist(name) for name in names}
    return {
        name: [files.Upload(file.name or "", file.read(files.MAX_BYTES + 1)) for file in many]
        for name, many in found.items()
        if many
    }
