"""Signing in: the first step with name and password or a passkey, the second with a factor."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.http import HttpResponse
from typing_extensions import override

from huiyin.accounts.forms import SignInForm


class Refuses:
    """Forms that are refused answer 422, like every form here."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # a mixin
        response.status_code = 422
        return response


class SignIn(Refuses, LoginView):
    """User name and password. A wrong name, a wrong password and too many tries look the same."""

    template_name = "account/login.html"

    @override
    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else ""
        return {**super().get_context_data(**kwargs), "office": office}


class SecondStep(Refuses, AuthenticateView):
    """The code of an app, a recovery code or a security key."""


class SignInByPasskey(LoginWebAuthnView):
    """A passkey alone: it is something one has and something one is or knows."""
