"""A notice in words: what happened, what is wanted, until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.engine.definition import Process
from huiyin.matters.queries.rows import clock_name
from huiyin.notices.models import Kind, Notice
from huiyin.packs.method_file import method
from huiyin.ui.sentences import say

ICONS: Mapping[str, str] = {
    Kind.ASSIGNED: "worklist", Kind.CONFIRM: "people", Kind.SENT_BACK: "undo",
    Kind.LADDER: "soon", Kind.FOLLOW_UP: "calendar", Kind.RESIDENT: "person",
    Kind.ACTIVITY: "post", Kind.CALENDAR: "calendar", Kind.DIGEST: "list",
}  # fmt: skip


def sentence(notice: Notice, process: Process | None) -> str:
    """What the notice says; `process` is the definition the matter is on now, if it is seen."""
    params = notice.params
    act, clock = _act(process, params), _clock(process, params)
    if notice.kind == Kind.CALENDAR:
        return ngettext(
            "A published calendar changed the due date of {n} of your matters",
            "A published calendar changed the due dates of {n} of your matters",
            params["count"],
        ).format(n=params["count"])
    if notice.kind == Kind.DIGEST:
        return ngettext("{n} notice together", "{n} notices together", params["count"]).format(
            n=params["count"]
        )
    if "watch" in params:
        return _watch(params)
    if notice.kind == Kind.LADDER:
        said = _("“{clock}” is over") if params.get("over") else _("“{clock}” runs out")
        return said.format(clock=clock)
    joint = bool(params.get("joint"))
    return {
        Kind.ASSIGNED: _("To be handled jointly by your unit") if joint else _("Came to you"),
        Kind.CONFIRM: _("Waits for your confirmation: {act}").format(act=act),
        Kind.SENT_BACK: _("Sent back to you: {act}").format(act=act),
        Kind.FOLLOW_UP: _("Follow-up due today: {clock}").format(clock=clock),
        Kind.RESIDENT: _("The resident: {act}").format(act=act),
        Kind.ACTIVITY: _("Somebody else: {act}").format(act=act),
    }[Kind(notice.kind)]


def wanted(notice: Notice, process: Process | None) -> str:
    """The acts that it waits for, in words; empty when it only tells."""
    keys = notice.params.get("acts", ())
    names = [say(process.acts[key].name) for key in keys if process and key in process.acts]
    return _(" or ").join(names)


def _watch(params: Mapping[str, Any]) -> str:
    """What a rule of supervision found: its own name says how late, or how long idle."""
    watch = method(params["pack"]).watches.get(params["watch"])
    return say(watch) if watch else _("Found by a rule of supervision")


def _act(process: Process | None, params: Mapping[str, Any]) -> str:
    act = process.acts.get(params.get("act", "")) if process else None
    return say(act.name) if act else _("an act")


def _clock(process: Process | None, params: Mapping[str, Any]) -> str:
    name = clock_name(process, params.get("clock", "")) if process else None
    return say(name) if name else _("a term")
