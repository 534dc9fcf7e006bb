"""The form of a unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from huiyin.people.forms.references import Reference
from huiyin.people.models import Unit
from huiyin.people.models.unit import UnitKind
from huiyin.places.models import Division

FIELDS = (
    "name", "code", "kind", "division", "parent", "line_parent", "vertical", "address", "phone",
    "reception_hours", "short_word", "takes_online",
)  # fmt: skip


def in_use() -> QuerySet[Unit]:
    """Units not dissolved."""
    return Unit.objects.filter(dissolved_on__isnull=True)


class UnitForm(forms.Form):
    """`unit` is the one that is changed, None for a new one."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=60, validators=[validate_slug],
        help_text=gettext_lazy("Letters, digits, - and _; in lists, imports and addresses."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=UnitKind.choices)
    division = Reference(
        Division.objects.in_force, label=gettext_lazy("Division"),
        help_text=gettext_lazy("Code (12 digits) or name of the place it serves."),
    )  # fmt: skip
    parent = Reference(
        in_use, label=gettext_lazy("Superior unit"), required=False,
        help_text=gettext_lazy("The government or office it belongs to; empty for the top."),
    )  # fmt: skip
    line_parent = Reference(
        in_use, label=gettext_lazy("Superior department of its line"), required=False,
        help_text=gettext_lazy("Where its decisions can be brought for review as well."),
    )  # fmt: skip
    vertical = forms.BooleanField(
        label=gettext_lazy("Under vertical management: it answers to its line alone"),
        required=False,
    )
    address = forms.CharField(label=gettext_lazy("Office address"), max_length=200, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    reception_hours = forms.CharField(
        label=gettext_lazy("Reception hours"), max_length=200, required=False
    )
    short_word = forms.CharField(
        label=gettext_lazy("Short word"), max_length=20, required=False,
        help_text=gettext_lazy("The unit's word in the numbers of its letters."),
    )  # fmt: skip
    takes_online = forms.BooleanField(
        label=gettext_lazy("Takes in what residents of its division raise online"), required=False
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit = unit

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self._others().filter(code=code).exists():
            raise ValidationError(_("Another unit has this code."), code="taken")
        return code

    def clean_parent(self) -> Unit | None:
        parent: Unit | None = self.cleaned_data["parent"]
        if parent and self.unit and self.unit.pk in (parent.pk, *parent.above):
            raise ValidationError(_("A unit cannot be above itself."), code="loop")
        return parent

    def clean_line_parent(self) -> Unit | None:
        above: Unit | None = self.cleaned_data["line_parent"]
        if above and self.unit and above.pk == self.unit.pk:
            raise ValidationError(_("A unit cannot be above itself."), code="loop")
        return above

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("vertical") and not given.get("line_parent") and "line_parent" in given:
            missing = _("Under vertical management, say which department is above it.")
            self.add_error("line_parent", ValidationError(missing, code="required"))
        if given.get("takes_online") and given.get("division"):
            there = self._others().filter(
                takes_online=True, division=given["division"], dissolved_on__isnull=True
            )
            if other := there.first():
                said = _("%(unit)s already takes in what is raised online there.")
                self.add_error(
                    "takes_online", ValidationError(said % {"unit": other}, code="taken")
                )
        return given

    def _others(self) -> QuerySet[Unit]:
        return Unit.objects.exclude(pk=self.unit.pk) if self.unit else Unit.objects.all()


class DissolveForm(forms.Form):
    """What is asked when a unit is dissolved."""

    successor = Reference(
        in_use, label=gettext_lazy("Successor"), required=False,
        help_text=gettext_lazy("The unit that goes on with its work; empty when there is none."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)

    def __init__(self, *args: Any, unit: Unit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unit = unit

    def clean_successor(self) -> Unit | None:
        successor: Unit | None = self.cleaned_data["successor"]
        if successor and successor.pk == self.unit.pk:
            raise ValidationError(_("A unit cannot succeed itself."), code="loop")
        return successor
