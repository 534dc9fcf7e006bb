"""Small words of the duties pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django import template
from django.utils import timezone

from huiyin.desk.access import DeskRequest
from huiyin.duties.queries import lists

register = template.Library()
Value = TypeVar("Value")


@register.filter
def at(found: Mapping[int, Value], key: int) -> Value:
    """What stands under a key."""
    return found[key]


@register.filter
def moment_words(moment: datetime) -> str:
    """A moment as local date and time: 2026-11-22 17:30."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@register.inclusion_tag("desk/duties_waiting.html", takes_context=True)
def duties_waiting(context: template.Context) -> dict[str, int]:
    """How many duties this person has to file and has missed; no statement where no work method
    is in force."""
    request: DeskRequest = context["request"]
    if not request.actor.packs:
        return {"open": 0, "missing": 0}
    now_open, missing = lists.to_do(request.actor, timezone.now())
    return {"open": now_open, "missing": missing}
