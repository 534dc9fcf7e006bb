"""Forms of service points, pools and their members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.duties.directory.kinds import EXPERTS, POINTS, POOLS
from huiyin.matters.models import Category
from huiyin.people.forms.references import Reference
from huiyin.people.models import Unit
from huiyin.places.models import Division

_DAYS = [
    (0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
]  # fmt: skip


class PointForm(forms.Form):
    """A service point. No names of people: how many work there."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(POINTS.items()))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    division = Reference(Division.objects.in_force, label=gettext_lazy("Place"), key="pk")
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    hours = forms.CharField(label=gettext_lazy("Opening hours"), max_length=200, required=False)
    rooms = forms.IntegerField(
        label=gettext_lazy("Rooms"), min_value=0, max_value=1000, required=False
    )
    staff = forms.IntegerField(
        label=gettext_lazy("People who work there"), min_value=0, max_value=10000, required=False
    )
    opened_on = forms.DateField(label=gettext_lazy("Open since"), required=False)


class PoolForm(forms.Form):
    """A pool that a unit keeps."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(POOLS.items()))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    unit = Reference(
        lambda: Unit.objects.filter(dissolved_on__isnull=True), label=gettext_lazy("Kept by")
    )


class ExpertForm(forms.Form):
    """A member of a pool, who agreed to be asked."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("As"), choices=list(EXPERTS.items()))
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False,
        help_text=gettext_lazy("At which they agreed to be called for this."),
    )  # fmt: skip
    expertise = forms.CharField(
        label=gettext_lazy("Expertise"), max_length=400, required=False,
        help_text=gettext_lazy("Codes of categories, with spaces between; an upper one covers all"
                               " below it."),
    )  # fmt: skip
    division = Reference(
        Division.objects.in_force, label=gettext_lazy("Comes to"), required=False, key="pk"
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Can be asked on"), choices=_DAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    away_until = forms.DateField(label=gettext_lazy("Away until"), required=False)
    agreed = forms.BooleanField(label=gettext_lazy("Agreed to stand in this list"))

    def clean_expertise(self) -> list[str]:
        codes = sorted(set(self.cleaned_data["expertise"].split()))
        known = set(Category.objects.filter(pk__in=codes).values_list("pk", flat=True))
        if unknown := [code for code in codes if code not in known]:
            said = _("No categories: %(codes)s.") % {"codes": "、".join(unknown)}
            raise ValidationError(said, code="unknown")
        return codes

    @property
    def row(self) -> dict[str, Any]:
        """The cleaned values as columns."""
        return {name: value for name, value in self.cleaned_data.items() if name != "agreed"}
