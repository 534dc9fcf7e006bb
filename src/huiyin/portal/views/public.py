"""Pages for everybody: what is promised and kept (X9), where to come (条例第十八条), one grid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.matters.queries.promises import Kept, kept, last_year
from huiyin.packs import counting_file
from huiyin.packs.public_file import public
from huiyin.people.contacts import contacts, offices
from huiyin.places.models import Grid

HOUR = 3600
_KEY = "promises"


@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    """Every promise with its figure of the last year, how it is reckoned, and when."""
    told, found = public(), _figures()
    figures: Mapping[str, Kept] = found["kept"]
    context = {
        "promises": [(key, one, figures.get(key)) for key, one in told.promises.items()],
        "least": told.least.value,
        "first": found["first"], "last": found["last"], "at": found["at"],
    }  # fmt: skip
    return render(request, "portal/promise.html", context)


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Where to write, call and come, and how to ask how a matter stands."""
    return render(request, "portal/where.html", {"offices": offices(), "steps": public().steps})


@require_safe
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind the QR code of a contact card: whom to call here, and what else to do."""
    found = get_object_or_404(Grid.objects.select_related("division__parent"), code=code)
    context = {
        "grid": found,
        "contacts": contacts(found, timezone.localdate()),
        "card": public().cards["service"],
    }
    return render(request, "portal/grid.html", context)


def _figures() -> dict[str, Any]:
    """The figures, reckoned at most once an hour in each process."""
    found: dict[str, Any] | None = cache.get(_KEY)
    if found is None:
        now, period = timezone.now(), last_year(timezone.localdate())
        figures = kept(public(), counting_file.rules(), period, now)
        found = {"kept": figures, "first": period.first, "last": period.last, "at": now}
        cache.set(_KEY, found, HOUR)
    return found
