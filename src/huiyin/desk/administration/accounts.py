"""Accounts: the list, one account with its posts now and before, its forms."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.desk.access import DeskRequest, never_kept, staff
from huiyin.desk.administration.addresses import handover
from huiyin.desk.administration.asking import Asking, ask, asked
from huiyin.desk.administration.change_words import told
from huiyin.people import policy, registry
from huiyin.people.actions import accounts
from huiyin.people.actions.saving import seen
from huiyin.people.forms.account import FIELDS, AccountForm
from huiyin.people.forms.empty import NothingForm
from huiyin.people.models import Account

_LINK = "admin_link"
"""In the session until the next page shows it, once: account and address."""


@require_safe
@staff
def show_all(request: DeskRequest) -> HttpResponse:
    """Accounts by user name, or what is found (`q`)."""
    policy.require(request.actor, "read")
    text, after = asked(request, "q"), asked(request, "after")
    context = {
        "part": registry.accounts(text, after), "text": text,
        "is_first": not after, "may_change": policy.may(request.actor, "administer"),
    }  # fmt: skip
    return render(request, "desk/administration/accounts.html", context)


@require_safe
@staff
def show(request: DeskRequest, account: UUID) -> HttpResponse:
    """One account; the address to set a password is shown once, after it was made."""
    policy.require(request.actor, "read")
    one = _account(account)
    fresh = request.session.pop(_LINK, None)
    context = {
        "one": one, "holdings": registry.holdings(account=one.pk), "today": timezone.localdate(),
        "history": told(registry.history(accounts.KIND, one.pk)),
        "link": fresh[1] if fresh and fresh[0] == str(one.pk) else "",
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "has_password": one.has_usable_password(),
        "may_change": policy.may(request.actor, "administer"),
    }  # fmt: skip
    return never_kept(render(request, "desk/administration/account.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def create(request: DeskRequest) -> HttpResponse:
    """A new account, with the address where its owner sets a password."""
    policy.require(request.actor, "administer")
    asking = Asking(
        _("New account"), _("Make the account"), _trail(),
        lede=_("Then you get an address that its owner opens to set a password."),
    )  # fmt: skip
    form = AccountForm(request.POST or None, initial={"language": settings.LANGUAGE_CODE})

    def act() -> str:
        made = accounts.create(request.POST, by=request.actor)
        return _linked(request, made.pk)

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def change(request: DeskRequest, account: UUID) -> HttpResponse:
    """What is said about an account."""
    policy.require(request.actor, "administer")
    one = _account(account)
    expected = request.POST.get("expected", "") or seen(one, FIELDS)
    asking = Asking(_("Change the account"), _("Save"), _trail(one), expected=expected)
    initial = {name: getattr(one, name) for name in FIELDS}
    form = AccountForm(request.POST or None, account=one, initial=initial)

    def act() -> str:
        accounts.change(one.pk, request.POST, by=request.actor, expected=expected)
        return _page(one.pk)

    return ask(request, asking, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def link(request: DeskRequest, account: UUID) -> HttpResponse:
    """Make an address where the owner sets a password."""
    policy.require(request.actor, "administer")
    one = _account(account)
    asking = Asking(
        _("Address to set a password"), _("Make the address"), _trail(one),
        lede=_("Give it to %(name)s in person. Whoever has it can sign in as them. It works once.")
        % {"name": one},
    )  # fmt: skip
    return ask(request, asking, NothingForm(), lambda: _linked(request, one.pk))


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def shut(request: DeskRequest, account: UUID) -> HttpResponse:
    """Nobody signs in to it any more."""
    policy.require(request.actor, "administer")
    one = _account(account)
    asking = Asking(
        _("Shut the account"), _("Shut it now"), _trail(one), warn=True, link=handover(),
        lede=_("Nobody can sign in to it. Its posts and their matters stay until handed over."),
    )  # fmt: skip
    return ask(
        request, asking, NothingForm(), lambda: _page(accounts.shut(one.pk, by=request.actor).pk)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def reopen(request: DeskRequest, account: UUID) -> HttpResponse:
    """It can be used again."""
    policy.require(request.actor, "administer")
    one = _account(account)
    asking = Asking(_("Open the account again"), _("Open it"), _trail(one))
    return ask(
        request, asking, NothingForm(), lambda: _page(accounts.reopen(one.pk, by=request.actor).pk)
    )


def _linked(request: DeskRequest, key: UUID) -> str:
    address = reverse("desk:set_password", args=accounts.link(key, by=request.actor))
    request.session[_LINK] = (str(key), request.build_absolute_uri(address))
    return _page(key)


def _account(key: UUID) -> Account:
    try:
        return registry.account(key)
    except ObjectDoesNotExist as unknown:
        raise Http404 from unknown


def _page(key: UUID) -> str:
    return reverse("desk:admin_account", args=[key])


def _trail(one: Account | None = None) -> tuple[tuple[str, str], ...]:
    trail = (
        (reverse("desk:admin"), _("Administration")),
        (reverse("desk:admin_accounts"), _("Accounts")),
    )
    return (*trail, (_page(one.pk), str(one))) if one else trail
