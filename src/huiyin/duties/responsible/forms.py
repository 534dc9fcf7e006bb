"""The form of a responsibility: which kind, which post, for what, from when to when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from typing_extensions import override

from huiyin.duties.scope import LEVELS
from huiyin.engine.method_shape import ResponsibilityShape
from huiyin.people.forms.references import Reference
from huiyin.people.models import Post, Unit
from huiyin.places.models import Division, ServicePoint

Shapes = Mapping[str, ResponsibilityShape]


class ResponsibilityForm(forms.Form):
    """`shapes`: the kinds of the method in force."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    unit = Reference(
        lambda: Unit.objects.filter(dissolved_on__isnull=True),
        label=gettext_lazy("Unit of the post"),
    )
    post = forms.CharField(
        label=gettext_lazy("Post"), max_length=60,
        help_text=gettext_lazy("Its title, as it stands in the unit."),
    )  # fmt: skip
    division = Reference(
        Division.objects.in_force, label=gettext_lazy("For which place"), required=False,
        key="pk",
    )  # fmt: skip
    line = forms.CharField(
        label=gettext_lazy("For which line of work"), max_length=60, required=False
    )
    point = Reference(
        lambda: ServicePoint.objects.filter(closed_on__isnull=True),
        label=gettext_lazy("For which service point"), required=False, key="name",
    )  # fmt: skip
    matter = forms.CharField(
        label=gettext_lazy("For which matter (number)"), max_length=14, required=False
    )
    starts_on = forms.DateField(label=gettext_lazy("From"))
    ends_on = forms.DateField(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, shapes: Shapes, **options: Any) -> None:
        super().__init__(*args, **options)
        self.shapes = shapes
        language = get_language() or "zh"
        chosen = self.fields["kind"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 -- declared above
        chosen.choices = [(key, shape.say(language)) for key, shape in shapes.items()]

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self._wrong("ends_on", "too_early", _("The last day is before the first."))
        shape = self.shapes.get(given.get("kind", ""))
        if shape is not None:
            self._post(shape)
            self._subject(shape)
        return given

    def _post(self, shape: ResponsibilityShape) -> None:
        """The title becomes the post, which must have a role of the kind."""
        unit, title = self.cleaned_data.get("unit"), self.cleaned_data.get("post")
        if unit is None or not title:
            return
        posts = Post.objects.filter(unit=unit, active=True, role__in=shape.roles)
        found = list(posts.filter(title=title).select_related("unit")[:2])
        if len(found) == 1:
            self.cleaned_data["post"] = found[0]
            return
        names = "、".join(sorted(set(posts.values_list("title", flat=True)[:8]))) or "—"
        said = _("This unit has these posts for it: %(names)s.") % {"names": names}
        self._wrong("post", "unknown", said)

    def _subject(self, shape: ResponsibilityShape) -> None:
        """What the kind asks for must be there, and nothing else."""
        for name in ("division", "line", "point", "matter"):
            value = self.cleaned_data.get(name)
            if name == shape.scope and not value and name not in self.errors:
                self._wrong(name, "required", _("This kind asks for it."))
            elif name != shape.scope and value:
                self._wrong(name, "not_asked", _("This kind does not ask for it."))
        place = self.cleaned_data.get("division")
        if shape.level and place is not None and place.level != LEVELS[shape.level]:
            self._wrong("division", "level", _("This kind is for places of another level."))

    def _wrong(self, field: str, code: str, said: str) -> None:
        self.add_error(field, ValidationError(said, code=code))


class DutiesForm(forms.Form):
    """What the letter obliges to."""

    duties = forms.CharField(
        label=gettext_lazy("Duties"), min_length=10, max_length=5000, widget=forms.Textarea,
        help_text=gettext_lazy("What is to be done; never a target such as “no appeals”."),
    )  # fmt: skip


class EndForm(forms.Form):
    """The last day of a responsibility."""

    ends_on = forms.DateField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, starts_on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.starts_on = starts_on

    def clean_ends_on(self) -> date:
        day: date = self.cleaned_data["ends_on"]
        if day < self.starts_on:
            raise ValidationError(_("The last day is before the first."), code="too_early")
        return day
