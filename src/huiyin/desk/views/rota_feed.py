"""One's shifts in one's own calendar: an address that is shown once and can be ended."""

from __future__ import annotations

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.duties import feed

_FRESH = "rota_feed"
"""In the session until the next page shows it, once: the token."""


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """Whether there is an address; a new one just after it was made."""
    token = request.session.pop(_FRESH, None)
    address = request.build_absolute_uri(reverse("desk:feed", args=[token])) if token else ""
    drawn = segno.make(address, error="m", micro=False) if address else None
    context = {
        "address": address,
        "qr": drawn.svg_data_uri(border=2, scale=4) if drawn else "",
        "current": feed.current(request.actor),
    }  # fmt: skip
    return never_kept(render(request, "desk/rota_feed.html", context))


@require_POST
@staff
def make(request: DeskRequest) -> HttpResponse:
    """A new address; the one before ends."""
    request.session[_FRESH] = feed.make(by=request.actor)
    return redirect("desk:rota_feed")


@require_POST
@staff
def end(request: DeskRequest) -> HttpResponse:
    """The address opens nothing any more."""
    feed.end(by=request.actor)
    return redirect("desk:rota_feed")


@require_safe
def calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever has its address: no session is read or begun."""
    account = feed.owner(token)
    if account is None:
        raise Http404
    response = HttpResponse(feed.calendar_of(account), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="huiyin.ics"'
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return never_kept(response)
