"""Taking in a matter: who came, what they say, what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.options import Setting, options_for
from huiyin.desk.uploads import uploads_of
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.matters.actions import register
from huiyin.matters.errors import Refused
from huiyin.packs import load
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import ADD, decode
from huiyin.ui.sentences import say_refusal

PACK, PROCESS, ACT = "national", "petition", "register"
FRONT = ("visit", "letter", "call")
"""Channels with an entry point of their own."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest) -> HttpResponse:
    """Choose the channel, fill in the form, register."""
    if not request.may_register:
        raise PermissionDenied
    process = load.process(PACK, PROCESS)
    form = process.acts[ACT].form
    if request.method == "GET":
        channel = request.GET.get("channel", "")
        if channel not in form["channel"].options:
            return _choose(request)
        return _form(request, _start(channel), more="")
    raw = decode(form, request.POST)
    if ADD in request.POST:
        return _form(request, raw, more=request.POST[ADD])
    try:
        done = register(
            PROCESS,
            by=request.actor,
            data=raw,
            act=ACT,
            pack=PACK,
            uploads=uploads_of(request, form),
        )
    except Refused as refused:
        return _refused(request, raw, refused.refusal)
    number = done.matter.number
    return redirect(f"{reverse('desk:matter', args=[number])}?registered=1")


def _start(channel: str) -> dict[str, Any]:
    now = timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)
    return {"channel": channel, "received_at": now.isoformat(timespec="minutes"), "people": "1"}


def _choose(request: DeskRequest) -> HttpResponse:
    channels = load.process(PACK, PROCESS).acts[ACT].form["channel"].options
    context = {
        "front": [(key, channels[key]) for key in FRONT if key in channels],
        "other": [(key, text) for key, text in channels.items() if key not in FRONT],
    }
    return render(request, "desk/register_channel.html", context)


def _form(
    request: DeskRequest,
    raw: Mapping[str, Any],
    *,
    more: str,
    errors: tuple[FieldError, ...] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    act = load.process(PACK, PROCESS).acts[ACT]
    channel = act.form["channel"].options.get(str(raw.get("channel")))
    filling = Filling(
        form=act.form,
        raw=raw,
        errors=errors,
        options=options_for(act.form, Setting(request.actor)),
        more_rows=more,
        fixed={"channel": raw["channel"]} if channel else {},
    )
    context = {
        "act": act,
        "channel": channel,
        "fields": build(filling),
        "refusal": refusal,
        "has_errors": bool(errors),
        "chose_files": bool(request.FILES),
    }
    return render(request, "desk/register.html", context, status=status)


def _refused(request: DeskRequest, raw: Mapping[str, Any], refusal: Refusal) -> HttpResponse:
    sentence = say_refusal(refusal, load.process(PACK, PROCESS))
    status = 422 if refusal.code == "form" else 403 if refusal.code == "not_allowed" else 409
    return _form(request, raw, more="", errors=refusal.errors, refusal=sentence, status=status)
