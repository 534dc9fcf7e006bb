"""Absences: one's own, those in which one stands in, those of the people one answers for."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.administration.asking import Asking, ask
from huiyin.people import policy
from huiyin.people.actions import absences
from huiyin.people.forms.absence import AbsenceForm
from huiyin.people.forms.empty import NothingForm
from huiyin.people.forms.person import PersonForm
from huiyin.people.models import Absence, Account
from huiyin.people.rings import rings

MOST = 200
"""Rows of the list of people; those who are away soonest come first."""


@staff
@require_GET
def show(request: DeskRequest) -> HttpResponse:
    """Who is away, and who stands in for whom."""
    me = request.actor.account_id
    assert me is not None  # noqa: S101 -- staff signed in
    answers = policy.may(request.actor, "administer") or bool(absences.headed(request.actor))
    people = list(absences.of_people(request.actor)[:MOST]) if answers else []
    named = {one.pk: one for one in people}
    round_ = rings(list(named), timezone.localdate()) if people else []
    shown = {
        "own": absences.of_account(me),
        "stood_in": absences.stood_in_by(me),
        "people": people,
        "without": [one for one in people if one.deputy_id is None],
        "rings": [(named[one.absence].account, one) for one in round_],
        "answers": answers,
        "today": timezone.localdate(),
    }
    return render(request, "desk/absences.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def enter(request: DeskRequest) -> HttpResponse:
    """One's own absence, or (`?for=`) that of somebody one answers for."""
    account = _whose(request)
    own = account.pk == request.actor.account_id
    title = _("Enter an absence") if own else _("Enter an absence of %(name)s")
    asking = Asking(
        title % {"name": account}, _("Save"), _trail(),
        lede=_("Whole days, both included. The deputy acts in your posts on these days, marked"
               " as such, and not before."),
    )  # fmt: skip
    today = timezone.localdate()
    initial = {"starts_on": today, "ends_on": today}
    form = AbsenceForm(request.POST or None, account=account, initial=initial)

    def act() -> str:
        absences.enter(account.pk, request.POST, by=request.actor)
        return reverse("desk:absences")

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def choose(request: DeskRequest) -> HttpResponse:
    """Whose absence is to be entered."""
    if not (policy.may(request.actor, "administer") or absences.headed(request.actor)):
        raise PermissionDenied
    asking = Asking(_("Whose absence?"), _("Continue"), _trail(), finds="account:accounts")
    form = PersonForm(request.POST or None)

    def act() -> str:
        found = PersonForm.of(request.POST)
        absences.require(request.actor, found.pk)
        return f"{reverse('desk:absence_new')}?for={found.pk}"

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def end(request: DeskRequest, absence: UUID) -> HttpResponse:
    """Somebody is back, or does not go."""
    one = Absence.objects.select_related("account").filter(pk=absence).first()
    if one is None:
        raise Http404
    absences.require(request.actor, one.account_id)
    asking = Asking(
        _("Call off the absence"), _("There from today on"), _trail(),
        lede=_("%(name)s, from %(first)s to %(last)s.")
        % {"name": one.account, "first": one.starts_on, "last": one.ends_on},
    )  # fmt: skip

    def act() -> str:
        absences.call_off(one.pk, by=request.actor)
        return reverse("desk:absences")

    return ask(request, asking, NothingForm(), act)


def _whose(request: DeskRequest) -> Account:
    """The account of `?for=`, one's own without it. Raises Http404, PermissionDenied."""
    key = request.GET.get("for", "") or str(request.actor.account_id)
    try:
        account = Account.objects.filter(pk=UUID(key), is_active=True).first()
    except ValueError:
        account = None
    if account is None:
        raise Http404
    absences.require(request.actor, account.pk)
    return account


def _trail() -> tuple[tuple[str, str], ...]:
    return ((reverse("desk:absences"), _("Absence and deputies")),)
