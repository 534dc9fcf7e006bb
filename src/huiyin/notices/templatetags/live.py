"""The line of a page's head by which it listens for changes: `{% load live %}{% live %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from huiyin.config import live_url
from huiyin.matters.models import Matter
from huiyin.notices.hints import token
from huiyin.people.actor import Actor

register = template.Library()


@register.inclusion_tag("notices/live.html", takes_context=True)
def live(context: template.Context) -> dict[str, Any]:
    """For staff the address to listen at (empty: ask every half minute) and where to ask; for
    everybody else nothing. No statement: the actor was read by the page."""
    request: HttpRequest | None = context.get("request")
    actor = getattr(request, "actor", None)
    if request is None or not isinstance(actor, Actor) or actor.account_id is None:
        return {"is_staff": False}
    matter = context.get("matter")
    seen = matter.pk if isinstance(matter, Matter) else None
    address = ""
    if settings.LIVE_URL:
        query = urlencode({"token": token(actor.account_id, seen, sorted(actor.unit_ids))})
        scheme = request.scheme or "http"
        address = f"{live_url.on(settings.LIVE_URL, scheme, request.get_host())}?{query}"
    return {
        "is_staff": True, "address": address, "count": reverse("desk:notices_count"),
        "every": settings.LIVE_EVERY,
    }  # fmt: skip
