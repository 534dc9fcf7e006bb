"""Taking in a matter: who came, what they say, what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.carried import carried
from huiyin.desk.kinds import Kind, kind, kinds
from huiyin.desk.options import Setting, options_for
from huiyin.desk.sections import sections
from huiyin.desk.starting import start
from huiyin.desk.uploads import uploads_of
from huiyin.desk.views.receipt import handed_over
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.matters import policy
from huiyin.matters.actions import register
from huiyin.matters.errors import Refused
from huiyin.packs import load
from huiyin.packs.passages_file import passages, references_of
from huiyin.ui.fields import Filling, build
from huiyin.ui.formdata import ADD, decode
from huiyin.ui.sentences import say_refusal

PROCESS, ACT = "petition", "register"
FRONT = ("visit", "letter", "call")
"""Channels with an entry point of their own."""
TOLD = ("channel", "people")
"""Fields that an address may fill in."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(
    request: DeskRequest, pack: str = "", process: str = PROCESS, act: str = ACT
) -> HttpResponse:
    """Choose the channel or the kind of matter, fill in the form, register."""
    if not kinds(request.actor):
        raise PermissionDenied
    usual = load.offered(request.actor.packs)[0]
    pack = pack or usual
    chosen = kind(request.actor, pack, process, act)
    if chosen is None and (pack, process, act) == (usual, PROCESS, ACT):
        if request.method == "GET" and "channel" not in request.GET:
            return _choose(request, None)
        raise PermissionDenied
    if chosen is None:
        raise Http404
    form = chosen.act.form
    if request.method == "GET":
        return _begin(request, chosen)
    raw = decode(form, request.POST)
    if ADD in request.POST:
        return _form(request, chosen, raw, more=request.POST[ADD])
    try:
        done = register(
            process, by=request.actor, data=raw, act=act, pack=pack,
            uploads=uploads_of(request, form),
        )  # fmt: skip
    except Refused as refused:
        return _refused(request, chosen, raw, refused.refusal)
    if not policy.may(request.actor, "read", done.matter):
        return handed_over(request, done.matter)
    return redirect(f"{reverse('desk:matter', args=[done.matter.number])}?registered=1")


def _begin(request: DeskRequest, chosen: Kind) -> HttpResponse:
    number, channel = request.GET.get("of", ""), request.GET.get("channel", "")
    if number:
        return _form(
            request, chosen, {**start(chosen.act), **carried(chosen, number, request.actor)}
        )
    is_usual = chosen.process.process == PROCESS and chosen.key == ACT
    if is_usual and channel not in chosen.act.form["channel"].options:
        return _choose(request, chosen)
    return _form(request, chosen, {**start(chosen.act), **_told(request, chosen)})


def _told(request: DeskRequest, chosen: Kind) -> dict[str, str]:
    """What the address says already: the channel, and from the reception how many came."""
    said = {name: request.GET.get(name, "") for name in TOLD if name in chosen.act.form}
    return {name: text for name, text in said.items() if text}


def _choose(request: DeskRequest, chosen: Kind | None) -> HttpResponse:
    """The channels of a petition (`chosen`, for whoever may take one in), and the other kinds."""
    channels = chosen.act.form["channel"].options if chosen else {}
    context = {
        "front": [(key, channels[key]) for key in FRONT if key in channels],
        "other": [(key, text) for key, text in channels.items() if key not in FRONT],
        "kinds": [one for one in kinds(request.actor) if one != chosen],
    }
    return render(request, "desk/register_channel.html", context)


def _form(
    request: DeskRequest,
    chosen: Kind,
    raw: Mapping[str, Any],
    *,
    more: str = "",
    errors: tuple[FieldError, ...] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    form = chosen.act.form
    is_usual = chosen.process.process == PROCESS and chosen.key == ACT
    channel = form["channel"].options.get(str(raw.get("channel"))) if is_usual else None
    filling = Filling(
        form=form, raw=raw, errors=errors, options=options_for(form, Setting(request.actor)),
        more_rows=more, fixed={"channel": raw["channel"]} if channel else {},
    )  # fmt: skip
    fields = build(filling)
    parts = sections(form, fields)
    context = {
        "act": chosen.act,
        "help": chosen.process.help.get(chosen.key),
        "kind": chosen,
        "is_usual": is_usual,
        "channel": channel,
        "fields": fields,
        "sections": parts,
        "is_long": len(parts) > 1,
        "rules": passages().rules(references_of(chosen.act)),
        "refusal": refusal,
        "has_errors": bool(errors),
        "chose_files": bool(request.FILES),
    }
    return render(request, "desk/register.html", context, status=status)


def _refused(
    request: DeskRequest, chosen: Kind, raw: Mapping[str, Any], refusal: Refusal
) -> HttpResponse:
    sentence = say_refusal(refusal, chosen.process)
    status = 422 if refusal.code == "form" else 403 if refusal.code == "not_allowed" else 409
    return _form(request, chosen, raw, errors=refusal.errors, refusal=sentence, status=status)
