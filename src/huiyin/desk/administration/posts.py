"""Posts: one post with who holds it now, held it before, and will; its forms."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.addresses import handover
from huiyin.desk.administration.asking import Asking, ask
from huiyin.desk.administration.change_words import told
from huiyin.people import policy, registry
from huiyin.people.actions import posts
from huiyin.people.actions.saving import seen
from huiyin.people.forms.empty import NothingForm
from huiyin.people.forms.post import FIELDS, PostForm
from huiyin.people.models import Post, Unit

FINDS = "grid:grids"


@require_safe
@staff
def show(request: DeskRequest, post: UUID) -> HttpResponse:
    """One post."""
    policy.require(request.actor, "read")
    one = _post(post)
    context = {
        "one": one, "holdings": registry.holdings(post=one.pk), "today": timezone.localdate(),
        "history": told(registry.history(posts.KIND, one.pk)),
        "may_change": policy.may(request.actor, "administer"),
    }  # fmt: skip
    return render(request, "desk/administration/post.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def create(request: DeskRequest, unit: UUID) -> HttpResponse:
    """A new post of a unit."""
    policy.require(request.actor, "administer")
    try:
        home = registry.unit(unit)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown
    asking = Asking(_("New post"), _("Set up the post"), _trail(home), finds=FINDS)
    form = PostForm(request.POST or None)
    return ask(
        request, asking, form,
        lambda: _page(posts.create(home.pk, request.POST, by=request.actor)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def change(request: DeskRequest, post: UUID) -> HttpResponse:
    """What is said about a post."""
    policy.require(request.actor, "administer")
    one = _post(post)
    expected = request.POST.get("expected", "") or seen(one, FIELDS)
    asking = Asking(
        _("Change the post"), _("Save"), _trail(one.unit, one), expected=expected, finds=FINDS
    )
    form = PostForm(request.POST or None, initial={name: getattr(one, name) for name in FIELDS})

    def act() -> str:
        return _page(posts.change(one.pk, request.POST, by=request.actor, expected=expected))

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def close(request: DeskRequest, post: UUID) -> HttpResponse:
    """Take a post out of use; refused while it holds open matters."""
    policy.require(request.actor, "administer")
    one = _post(post)
    asking = Asking(
        _("Close the post"), _("Close it today"), _trail(one.unit, one), warn=True,
        lede=_("Whoever holds it holds it no longer than today. It can be opened again."),
        link=handover(),
    )  # fmt: skip
    return ask(request, asking, NothingForm(), lambda: _page(posts.close(one.pk, by=request.actor)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def reopen(request: DeskRequest, post: UUID) -> HttpResponse:
    """Take a post into use again."""
    policy.require(request.actor, "administer")
    one = _post(post)
    asking = Asking(_("Open the post again"), _("Open it"), _trail(one.unit, one))
    return ask(
        request, asking, NothingForm(), lambda: _page(posts.reopen(one.pk, by=request.actor))
    )


def _post(key: UUID) -> Post:
    try:
        return registry.post(key)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown


def _page(post: Post) -> str:
    return reverse("desk:admin_post", args=[post.pk])


def _trail(unit: Unit, post: Post | None = None) -> tuple[tuple[str, str], ...]:
    trail = (
        (reverse("desk:admin"), _("Administration")),
        (reverse("desk:admin_units"), _("Units")),
        (reverse("desk:admin_unit", args=[unit.pk]), unit.name),
    )
    return (*trail, (_page(post), post.title)) if post else trail
