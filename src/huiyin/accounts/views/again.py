"""Proving again who one is, before factors are changed."""

from __future__ import annotations

from allauth.account.views import ReauthenticateView as ByPassword
from allauth.mfa.base.views import ReauthenticateView as ByCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView as ByKey

from huiyin.accounts.views.sign_in import Refuses


class PasswordAgain(Refuses, ByPassword):
    """The password once more."""


class CodeAgain(Refuses, ByCode):
    """A code of the app, or a recovery code."""


class KeyAgain(ByKey):
    """The security key or passkey once more."""
