"""The directory at the desk: service points, pools, their members; who can help with a matter."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.asking import Asking, ask, asked
from huiyin.duties.directory import actions, policy, queries
from huiyin.duties.directory.forms import ExpertForm, PointForm, PoolForm
from huiyin.duties.directory.kinds import EXPERTS, POINTS, POOLS
from huiyin.duties.models import Expert, Pool
from huiyin.matters.queries import matter as matters
from huiyin.people.forms.empty import NothingForm


@require_safe
@staff
def points(request: DeskRequest) -> HttpResponse:
    """Service points of the own places, above and below."""
    kind, after = asked(request, "kind"), asked(request, "after")
    context = {
        "found": queries.points(request.actor, kind, after), "kinds": POINTS, "kind": kind,
        "is_first": not after, "may_keep": bool(policy.keeping(request.actor)),
    }  # fmt: skip
    return render(request, "desk/directory_points.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def add_point(request: DeskRequest) -> HttpResponse:
    """A new service point."""
    policy.require(request.actor)
    asking = Asking(_("New service point"), _("Add"), _trail(), finds="division:divisions")

    def act() -> str:
        actions.add_point(request.POST, by=request.actor)
        return reverse("desk:directory")

    return ask(request, asking, PointForm(request.POST or None), act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def close_point(request: DeskRequest, key: UUID) -> HttpResponse:
    """A service point serves nobody any more."""
    policy.require(request.actor)
    asking = Asking(_("Close the service point"), _("Close"), _trail())

    def act() -> str:
        actions.close_point(key, by=request.actor)
        return reverse("desk:directory")

    return ask(request, asking, NothingForm(), act)


@require_safe
@staff
def pools(request: DeskRequest) -> HttpResponse:
    """Pools of the units around."""
    found = queries.pools(request.actor)[:80]
    context = {
        "pools": [(one, POOLS.get(one.kind, one.kind)) for one in found],
        "may_keep": bool(policy.keeping(request.actor)),
    }  # fmt: skip
    return render(request, "desk/directory_pools.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def add_pool(request: DeskRequest) -> HttpResponse:
    """A new pool."""
    policy.require(request.actor)
    asking = Asking(_("New pool"), _("Add"), _trail(pools=True), finds="unit:units")

    def act() -> str:
        return _pool_page(actions.add_pool(request.POST, by=request.actor).pk)

    return ask(request, asking, PoolForm(request.POST or None), act)


@require_safe
@staff
def pool(request: DeskRequest, key: UUID) -> HttpResponse:
    """Who stands in a pool."""
    one = get_object_or_404(queries.pools(request.actor), pk=key)
    after = asked(request, "after")
    found, following = queries.members(key, after)
    context = {
        "pool": one, "members": [(row, EXPERTS.get(row.kind, row.kind)) for row in found],
        "after": following, "is_first": not after,
        "may_keep": bool(policy.keeping(request.actor)),
    }  # fmt: skip
    return render(request, "desk/directory_pool.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def add_member(request: DeskRequest, key: UUID) -> HttpResponse:
    """Somebody agreed to be asked."""
    policy.require(request.actor)
    get_object_or_404(Pool, pk=key)
    asking = Asking(_("New member"), _("Add"), _trail(pools=True), finds="division:divisions")

    def act() -> str:
        return _pool_page(actions.add_expert(key, request.POST, by=request.actor).pool_id)

    return ask(request, asking, ExpertForm(request.POST or None), act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def leave(request: DeskRequest, key: UUID) -> HttpResponse:
    """Somebody stands in the list no more."""
    policy.require(request.actor)
    row = get_object_or_404(Expert, pk=key, left_on__isnull=True)
    asking = Asking(
        _("Take out of the list"), _("Take out"), _trail(pools=True), lede=row.name, warn=True
    )
    return ask(
        request, asking, NothingForm(),
        lambda: _pool_page(actions.leave(key, by=request.actor).pool_id),
    )  # fmt: skip


@require_safe
@staff
def helpers(request: DeskRequest, number: str) -> HttpResponse:
    """Who and what can help with one matter."""
    today = timezone.localdate()
    matter = matters.get(request.actor, number, today)
    found = queries.help_for(matter, today)
    context = {
        "matter": matter, "points": found.points, "kinds": POINTS,
        "experts": [(one, row, EXPERTS.get(row.kind, row.kind)) for one, row in found.experts],
    }  # fmt: skip
    return render(request, "desk/helpers.html", context)


def _pool_page(key: UUID) -> str:
    return reverse("desk:directory_pool", args=[key])


def _trail(*, pools: bool = False) -> tuple[tuple[str, str], ...]:
    if pools:
        return ((reverse("desk:directory_pools"), _("Pools")),)
    return ((reverse("desk:directory"), _("Directory")),)
