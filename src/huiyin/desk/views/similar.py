"""Similar matters, and earlier ones of the same person: asked for by who handles the matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.desk.related import in_words
from huiyin.desk.views.act import FRAGMENT
from huiyin.matters import policy
from huiyin.matters.earlier import earlier as earlier_matters
from huiyin.matters.models import Matter
from huiyin.matters.queries import matter as queries
from huiyin.matters.queries.repeats import candidates


@require_safe
@staff
def similar(request: DeskRequest, number: str) -> HttpResponse:
    """Visible matters with like words or the same person."""
    matter = queries.get(request.actor, number, timezone.localdate())
    if policy.handling(request.actor, matter) is None:
        raise PermissionDenied
    found = in_words(candidates(request.actor, matter))
    context = {"found": found, "may_link": policy.may(request.actor, "link", matter)}
    return _part(request, matter, "similar", _("Similar matters"), context)


@require_safe
@staff
def earlier(request: DeskRequest, number: str) -> HttpResponse:
    """Earlier matters of the same person; the look is recorded and shown to them."""
    matter = queries.get(request.actor, number, timezone.localdate())
    context = {"found": earlier_matters(request.actor, matter)}
    return _part(request, matter, "earlier", _("Earlier matters of the same person"), context)


def _part(
    request: DeskRequest, matter: Matter, key: str, title: str, context: Mapping[str, Any]
) -> HttpResponse:
    """The list alone for a script, else a page around it; no copy of either is kept."""
    part = f"desk/{key}_list.html"
    known = {**context, "matter": matter, "title": title, "part": part}
    is_part = request.headers.get("X-Requested-With") == FRAGMENT
    return never_kept(render(request, part if is_part else "desk/look_up_page.html", known))
