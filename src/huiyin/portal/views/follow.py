"""How a matter stands, for the resident who brought it, and what can be done about it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.common.ids import NumberError, parse_number
from huiyin.matters.codes import split_number
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.matter import MatterPage
from huiyin.portal.access import Found, TooManyTries, close_matter, open_matter, opened
from huiyin.portal.following.doing import meaning
from huiyin.portal.following.facts import facts


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; once they fit, show the matter."""
    if request.method == "POST":
        return _open(request)
    found = opened(request)
    number = request.GET.get("number", "")
    if found is None or _is_another(number, found):
        return _ask(request, number)
    page, now = page_of(found), timezone.now()
    done = request.GET.get("done", "")
    context = {
        "facts": facts(page, found.signatory, now),
        "matter": page.matter,
        "number": shown_number(found),
        "done": done,
        "next": meaning(page, done, now).next if done in page.process.acts else (),
    }
    return render(request, "portal/follow.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the matter again: the next person at this screen sees nothing of it."""
    close_matter(request)
    return redirect("portal:follow")


def page_of(found: Found) -> MatterPage:
    """The matter's page. Raises Http404 when it is gone."""
    try:
        return queries.page(found.actor, found.number, timezone.localdate())
    except NotVisible as gone:
        raise Http404 from gone


def shown_number(found: Found) -> str:
    """The number as this signatory has it."""
    return found.number if found.signatory == 1 else f"{found.number}/{found.signatory}"


def _is_another(number: str, found: Found) -> bool:
    """Whether the address (of a QR code) names another matter than the open one."""
    if not number:
        return False
    head, signatory = split_number(number)
    try:
        return (parse_number(head), signatory) != (found.number, found.signatory)
    except NumberError:
        return True


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
