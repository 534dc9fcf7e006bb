"""How a matter stands, for the resident who brought it, and what can be done about it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.engine.definition import Role
from huiyin.engine.process import possible
from huiyin.matters.queries import matter as queries
from huiyin.portal.access import TooManyTries, close_matter, number_of, open_matter, opened


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; once they fit, show the matter."""
    if request.method == "POST":
        return _open(request)
    actor = opened(request)
    if actor is None:
        return _ask(request, request.GET.get("number", ""))
    page = queries.page(actor, number_of(request), timezone.localdate())
    open_acts = possible(page.scene, page.actor, timezone.now())
    acts = [(key, page.process.acts[key]) for key in open_acts if is_for_residents(page, key)]
    running = [clock for clock in page.standing.clocks if clock.status == "running"]
    context = {
        "page": page,
        "matter": page.matter,
        "state": page.process.states[page.standing.state],
        "acts": acts,
        "due": [(page.process.clocks[clock.key], clock) for clock in running
                if clock.key in page.process.clocks],
        "done": request.GET.get("done", ""),
        "now": timezone.now(),
    }  # fmt: skip
    return render(request, "portal/follow.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the matter again: the next person at this screen sees nothing of it."""
    close_matter(request)
    return redirect("portal:follow")


def is_for_residents(page: queries.MatterPage, key: str) -> bool:
    """Whether the act names residents among those who may do it."""
    return any(who.role is Role.RESIDENT for who in page.process.acts[key].who)


def _open(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("number", "")
    try:
        fits = open_matter(request, number, request.POST.get("code", ""))
    except TooManyTries:
        wrong = _("Too many wrong codes for this number. Try again in an hour, or ask the office.")
        return _ask(request, number, wrong, status=429)
    if fits:
        return redirect("portal:follow")
    wrong = _("Number and code do not fit together. Both stand on your receipt.")
    return _ask(request, number, wrong, status=422)


def _ask(request: HttpRequest, number: str, wrong: str = "", status: int = 200) -> HttpResponse:
    return render(request, "portal/open.html", {"number": number, "wrong": wrong}, status=status)
