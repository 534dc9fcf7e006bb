"""The start page of administration."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.methods import policy as methods
from huiyin.people import policy


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """What can be administered here."""
    policy.require(request.actor, "read")
    context = {
        "may_change": policy.may(request.actor, "administer"),
        "may_draft": methods.may(request.actor, "read_drafts"),
    }
    return render(request, "desk/administration/start.html", context)
