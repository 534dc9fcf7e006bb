"""Forms of signing in: allauth's, under the names of our pages."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from django.contrib.auth.forms import PasswordChangeForm
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class SignInForm(LoginForm):
    """User name and password; the name is sent as `username`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["password"].label = _("Password")

    @override
    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else str(super().add_prefix(field_name))


class OwnPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice; wrong old ones are counted as at sign-in."""

    @override
    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not get_adapter().reauthenticate(self.user, old):
            raise get_adapter().validation_error("incorrect_password")
        return old
