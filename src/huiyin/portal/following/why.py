"""Why a day is the last day, as plain steps: the engine's derivation in residents' words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.engine import explain
from huiyin.engine.explain import N_, Step
from huiyin.portal.following.words import iso_words

PLAIN: Mapping[str, str] = {
    "day_not_counted": N_("It began on {day}. That day itself is not counted."),
    "day_counts": N_("It began on {day}. That day is counted."),
    "count_nd": N_("From {from} on, {amount} days are counted, days off too. That leads to {to}."),
    "count_wd": N_("From {from} on, {amount} working days are counted. That leads to {to}."),
    "count_m": N_("{amount} months are counted. That leads to {to}."),
    "count_h": N_("{amount} hours are counted, nights too, from {from} to {to}."),
    "count_wh": N_("{amount} office hours are counted, from {from} to {to}."),
    "extend_nd": N_("The office was given {amount} days more. That leads to {to}."),
    "extend_wd": N_("The office was given {amount} working days more. That leads to {to}."),
    "extend_m": N_("The office was given {amount} months more. That leads to {to}."),
    "extend_h": N_("The office was given {amount} hours more, to {to}."),
    "extend_wh": N_("The office was given {amount} office hours more, to {to}."),
    "fixed": N_("The day {day} was set."),
    "month_end": N_("That month has no such day, so it ends on {to}."),
    "skipped": N_("Days off are left out: {days}."),
    "make_up_counted": N_("People worked on these days in exchange for a holiday: {days}."),
    "paused_days": N_("From {from} to {to} the time stood still: {days} days are not counted."),
    "paused_time": N_("From {from} to {to} the time stood still."),
    "rolled_holiday": N_("{day} is a day off ({name}), so the last day is {to}."),
    "rolled_weekend": N_("{day} is at a weekend, so the last day is {to}."),
    "due_on_workday": N_("{day} is a working day, so it is the last day."),
    "due_on_make_up": N_("On {day} people work in exchange for a holiday, so it is the last day."),
    "not_rolled": N_("{day} is a day off, but it stays the last day."),
    "unpublished": N_("The holidays of {years} are not known yet, so the day may still change."),
    "no_term": N_("No day is set."),
    "paused_now": N_("The time stands still since {since}."),
    "not_applicable": N_("This no longer applies."),
    "cancelled": N_("This no longer applies."),
    "in_time": N_("It was done on {at}, in time."),
    "late": N_("It was done on {at}, too late."),
}
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")


def why(steps: Iterable[Step]) -> Sequence[str]:
    """One sentence a step. Why an extension was refused is between the offices and left out."""
    told = [Step(step.kind, _in_words(step.values)) for step in steps if step.kind in PLAIN]
    return explain.render(told, _, PLAIN)


def _in_words(value: Any) -> Any:
    """The values of a step with every date in words."""
    if isinstance(value, Mapping):
        return {key: _in_words(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_words(one) for one in value]
    if isinstance(value, str) and _DATE.fullmatch(value):
        return iso_words(value)
    return value
