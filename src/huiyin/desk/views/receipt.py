"""The receipt of a matter that goes to others at once: who registered it does not see it again."""

from __future__ import annotations

import time
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter

_KEY = "handed_over"
_KEPT_SECONDS = 600


def handed_over(request: HttpRequest, matter: Matter) -> HttpResponse:
    """Keep number and id for the receipt of whoever brought it, and lead there: a reload must not
    register it again."""
    request.session[_KEY] = [matter.number, str(matter.id), time.time()]
    return redirect("desk:handed_over")


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """Number and access code of the matter just handed over, for as long as it takes to print."""
    kept = request.session.get(_KEY)
    if not kept or time.time() - kept[2] > _KEPT_SECONDS:
        request.session.pop(_KEY, None)
        return redirect("desk:worklist")
    context = {"number": kept[0], "code": code_of(UUID(kept[1]))}
    return never_kept(render(request, "desk/handed_over.html", context))
