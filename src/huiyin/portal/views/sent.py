"""What a resident gets for a matter just sent: number, code, QR, the days of what comes next."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.engine.definition import Text
from huiyin.matters.models import Matter
from huiyin.matters.queries.just_raised import just_raised, running
from huiyin.matters.slips import Slip, slips
from huiyin.packs import raise_file
from huiyin.portal import drafts, slip_pdf


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The receipt, for as long as the draft remembers its matter."""
    matter = _matter(request)
    if matter is None:
        return redirect("portal:follow")
    context = {"matter": matter, "slips": _slips(request, matter), "next": following(matter)}
    return render(request, "portal/sent.html", context)


@never_cache
@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF, a page of A6 for each who signed."""
    matter = _matter(request)
    if matter is None:
        raise Http404
    said = [(words.say(get_language() or "zh"), day) for words, day in following(matter)]
    made = slip_pdf.render(matter, _slips(request, matter), said, settings.ENV.fonts)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{matter.number}.pdf"'
    return response


def _matter(request: HttpRequest) -> Matter | None:
    draft = drafts.found(request)
    if draft is None or draft.matter_id is None:
        return None
    return just_raised(draft.matter_id)


def _slips(request: HttpRequest, matter: Matter) -> list[Slip]:
    return slips(matter, request.build_absolute_uri(reverse("portal:follow")))


def following(matter: Matter) -> list[tuple[Text, datetime]]:
    """What a resident hears by which day, soonest first."""
    every = raise_file.read(matter.pack).kinds.values()
    kinds = [one for one in every if one.process == matter.process]
    words = {key: text for kind in kinds for key, text in kind.next.items()}
    return [(words[key], legal) for key, legal in running(matter, words)]
