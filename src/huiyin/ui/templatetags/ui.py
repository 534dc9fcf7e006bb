"""Atoms that repeat on every page: chips, icons, moments, words of packs (STYLE.md §2.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from huiyin.engine.definition import Text
from huiyin.ui import sentences, words
from huiyin.ui.fields import FieldView, wrong_fields
from huiyin.ui.icons import drawing
from huiyin.ui.type_size import size_of

register = template.Library()


@register.filter
def say(text: Text | str | None) -> str:
    """Text of a pack in the language of the request; plain text as it is."""
    return sentences.say(text) if isinstance(text, Text) else text or ""


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A small drawing, hidden from assistive technology: words stand beside it."""
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark_safe(drawing(name)),  # noqa: S308 -- a file of the pinned set, chosen by our own name
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
def errors(refusal: str, fields: Iterable[FieldView], focus: bool = True) -> dict[str, object]:
    """The summary above a form that was refused: the sentence, and a link to every wrong field.

    It takes the focus of the page, so that the first thing read is what is wrong.
    """
    return {"refusal": refusal, "wrong": list(wrong_fields(fields)), "focus": focus}


@register.simple_tag(takes_context=True)
def type_size(context: template.Context, user: object = None) -> str:
    """The class of the page's type, `large` or nothing: of the account, else of the browser."""
    return size_of(context.get("request"), user)


@register.simple_tag
def instance_name() -> str:
    """What this installation is called."""
    return str(settings.INSTANCE_NAME)
