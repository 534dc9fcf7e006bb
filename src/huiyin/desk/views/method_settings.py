"""Settings: every value whose source nobody has read, or that varies by place."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.engine.adjustable import BadValue
from huiyin.methods import policy, queries, settings
from huiyin.methods.effects import effect_of
from huiyin.methods.errors import DraftRefused
from huiyin.methods.sentences import say_draft, say_value
from huiyin.packs import load
from huiyin.packs.unsure import unsure

PACK = "national"
"""Shown first."""


@require_safe
@staff
def show_all(request: DeskRequest) -> HttpResponse:
    """Every setting of a pack."""
    policy.require(request.actor, "read_drafts")
    pack = request.GET.get("pack") or (PACK if PACK in load.available() else load.available()[0])
    if pack not in load.available():
        raise Http404
    context = {
        "pack": pack,
        "packs": load.available(),
        "rows": settings.rows(pack),
        "unsure": unsure(pack),
        "may_write": policy.may(request.actor, "write"),
    }
    return render(request, "desk/method_settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest, pack: str, process: str, setting: str) -> HttpResponse:
    """One setting; POST drafts another value."""
    policy.require(request.actor, "read_drafts")
    one = settings.find(pack, process, setting)
    value, refusal = one.value, ""
    if request.method == "POST":
        if not policy.may(request.actor, "write"):
            raise PermissionDenied
        value, into = request.POST.get("value", ""), request.POST.get("into", "")
        try:
            draft = settings.propose(
                pack, process, setting, value, by=request.actor,
                into=int(into) if into.isdecimal() else None,
            )  # fmt: skip
        except BadValue as wrong:
            refusal = say_value(str(wrong))
        except DraftRefused as refused:
            refusal = say_draft(refused.reason)
        else:
            return redirect("desk:draft", draft.number)
    context = {
        "pack": pack, "one": one, "value": value, "refusal": refusal,
        "how": say_value(one.form), "effect": effect_of(pack, one, timezone.localdate()),
        "writing": queries.writing(request.actor, pack),
        "may_write": policy.may(request.actor, "write"),
    }  # fmt: skip
    return render(request, "desk/method_setting.html", context, status=422 if refusal else 200)
