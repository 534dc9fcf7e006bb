"""The forms of a holding: who gets a post from when, and when it ends."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from huiyin.people.forms.references import Reference
from huiyin.people.models import Account, Holding, Post


def accounts() -> QuerySet[Account]:
    """Accounts that can sign in."""
    return Account.objects.filter(is_active=True)


class HoldForm(forms.Form):
    """Who holds `post` from one day to another, both included."""

    account = Reference(
        accounts, "username", "display_name", label=gettext_lazy("Account"),
        help_text=gettext_lazy("User name or name."),
    )  # fmt: skip
    starts_on = forms.DateField(label=gettext_lazy("From"))
    ends_on = forms.DateField(
        label=gettext_lazy("To"), required=False,
        help_text=gettext_lazy("The last day; empty when it is not known yet."),
    )  # fmt: skip

    def __init__(self, *args: Any, post: Post, **options: Any) -> None:
        super().__init__(*args, **options)
        self.post = post

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            early = ValidationError(_("The last day is before the first."), code="too_early")
            self.add_error("ends_on", early)
        elif first and (other := self._meanwhile(first, last)):
            self.add_error("starts_on", ValidationError(taken_by(other), code="taken"))
        return given

    def _meanwhile(self, first: Any, last: Any) -> Holding | None:
        held = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        if last:
            held = held.filter(starts_on__lte=last)
        return held.filter(post=self.post).select_related("account").order_by("starts_on").first()


def taken_by(other: Holding) -> str:
    """“Lin holds this post from … to …”, as an error says it."""
    values = {"name": other.account, "first": other.starts_on, "last": other.ends_on}
    if other.ends_on is None:
        return _("%(name)s holds this post since %(first)s: end that first.") % values
    return _("%(name)s holds this post from %(first)s to %(last)s.") % values


class EndForm(forms.Form):
    """The last day of a holding."""

    ends_on = forms.DateField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, holding: Holding, **options: Any) -> None:
        super().__init__(*args, **options)
        self.holding = holding

    def clean_ends_on(self) -> Any:
        last = self.cleaned_data["ends_on"]
        if last < self.holding.starts_on:
            early = _("It began on %(day)s.") % {"day": self.holding.starts_on}
            raise ValidationError(early, code="too_early")
        return last
