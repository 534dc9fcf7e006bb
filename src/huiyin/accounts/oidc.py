"""The office's own sign-in (OpenID Connect): finds the account by a claim, opens posts by a map."""

from __future__ import annotations

from typing import Any, cast

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from typing_extensions import override

from huiyin.accounts import log, oidc_roles
from huiyin.people.models import Account

PROVIDER = "office"
"""Id of the one provider, in its addresses: /account/oidc/office/login/."""


def claims_of(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the provider says of somebody: user info over the id token."""
    given: dict[str, Any] = sociallogin.account.extra_data
    return {**(given.get("id_token") or {}), **(given.get("userinfo") or {})}


class OfficeAdapter(DefaultSocialAccountAdapter):
    """A known subject signs in; a new one is joined to the account that the claim names, once.

    Later sign-ins go by the provider's unchanging subject (`sub`), so that a name given to somebody
    else at the provider opens nothing here.
    """

    @override
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Raises ImmediateHttpResponse when nobody here may come in by this."""
        sociallogin.email_addresses = []  # accounts are not found by mail
        if sociallogin.state.get("process") not in (None, "", "login"):
            _refuse(request)
        if not sociallogin.is_existing:
            self._find(request, sociallogin)

    def _find(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        name = str(claims_of(sociallogin).get(settings.OIDC_CLAIM) or "")
        account = Account.objects.filter(username=name).first() if name else None
        if account is not None:
            if not account.is_active or _has_another(account, sociallogin):
                _refuse(request)
            sociallogin.connect(request, account)
            log.of(account, "linked", by=account, provider=str(settings.OIDC_NAME))
        elif not (name and settings.OIDC_CREATES and _is_good_name(name)):
            log.of_nobody("failed", provider=str(settings.OIDC_NAME))
            _refuse(request)

    @override
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return bool(settings.OIDC_CREATES)

    @override
    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody is asked for anything: there is no sign-up page."""
        return True

    @override
    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> Account:
        claims = claims_of(sociallogin)
        account = cast("Account", sociallogin.user)
        account.username = str(claims.get(settings.OIDC_CLAIM) or "")
        account.display_name = str(claims.get("name") or account.username)[:60]
        return account

    @override
    def save_user(
        self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None
    ) -> Account:
        account: Account = super().save_user(request, sociallogin, form)
        log.of(account, "created", provider=str(settings.OIDC_NAME))
        return account


def open_posts(request: HttpRequest, user: Account, **given: Any) -> None:
    """After a sign-in by OIDC: holdings as the role map says (`accounts.signals` calls it)."""
    sociallogin = given.get("sociallogin")
    if sociallogin is None or not settings.OIDC_ROLES:
        return
    rules = oidc_roles.read(settings.OIDC_ROLES)
    result = oidc_roles.apply(user, claims_of(sociallogin), rules)
    for rule in result.without_post:
        messages.warning(
            request,
            _("No free post in %(unit)s for you. Ask your administrator.") % {"unit": rule.unit},
        )


def _has_another(account: Account, sociallogin: SocialLogin) -> bool:
    """Is the account somebody else's at the provider already?"""
    return SocialAccount.objects.filter(
        user_id=account.pk, provider=sociallogin.account.provider
    ).exists()


def _is_good_name(name: str) -> bool:
    try:
        Account(username=name, display_name="-", password="-").clean_fields()  # noqa: S106 -- none
    except ValidationError:
        return False
    return True


def _refuse(request: HttpRequest) -> None:
    text = _("%(name)s let you in, but you have no account here. Ask your administrator.")
    messages.error(request, text % {"name": settings.OIDC_NAME})
    raise ImmediateHttpResponse(redirect("account_login"))
