"""What one person wishes: quiet hours, a digest, which kinds; one form for page and API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.notices.models import Kind, Preference

KINDS = [(kind.value, kind.label) for kind in Kind if kind is not Kind.DIGEST]
"""What can be hidden or put into the digest."""
FIELDS = ("quiet_from", "quiet_to", "days_off", "digest_at", "digest_kinds", "hidden_kinds")


class WishesForm(forms.Form):
    """The rules: quiet hours have a beginning and an end; a digest has a time; what is hidden is
    in no digest."""

    quiet_from = forms.TimeField(required=False, label=_("Quiet from"))
    quiet_to = forms.TimeField(required=False, label=_("Quiet until"))
    days_off = forms.BooleanField(required=False, label=_("Quiet on days off of the calendar"))
    digest_at = forms.TimeField(required=False, label=_("Digest at, on working days"))
    digest_kinds = forms.MultipleChoiceField(
        choices=KINDS, required=False, label=_("In the digest")
    )
    hidden_kinds = forms.MultipleChoiceField(choices=KINDS, required=False, label=_("Not shown"))

    @override
    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, end = given.get("quiet_from"), given.get("quiet_to")
        for one, other in (("quiet_from", end), ("quiet_to", start)):
            if given.get(one) is None and other is not None and one not in self.errors:
                self.add_error(one, forms.ValidationError(
                    _("Quiet hours need a beginning and an end."), code="required",
                ))  # fmt: skip
        if start is not None and start == end:
            self.add_error("quiet_to", forms.ValidationError(
                _("The end must be another time than the beginning."), code="same",
            ))  # fmt: skip
        no_time = given.get("digest_at") is None and "digest_at" not in self.errors
        if given.get("digest_kinds") and no_time:
            self.add_error("digest_at", forms.ValidationError(
                _("A digest needs a time."), code="required",
            ))  # fmt: skip
        return given


def of(account: UUID) -> Preference:
    """What is wished now (a row that is not saved when nothing was wished yet). One statement."""
    return Preference.objects.filter(pk=account).first() or Preference(account_id=account)


def values(preference: Preference) -> dict[str, Any]:
    """The same as the form takes it."""
    return {name: getattr(preference, name) for name in FIELDS}


def keep(account: UUID, cleaned: Mapping[str, Any]) -> Preference:
    """Keep what a valid form says; it counts from the next notice on."""
    hidden = set(cleaned["hidden_kinds"])
    digest = [kind for kind in cleaned["digest_kinds"] if kind not in hidden]
    preference, _made = Preference.objects.update_or_create(
        account_id=account, defaults={**cleaned, "digest_kinds": digest}
    )
    return preference
