"""Notices at the desk: the list by day, marking as read, wishes; what open pages ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.matters.queries.keyset import Place
from huiyin.notices import preferences, queries, reading
from huiyin.notices.models import Kind
from huiyin.notices.preferences import WishesForm
from huiyin.notices.queries import Shown
from huiyin.people.models import Account


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """What is new by day; below it, or on pages of its own, what was read or settled."""
    kind, tab = request.GET.get("kind", ""), request.GET.get("tab") or "new"
    if kind not in ("", *Kind.values) or tab not in ("new", "earlier"):
        raise Http404
    after = Place.parse(request.GET.get("after", ""))
    page = queries.page(request.actor, new=tab == "new", kind=kind, after=after)
    context = {
        "tabs": [("new", _("New")), ("earlier", _("Earlier"))],
        "tab": tab,
        "kind": kind,
        "kinds": Kind.choices,
        "days": _by_day(page.rows),
        "page": page,
        "is_first": after is None,
        "now": timezone.now(),
        "start": f"?tab={tab}&kind={kind}",
    }
    return never_kept(render(request, "desk/notices.html", context))


@require_safe
@staff
def digest(request: DeskRequest, digest_id: UUID) -> HttpResponse:
    """What one digest lists."""
    after = Place.parse(request.GET.get("after", ""))
    page = queries.in_digest(request.actor, digest_id, after)
    context = {
        "days": _by_day(page.rows), "page": page, "is_first": after is None,
        "now": timezone.now(), "start": "?all=1", "digest": digest_id,
    }  # fmt: skip
    return never_kept(render(request, "desk/notices_digest.html", context))


@require_POST
@staff
def read(request: DeskRequest) -> HttpResponse:
    """Mark one as read, or all."""
    ids = _ids(request.POST.getlist("id"))
    if ids or "all" in request.POST:
        reading.mark(_account(request), None if "all" in request.POST else ids)
    back = request.POST.get("back", "")
    if back and url_has_allowed_host_and_scheme(back, None) and back.startswith("/notices/"):
        return redirect(back)
    return redirect("desk:notices")


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def wishes(request: DeskRequest) -> HttpResponse:
    """Quiet hours, the digest, which kinds are shown."""
    account = _account(request)
    if request.method == "POST":
        form = WishesForm(request.POST)
        if form.is_valid():
            preferences.keep(account, form.cleaned_data)
            return redirect(f"{request.path}?saved=1")
    else:
        form = WishesForm(initial=preferences.values(preferences.of(account)))
    context = {
        "form": form, "kinds": _kinds(form), "errors": form.errors,
        "saved": "saved" in request.GET and not form.is_bound,
    }  # fmt: skip
    return render(
        request, "desk/notices_settings.html", context, status=422 if form.errors else 200
    )


@require_safe
@login_required
def count(request: HttpRequest) -> HttpResponse:
    """How many are new, for the bell; one statement besides who it is."""
    new = queries.unread(cast("Account", request.user).pk)
    most = queries.MOST
    return never_kept(JsonResponse({"new": new, "says": f"{most}+" if new > most else str(new)}))


@require_safe
@staff
def seq(request: DeskRequest, number: str) -> HttpResponse:
    """The newest event of a matter: a page that cannot listen asks whether it is still right."""
    found = queries.newest_seq(request.actor, number)
    etag = f'"{found}"'
    response = get_conditional_response(request, etag=etag) or JsonResponse({"seq": found})
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _account(request: DeskRequest) -> UUID:
    return cast("Account", request.user).pk


def _by_day(rows: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    groups = groupby(rows, lambda row: timezone.localtime(row.show_from).date())
    return [(_day(day), list(shown)) for day, shown in groups]


def _day(day: date) -> str:
    today = timezone.localdate()
    near = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
    return near.get(day, day.isoformat())


def _kinds(form: WishesForm) -> list[dict[str, Any]]:
    """One row per kind: at once, in the digest, or not at all."""
    chosen = {name: set(form[name].value() or ()) for name in ("digest_kinds", "hidden_kinds")}
    return [
        {
            "key": key, "name": name,
            "digest": key in chosen["digest_kinds"], "hidden": key in chosen["hidden_kinds"],
        }
        for key, name in preferences.KINDS
    ]  # fmt: skip


def _ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
