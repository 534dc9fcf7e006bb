"""Words for the pages on which a matter is raised."""

from __future__ import annotations

from django import template

from huiyin.portal import privacy

register = template.Library()


@register.filter
def kind_words(kind: str) -> str:
    """A kind of personal data in words."""
    return privacy.kind_words(kind)
