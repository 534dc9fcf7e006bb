"""What follows a sign-in or a changed factor: the log, the session's list, what is due first."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in as session_began
from django.http import HttpRequest

from huiyin.accounts import first, log, oidc
from huiyin.accounts.adapter import AccountAdapter
from huiyin.accounts.second_factor import FACTORS, has_one, must_have
from huiyin.people.models import Account

_WAYS = "account_authentication_methods"  # where allauth keeps how somebody signed in


def connect() -> None:
    """Enter the receivers below."""
    session_began.connect(_first_things, dispatch_uid="accounts.first")
    signed_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    signed_in.connect(oidc.open_posts, dispatch_uid="accounts.open_posts")
    factors.authenticator_added.connect(_added, dispatch_uid="accounts.added")
    factors.authenticator_removed.connect(_removed, dispatch_uid="accounts.removed")
    factors.authenticator_reset.connect(_renewed, dispatch_uid="accounts.renewed")
    factors.authentication_failed.connect(_wrong_code, dispatch_uid="accounts.wrong")


def _first_things(request: HttpRequest, user: Account, **_: Any) -> None:
    if must_have(user) and not has_one(user):
        request.session[first.FACTOR_DUE] = True


def _signed_in(request: HttpRequest, user: Account, **_: Any) -> None:
    ways = [str(one.get("type") or one["method"]) for one in request.session.get(_WAYS, ())]
    log.of(user, "signed_in", by=user, address=_address(request), ways=" + ".join(ways))


def _added(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    if authenticator.type in FACTORS:
        request.session.pop(first.FACTOR_DUE, None)
    log.of(user, "factor_added", by=user, factor=authenticator.type)


def _removed(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    log.of(user, "factor_removed", by=user, factor=authenticator.type)


def _renewed(request: HttpRequest, user: Account, authenticator: Authenticator, **_: Any) -> None:
    log.of(user, "factor_renewed", by=user, factor=authenticator.type)


def _wrong_code(request: HttpRequest, user: Account, **_: Any) -> None:
    log.of(user, "failed", address=_address(request), ways="second factor")


def _address(request: HttpRequest) -> str:
    return str(AccountAdapter(request).get_client_ip(request))
