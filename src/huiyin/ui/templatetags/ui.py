"""Atoms that repeat on every page: chips, icons, moments, words of packs (STYLE.md §2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.engine.definition import Text
from huiyin.ui import sentences, words
from huiyin.ui.fields import FieldView, wrong_fields

register = template.Library()

# Drawn for Huiyin on a 20 × 20 grid, one stroke width; the words beside them carry the meaning.
_ICONS = {
    "calm": "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm0 3v4l3 2",
    "soon": "M6 3h8M6 17h8M7 3v3l3 4 3-4V3M7 17v-3l3-4 3 4v3",
    "late": "M10 3 2.5 16.5h15ZM10 8v4M10 14.2v.3",
    "done": "M4 10.5 8.2 15 16 6",
    "none": "M5 10h10",
    "paused": "M7 5v10M13 5v10",
    "file": "M5 3h7l3 3v11H5ZM12 3v3h3",
    "letter": "M3 5h14v10H3ZM3 6l7 5 7-5",
    "search": "M8.5 3.5a5 5 0 1 0 0 10 5 5 0 0 0 0-10ZM12.5 12.5 17 17",
    "lock": "M5 9h10v8H5ZM7 9V6.5a3 3 0 0 1 6 0V9",
    "next": "M8 5l5 5-5 5",
}


@register.filter
def say(text: Text | str | None) -> str:
    """Text of a pack in the language of the request; plain text as it is."""
    return sentences.say(text) if isinstance(text, Text) else text or ""


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A small drawing, hidden from assistive technology: words stand beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        _ICONS[name],
    )


@register.simple_tag
def chip(shown: words.Chip) -> SafeString:
    """A clock chip: drawing, words, the mark of a provisional date."""
    return _chip(shown, _("provisional") if shown.provisional else "")


@lru_cache(maxsize=500)
def _chip(shown: words.Chip, mark: str) -> SafeString:
    """A list repeats few chips many times."""
    return format_html(
        '<span class="chip {}"{}>{}{}{}</span>',
        shown.tone,
        format_html(' title="{}"', shown.day) if shown.day else "",
        icon(shown.tone),
        shown.text,
        format_html(' <small class="mark">{}</small>', mark) if mark else "",
    )


@register.simple_tag
def due(legal: datetime | None, now: datetime, provisional: bool = False) -> SafeString:
    """The chip of a running clock."""
    return chip(words.due_chip(legal, now, provisional=provisional))


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A moment as local date and time, machine-readable too."""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>', local.isoformat(), f"{local:%Y-%m-%d %H:%M}"
    )


@register.simple_tag
def day(at: datetime) -> SafeString:
    """A moment as its local day."""
    return _day(timezone.localtime(at).date())


@lru_cache(maxsize=500)
def _day(local: date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.isoformat())


@register.inclusion_tag("ui/errors.html")
def errors(refusal: str, fields: Iterable[FieldView]) -> dict[str, object]:
    """The summary above a form that was refused: the sentence, and a link to every wrong field."""
    return {"refusal": refusal, "wrong": list(wrong_fields(fields))}


@register.simple_tag
def instance_name() -> str:
    """What this installation is called."""
    return str(settings.INSTANCE_NAME)
