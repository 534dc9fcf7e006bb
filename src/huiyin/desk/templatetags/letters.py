"""Texts of a letter that is not finished: what is missing is marked, by name."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.desk.letter_pane import Missing
from huiyin.letters.phrases import gaps_in

register = template.Library()


@register.filter
def with_gaps(text: str) -> SafeString:
    """A text of a letter with its gaps marked."""
    marked = (
        (format_html('<mark class="gap">{}</mark>', _("[missing: {}]").format(piece)),)
        if is_gap
        else (piece,)
        for piece, is_gap in gaps_in(text)
    )
    return format_html_join("", "{}", marked)


@register.filter
def named(missing: Missing) -> str:
    """What is missing, in the language of the page."""
    return missing.en if (get_language() or "zh").startswith("en") else missing.zh
