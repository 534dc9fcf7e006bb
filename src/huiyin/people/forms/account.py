"""The form of an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.people.models import Account

FIELDS = ("username", "display_name", "email", "language", "large_type")


class AccountForm(forms.Form):
    """`account` is the one that is changed, None for a new one."""

    username = forms.CharField(
        label=gettext_lazy("User name"), max_length=60, validators=[UnicodeUsernameValidator()],
        help_text=gettext_lazy("What is typed to sign in: letters, digits and @ . + - _"),
    )  # fmt: skip
    display_name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    large_type = forms.BooleanField(label=gettext_lazy("Large type"), required=False)

    def __init__(self, *args: Any, account: Account | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account

    def clean_username(self) -> str:
        name = str(Account.normalize_username(self.cleaned_data["username"]))
        others = Account.objects.filter(username__iexact=name)
        if self.account:
            others = others.exclude(pk=self.account.pk)
        if others.exists():
            raise ValidationError(_("Another account has this user name."), code="taken")
        return name
