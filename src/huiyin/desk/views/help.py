"""Help: the guides by role, the tour again."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from huiyin.desk import guides
from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.tours import steps
from huiyin.people.models import Account


@require_safe
@staff
def show_all(request: DeskRequest) -> HttpResponse:
    """All guides, those for one's own posts first."""
    mine = {guides.ROLES[role] for role in request.actor.roles if role in guides.ROLES}
    all_guides = [_guide(name) for name in guides.NAMES]
    context = {
        "guides": sorted(all_guides, key=lambda one: one.name not in mine),
        "mine": mine,
        "steps": steps(request.actor),
    }
    return render(request, "desk/help.html", context)


@require_safe
@staff
def show(request: DeskRequest, name: str) -> HttpResponse:
    """One guide."""
    try:
        found = _guide(name)
    except KeyError:
        raise Http404 from None
    body = mark_safe(found.html)  # noqa: S308 -- made from our own files, HTML in them is escaped
    return render(request, "desk/guide.html", {"guide": found, "body": body})


@require_POST
@staff
def tour(request: DeskRequest) -> HttpResponse:
    """Put the tour away, or show it again."""
    again = "again" in request.POST
    day = None if again else timezone.localdate()
    Account.objects.filter(username=request.user.get_username()).update(toured_on=day)
    return redirect("desk:worklist")


def _guide(name: str) -> guides.Guide:
    language = guides.language_of(get_language())
    return guides.guide(name, language, f"{settings.STATIC_URL}guide/")
