"""The form of an absence: from when to when, and who acts meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from huiyin.people.models import Absence, Account, Holding, Unit

LONGEST = timedelta(days=366)


def colleagues(account: Account, on: date) -> QuerySet[Account]:
    """Who may deputise: accounts in use, not this one, that hold a post on that day in a unit where
    this one does, or in the one above it."""
    units = Unit.objects.filter(pk__in=_held(on).filter(account=account).values("post__unit"))
    near = Q(post__unit__in=units.values("pk")) | Q(post__unit__in=units.values("parent"))
    holders = _held(on).filter(near).values("account")
    rows = Account.objects.filter(pk__in=holders, is_active=True).exclude(pk=account.pk)
    return rows.order_by("display_name", "username")


def _held(on: date) -> QuerySet[Holding]:
    return Holding.objects.on(on).filter(post__active=True)


class AbsenceForm(forms.Form):
    """When `account` is away, and who stands in."""

    starts_on = forms.DateField(label=gettext_lazy("First day away"))
    ends_on = forms.DateField(label=gettext_lazy("Last day away"))
    deputy = forms.ModelChoiceField(
        Account.objects.none(), required=False, label=gettext_lazy("Deputy"),
        help_text=gettext_lazy(
            "Acts in all posts meanwhile, under their own name. Without one, nobody does; the head"
            " of the unit sees that."
        ),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=200,
        help_text=gettext_lazy("Leave, training, a journey …; no illness by name."),
    )  # fmt: skip

    def __init__(self, *args: Any, account: Account, **options: Any) -> None:
        super().__init__(*args, **options)
        self.account = account
        deputy = self.fields["deputy"]
        assert isinstance(deputy, forms.ModelChoiceField)  # noqa: S101 -- declared above
        deputy.queryset = colleagues(account, timezone.localdate())

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first is None or last is None:
            return given
        if wrong := _wrong_days(first, last):
            self.add_error(*wrong)
        elif other := _running(self.account, first, last).first():
            values = {"first": other.starts_on, "last": other.ends_on}
            text = _("Away already from %(first)s to %(last)s: end that first.") % values
            self.add_error("starts_on", ValidationError(text, code="taken"))
        elif (deputy := given.get("deputy")) and comes_round(self.account, deputy, first, last):
            text = _("%(name)s is away then, and you would stand in for each other.")
            loop = ValidationError(text % {"name": deputy}, code="loop")
            self.add_error("deputy", loop)
        return given


def _wrong_days(first: date, last: date) -> tuple[str, ValidationError] | None:
    if first < timezone.localdate():
        return "starts_on", ValidationError(_("This day is over."), code="too_early")
    if last < first:
        text = _("The last day is before the first.")
        return "ends_on", ValidationError(text, code="too_early")
    if last - first > LONGEST:
        text = _("Longer than a year: hand the post over instead.")
        return "ends_on", ValidationError(text, code="too_late")
    return None


def _running(account: Account, first: date, last: date) -> QuerySet[Absence]:
    """What was entered for somebody in these days and not called off."""
    rows = Absence.objects.filter(account=account, ended_at__isnull=True)
    return rows.filter(starts_on__lte=last, ends_on__gte=first).order_by("starts_on")


def comes_round(account: Account, deputy: Account, first: date, last: date) -> bool:
    """Would the chain of deputies lead back to `account` on some of these days?

    Follows each way through the days on which it is open; a way that meets somebody twice without
    `account` is a ring of others and none of this one's.
    """
    ways = [(deputy, first, last, frozenset({deputy.pk}))]
    while ways:
        at, begin, end, met = ways.pop()
        for absence in _running(at, begin, end).select_related("deputy"):
            following = absence.deputy
            if following is None or following.pk in met:
                continue
            if following.pk == account.pk:
                return True
            days = max(begin, absence.starts_on), min(end, absence.ends_on)
            ways.append((following, *days, met | {following.pk}))
    return False
