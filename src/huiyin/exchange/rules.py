"""Rules a row can break before the engine is asked, as sentences; the engine has its own."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "no_acts": _("no act of the mapping applies to the row"),
    "no_id": _("the row has no number of its own"),
    "bad_id": _("the number has more than 120 characters or a control character"),
    "repeated_id": _("an earlier row of this file has the same number"),
    "too_many_cells": _("the row has more cells than there are columns"),
    "required": _("must be filled in"),
    "moment": _("is no date and time that exists"),
    "future": _("lies in the future"),
    "order": _("lies before the act that must come first"),
    "outside_calendar": _("a due date would leave the years of the calendar"),
}


def sentence(rule: str) -> str:
    """`words (code)`. Raises KeyError for a rule without a sentence."""
    return with_code(str(SENTENCES[rule]), rule)


def with_code(words: str, rule: str) -> str:
    """A sentence for people and its code for programs, in one cell."""
    return f"{words} ({rule})"
