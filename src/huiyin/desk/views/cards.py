"""Contact cards of the grids of a village or town, as one PDF for printing (S2, S3)."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.letters.cards import Card, Line, press
from huiyin.letters.issue import office_fonts
from huiyin.packs.public_file import Card as Told
from huiyin.packs.public_file import public
from huiyin.people.contacts import Contact, contacts_of, grids_of
from huiyin.places.models import Division, Grid, Level

ROLES = frozenset({"window", "dispatcher", "head", "leader", "grid", "admin"})
MOST = 600
"""Cards in one file: more is a file for each village."""


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """Choose the place and the kind of card; with both, the PDF."""
    if not ROLES & request.actor.roles:
        raise PermissionDenied
    places, kinds = _places(request), public().cards
    chosen, kind = request.GET.get("place", ""), request.GET.get("kind", "")
    place = next((one for one in places if one.code == chosen), None)
    if not chosen and not kind:
        return _ask(request, places, "")
    if place is None or kind not in kinds:
        return _ask(request, places, _("Choose a place and a kind of card."))
    grids = grids_of(place)
    if not grids or len(grids) > MOST:
        return _ask(request, places, _size(place, len(grids)))
    pdf = press(office_fonts()).render(_cards(request, grids, kinds[kind]))
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="cards-{place.code}-{kind}.pdf"'
    return response


def _ask(request: DeskRequest, places: list[Division], wrong: str) -> HttpResponse:
    context = {
        "places": places, "kinds": public().cards, "wrong": wrong,
        "chosen": request.GET.get("place", ""), "kind": request.GET.get("kind", ""),
    }  # fmt: skip
    return render(request, "desk/cards.html", context, status=422 if wrong else 200)


def _size(place: Division, size: int) -> str:
    if size == 0:
        return _("{place} has no grids.").format(place=place)
    words = _("{place} has {size} grids; one file holds {most}. Choose a village.")
    return words.format(place=place, size=size, most=MOST)


def _places(request: DeskRequest) -> list[Division]:
    """Towns and villages under the divisions of the posts held."""
    paths = {post.division_path for post in request.actor.posts if post.role in ROLES}
    below = Division.objects.none()
    for path in sorted(paths):
        below |= Division.objects.filter(path__under=path)
    return list(below.in_force().filter(level__gte=Level.TOWN).order_by("path"))


def _cards(request: DeskRequest, grids: list[Grid], told: Told) -> list[Card]:
    language = get_language() or "zh"
    whom = contacts_of(grids, timezone.localdate())
    return [
        Card(
            title=told.say(language), says=told.says.say(language),
            place=f"{grid.division} · {grid.name}",
            contacts=[_line(one) for one in whom[grid.code]],
            services=[one.say(language) for one in told.services],
            address=request.build_absolute_uri(reverse("portal:grid", args=[grid.code])),
            more=_("Scan for more"), issuer=str(settings.INSTANCE_NAME),
        )
        for grid in grids
    ]  # fmt: skip


def _line(contact: Contact) -> Line:
    return Line(contact.title, contact.name, contact.unit, contact.phone)
