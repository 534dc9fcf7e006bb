"""Who holds a post: given from one day, ended on another."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.addresses import handover
from huiyin.desk.administration.asking import Asking, ask
from huiyin.people import policy, registry
from huiyin.people.actions import holdings
from huiyin.people.forms.empty import NothingForm
from huiyin.people.forms.holding import EndForm, HoldForm
from huiyin.people.models import Holding, Post

FINDS = "account:accounts"


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def hold(request: DeskRequest, post: UUID) -> HttpResponse:
    """Give a post to somebody."""
    policy.require(request.actor, "administer")
    try:
        one = registry.post(post)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown
    asking = Asking(_("Give the post to somebody"), _("Give the post"), _trail(one), finds=FINDS)
    initial = {"starts_on": timezone.localdate(), "account": request.GET.get("account", "")[:60]}
    form = HoldForm(request.POST or None, post=one, initial=initial)
    return ask(
        request, asking, form,
        lambda: _page(holdings.hold(one.pk, request.POST, by=request.actor).post_id),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def end(request: DeskRequest, holding: UUID) -> HttpResponse:
    """Name the last day of a holding."""
    policy.require(request.actor, "administer")
    one = _holding(holding)
    asking = Asking(
        _("End of a holding"), _("Save the last day"), _trail(one.post), link=handover(),
        lede=_("%(name)s holds this post since %(day)s. Matters stay with the post.")
        % {"name": one.account, "day": one.starts_on},
    )  # fmt: skip
    initial = {"ends_on": one.ends_on or timezone.localdate()}
    form = EndForm(request.POST or None, holding=one, initial=initial)
    return ask(
        request, asking, form,
        lambda: _page(holdings.end(one.pk, request.POST, by=request.actor).post_id),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def cancel(request: DeskRequest, holding: UUID) -> HttpResponse:
    """Take back a holding that has not begun."""
    policy.require(request.actor, "administer")
    one = _holding(holding)
    asking = Asking(
        _("Take back"), _("Take it back"), _trail(one.post), warn=True,
        lede=_("%(name)s would hold this post from %(day)s.")
        % {"name": one.account, "day": one.starts_on},
    )  # fmt: skip

    def act() -> str:
        holdings.cancel(one.pk, by=request.actor)
        return _page(one.post_id)

    return ask(request, asking, NothingForm(), act)


def _holding(key: UUID) -> Holding:
    found = Holding.objects.select_related("post__unit", "account").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _page(post: UUID) -> str:
    return reverse("desk:admin_post", args=[post])


def _trail(post: Post) -> tuple[tuple[str, str], ...]:
    return (
        (reverse("desk:admin"), _("Administration")),
        (reverse("desk:admin_unit", args=[post.unit_id]), post.unit.name),
        (_page(post.pk), post.title),
    )
