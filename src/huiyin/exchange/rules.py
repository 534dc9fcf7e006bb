"""Broken rules as sentences, for the report of an import and for its file of rejects."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    # of the row
    "no_acts": _("no act of the mapping applies to the row"),
    "no_id": _("the row has no number of its own"),
    "bad_id": _("the number has more than 120 characters or a control character"),
    "repeated_id": _("an earlier row of this file has the same number"),
    "too_many_cells": _("the row has more cells than there are columns"),
    "moment": _("no date and time that exists"),
    "future": _("lies in the future"),
    "order": _("lies before the act that must come first"),
    "outside_calendar": _("a due date would leave the years of the calendar"),
    # of the form (huiyin.engine.forms)
    "required": _("must be given"),
    "must_be_true": _("must be yes"),
    "list": _("must be a list of rows"),
    "too_few_rows": _("at least {limit} rows"),
    "too_many_rows": _("at most {limit} rows"),
    "each_once": _("exactly {limit} rows, one each"),
    "text": _("must be text"),
    "control_character": _("has a control character"),
    "too_short": _("at least {limit} characters"),
    "too_long": _("at most {limit} characters"),
    "whole_number": _("must be a whole number"),
    "too_small": _("at least {limit}"),
    "too_big": _("at most {limit}"),
    "yes_or_no": _("must be yes or no"),
    "choice": _("must be one of {limit}"),
    "date": _("no date that exists"),
    "datetime": _("no date and time that exists"),
    "in_the_future": _("not after {limit}"),
    "too_early": _("not before {limit}"),
    "person": _("a person has {limit}"),
    "person_part": _("too long: {limit}"),
    "name_required": _("a person needs a name"),
    "same_unit": _("must be another unit"),
    "unknown_unit": _("no such unit"),
    "unknown_post": _("no such post in the unit"),
    "unknown_division": _("no such division"),
    # of the process (huiyin.engine.process)
    "wrong_state": _("the act is not possible in the state “{limit}”"),
    "condition": _("the act is not possible with this {limit}"),
    "needs": _("first must be done: {limit}"),
    "not_allowed": _("the unit may not do this: {limit}"),
    "done_already": _("was done already"),
    "too_late": _("the time limit “{limit}” has passed"),
    "too_soon": _("the time limit “{limit}” has not passed yet"),
}


def sentence(rule: str, limit: str = "") -> str:
    """`words (code)`; a code without words stands alone."""
    words = SENTENCES.get(rule)
    return (
        f"{str(words).format(limit=limit)} ({rule})"
        if words is not None
        else f"{rule} {limit}".strip()
    )
