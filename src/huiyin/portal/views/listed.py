"""A page for everybody: what a higher office is pressing for (挂牌督办公示, 条例第三十九条)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.duties.queries.listed import listed


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Every listed order by office and kind of problem; no words of any matter."""
    context = {"listed": listed(), "today": timezone.localdate()}
    return render(request, "portal/listed.html", context)
