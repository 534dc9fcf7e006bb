"""Reasons of drafts and migrations in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from huiyin.engine.definition import Process
from huiyin.engine.explain import N_
from huiyin.methods.errors import Reason
from huiyin.ui.sentences import say

DRAFTS: Mapping[str, str] = {
    "no_pack": N_("There is no pack “{pack}”."),
    "no_title": N_("Give it a title of at most 120 characters."),
    "no_reason": N_("Give a reason."),
    "no_change": N_("It is {value} already."),
    "too_long": N_("The files are too long, or hold characters that cannot be stored."),
    "too_early": N_("The day must be today ({today}) or later."),
    "not_sound": N_("The draft has mistakes, or a story does not come true."),
    "same_person": N_("A second person must approve this; you have written it yourself."),
    "wrong_status": N_("This cannot be done now: the draft is “{status}”."),
}

MIGRATIONS: Mapping[str, str] = {
    "same_version": N_("It is on {version} already."),
    "other_process": N_("That is another process ({process}), not another version of this one."),
    "not_open": N_("The matter is closed for good; it stays as it was."),
    "pending": N_("“{act}” waits for a second person; confirm it or send it back first."),
    "state_missing": N_("The other version has no state “{state}”; say which state it becomes."),
    "clock_gone": N_(
        "“{clock}” runs until {before} and would no longer run: a statutory clock stays."
    ),
    "looser": N_(
        "“{clock}” would end on {after} instead of {before}: a running statutory clock never gets "
        "longer."
    ),
}

VALUES: Mapping[str, str] = {
    "term": N_("Write a term such as 30nd, 5wd, 24h or 2m."),
    "int": N_("Write a whole number."),
    "switch": N_("An option can be switched off: write off."),
}

CONFIDENCE: Mapping[str, str] = {
    "A": N_("A: the article was read"),
    "B": N_("B: an excerpt or a secondary source was read"),
    "C": N_("C: from memory, source not seen: check it"),
    "D": N_("D: unsure, or varies by place and year: check it"),
}


def say_draft(reason: Reason) -> str:
    """Why a step of a draft was refused."""
    return _(DRAFTS[reason.code]).format_map(dict(reason.values))


def say_migration(reason: Reason, process: Process) -> str:
    """Why a matter cannot move; `process` is the version it is on."""
    values = dict(reason.values)
    act = process.acts.get(values.get("act", ""))
    clock = process.clocks.get(values.get("clock", ""))
    state = process.states.get(values.get("state", ""))
    if act:
        values["act"] = say(act.name)
    if clock:
        values["clock"] = say(clock)
    if state:
        values["state"] = say(state)
    return _(MIGRATIONS[reason.code]).format_map(values)


def say_value(form: str) -> str:
    """How a value of a setting is written."""
    return _(VALUES[form])


def say_confidence(code: str) -> str:
    return _(CONFIDENCE[code])
