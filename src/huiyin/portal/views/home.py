"""What can be done here, what can be raised and who is responsible; places for the chain."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.packs import raise_file
from huiyin.places.models import Division
from huiyin.portal import drafts
from huiyin.portal.asking import pack_for
from huiyin.portal.reach import under


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The residents' first page."""
    draft, told = drafts.found(request), raise_file.read(pack_for(""))
    context = {
        "draft": draft if draft and draft.matter_id is None else None,
        "sent": draft if draft and draft.matter_id is not None else None,
        "topics": [
            (key, topic, told.routes[topic.elsewhere.route] if topic.elsewhere else None)
            for key, topic in told.topics.items()
        ],
        "lost": "lost" in request.GET,
        "gone": "gone" in request.GET,
    }
    return render(request, "portal/home.html", context)


@require_safe
def places(request: HttpRequest, code: str) -> HttpResponse:
    """The places directly under one, for the next level of the chain and for the map."""
    above = get_object_or_404(Division.objects.in_force(), pk=code)
    found = [{"code": one.pk, "name": one.name, "at": _at(one)} for one in under(above)]
    answer = {"name": f"place-{above.level}", "at": _at(above), "places": found}
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _at(place: Division) -> list[float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return [place.latitude, place.longitude]
