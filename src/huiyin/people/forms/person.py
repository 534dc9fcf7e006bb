"""A form that asks for a person of the staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.people.actions.saving import checked
from huiyin.people.forms.holding import accounts
from huiyin.people.forms.references import Reference
from huiyin.people.models import Account


class PersonForm(forms.Form):
    """Whom it is about."""

    account = Reference(
        accounts, "username", "display_name", label=gettext_lazy("Account"),
        help_text=gettext_lazy("User name or name."),
    )  # fmt: skip

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Account:
        """The person named. Raises Invalid."""
        found: Account = checked(cls(data)).cleaned_data["account"]
        return found
