"""Cells of ledgers and the numbers of a round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.engine.definition import Text
from huiyin.engine.figures import Balance
from huiyin.insight.ledger_rows import Row
from huiyin.matters.queries.rows import MatterRow
from huiyin.ui.templatetags.ui import due
from huiyin.ui.words import due_chip

register = template.Library()


@register.simple_tag
def balance(of: Balance) -> list[tuple[str, int]]:
    """The four numbers of a round in the order of the table, by what they open."""
    return [(name, getattr(of, name)) for name in ("opening", "entered", "left", "closing")]


@register.simple_tag
def cell(row: Row, key: str, of: str, now: datetime) -> SafeString | str:
    """One cell: the number opens its matter; a term of a running matter is shown with a chip."""
    value = row.cells[key]
    if value is None or value == ():
        return "–"
    if of == "number":
        address = reverse("desk:matter", args=[row.number])
        return format_html('<a href="{}">{}</a>', address, row.number)
    if isinstance(value, datetime) and key in row.running:
        return format_html("{} <small>{}</small>", due(value, now), _say(value))
    return _say(value)


def _say(value: Any) -> str:
    if isinstance(value, Text):
        return value.say(get_language() or "zh")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return "、".join(_say(one) for one in value if one is not None)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d}"
    return value.isoformat() if isinstance(value, date) else str(value)


@register.simple_tag
def tone(row: MatterRow, now: datetime) -> str:
    """How pressing a matter is: late, soon, calm or none; the chip beside says it in words."""
    return due_chip(row.due, now).tone


@register.simple_tag
def pick(counts: Mapping[str, int], name: str) -> int:
    """One number of several."""
    return counts.get(name, 0)
