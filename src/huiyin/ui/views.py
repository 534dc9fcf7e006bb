"""Pages of the design language itself: the switch of the type, and every component in one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from huiyin.ui import samples
from huiyin.ui.type_size import remember


@require_POST
def switch_type(request: HttpRequest) -> HttpResponse:
    """Large or normal type from here on; back to the page of the switch.

    A setting of how pages look, not of what is recorded: the API has no twin of it.
    """
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if is_ours else "/")
    remember(request, response, large=request.POST.get("large") == "1")
    return response


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with made-up values; open to all, it holds no data."""
    return render(request, "ui/components.html", samples.context())
