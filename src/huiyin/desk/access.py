"""Who is at the desk: every page is for staff who signed in, as the actor of today."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from huiyin.desk.menu import Line, menu
from huiyin.desk.tours import Step, steps
from huiyin.matters.errors import NotVisible
from huiyin.methods import policy as methods
from huiyin.people.actor import Actor, actor_for
from huiyin.people.models import Account

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody signed in; `actor` was read once, with one statement."""

    actor: Actor
    menu: list[Line]
    tour: list[Step]
    """Steps of the tour, until it was put away."""
    may_draft: bool
    may_replay: bool
    may_migrate: bool


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def staff(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Sign-in first; what the actor may not see does not exist (404)."""

    @login_required
    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        desk = cast("DeskRequest", request)
        account = cast("Account", request.user)
        desk.actor = actor_for(account, timezone.localdate())
        match = request.resolver_match
        desk.menu = menu(desk.actor, match.view_name if match else "")
        desk.tour = steps(desk.actor) if account.toured_on is None else []
        desk.may_draft = methods.may(desk.actor, "read_drafts")
        desk.may_replay = methods.may(desk.actor, "replay")
        desk.may_migrate = methods.may(desk.actor, "migrate")
        try:
            response = view(desk, *args, **kwargs)
        except NotVisible as hidden:
            raise Http404 from hidden
        response.headers.setdefault("Cache-Control", "private")
        return response

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", inner)


def or_home(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Whoever is not signed in comes to the residents' first page, not to the sign-in."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect("portal:home")
        return view(request, *args, **kwargs)

    return inner


def never_kept(response: HttpResponse) -> HttpResponse:
    """Mark an answer with personal data: no browser or proxy may keep a copy."""
    response.headers["Cache-Control"] = "no-store"
    return response
