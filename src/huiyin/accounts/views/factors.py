"""Setting up and removing second factors."""

from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from typing_extensions import override

from huiyin.accounts.second_factor import MFAAdapter
from huiyin.accounts.views.sign_in import Refuses


class SetUpApp(Refuses, ActivateTOTPView):
    """Scan the code, type what the app shows."""


class RemoveApp(Refuses, DeactivateTOTPView):
    """Remove the app."""


class AddKey(Refuses, AddWebAuthnView):
    """Add a security key or a passkey."""


class RemoveKey(RemoveWebAuthnView):
    """Remove one, unless the post demands it."""

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        adapter = MFAAdapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("account_security")
        response: HttpResponse = super().form_valid(form)
        return response


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes that are left."""


class NewRecoveryCodes(Refuses, GenerateRecoveryCodesView):
    """New ones; the old ones are void."""
