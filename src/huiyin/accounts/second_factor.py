"""Second factors: who must have one, how their secrets are kept, that no code works twice."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.people.actor import actor_for
from huiyin.people.models import Account

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What can stand as a second factor by itself; recovery codes only replace a lost one."""
USED_SECONDS = 180
"""Longer than any code is good for: one step before and after its own half minute."""


def must_have(account: Account) -> bool:
    """Does a role held today demand a second factor (HUIYIN_MFA_ROLES)? No query without any."""
    demanded: frozenset[str] = settings.MFA_ROLES
    return bool(demanded) and bool(actor_for(account, timezone.localdate()).roles & demanded)


def has_one(account: Account, *, besides: int | None = None) -> bool:
    """Is a second factor set up, other than the authenticator `besides`?"""
    found = Authenticator.objects.filter(user_id=account.pk, type__in=FACTORS)
    return found.exclude(pk=besides).exists()


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is wrong or was used already."),
        "cannot_delete_authenticator": _(
            "Your post demands a second factor. Set up another one before you remove this one."
        ),
    }

    @override
    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    @override
    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    @override
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        account = authenticator.user
        return not must_have(account) or has_one(account, besides=authenticator.pk)

    @override
    def get_totp_issuer(self) -> str:
        return str(settings.INSTANCE_NAME)

    @override
    def _get_site_name(self) -> str:
        return str(settings.INSTANCE_NAME)

    @override
    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())


def _fernet() -> Fernet:
    return Fernet(bytes(settings.SECOND_FACTOR_KEY))


class _OnceMixin:
    """A code of the app is good for one sign-in, as long as it would be good at all."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of allauth's form beside it
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]  # same
        used = f"second-factor:{authenticator.pk}:{''.join(code.split())}"
        is_app = authenticator.type == Authenticator.Type.TOTP
        if is_app and not cache.add(used, 1, USED_SECONDS):
            raise MFAAdapter().validation_error("incorrect_code")
        return code


class SecondStepForm(_OnceMixin, AuthenticateForm):
    """The code at sign-in."""


class AgainForm(_OnceMixin, ReauthenticateForm):
    """The code before a change of factors."""
