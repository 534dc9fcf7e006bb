"""How allauth signs people in here: by user name, counted, without telling who exists."""

from __future__ import annotations

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.accounts import guard, log
from huiyin.people.models import Account


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "User name or password is wrong, or there were too many tries. Wait a quarter of an"
            " hour or ask your administrator."
        ),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many tries. Wait a few minutes."),
        "incorrect_code": _("This code is wrong or was used already."),
    }

    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    @override
    def is_safe_url(self, url: str) -> bool:
        """Only pages of this address: whoever sends a link cannot lead people elsewhere."""
        host = self.request.get_host()
        return url_has_allowed_host_and_scheme(url, {host}, require_https=self.request.is_secure())

    @override
    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """The account whose name and password these are; None for everything else.

        The password is hashed once in every case, and before it matters whether the name is
        locked: time tells nothing (Django hashes for unknown names and closed accounts too).
        """
        name = str(credentials["username"])
        tried = guard.count(self.get_client_ip(request), name)
        found = authenticate(request, username=name, password=credentials["password"])
        if isinstance(found, Account) and not tried.is_locked:
            guard.take_back(tried)
            return found
        self._note_failure(request, name, tried)
        return None

    def _note_failure(self, request: HttpRequest, name: str, tried: guard.Tried) -> None:
        address = self.get_client_ip(request)
        account = Account.objects.filter(username=name).first()
        act = "locked" if tried.locks else "failed"
        if tried.is_locked or not (tried.is_told or tried.locks):
            return
        if account is None:
            if tried.is_told:
                log.of_nobody(act, address=address)
            return
        log.of(account, act, address=address)

    @override
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A change of factors wants a password or factor given in the last minutes, be it the
        sign-in itself."""
        request = self.request
        since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(request, request.user)
        return not any(record["at"] > since for record in records)

    @override
    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, self.error_messages["username_password_mismatch"])
        return redirect("account_login")

    @override
    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """In the language of the account, unless the browser has chosen one here."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    @override
    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say what happened in their own words; only refusals in plain words pass."""
        if kwargs.get("message"):
            super().add_message(*args, **kwargs)
