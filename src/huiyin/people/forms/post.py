"""The form of a post."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from huiyin.people.forms.references import Reference
from huiyin.people.models import Role
from huiyin.places.models import Grid

FIELDS = ("title", "role", "grid", "phone")


class PostForm(forms.Form):
    """Title and role; a grid worker's post names its grid, no other does."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=60)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    grid = Reference(
        Grid.objects.all, label=gettext_lazy("Grid"), required=False,
        help_text=gettext_lazy("Only for a grid worker: code (15 digits) or name."),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False,
        help_text=gettext_lazy("Of the office, for service cards; never somebody's own."),
    )  # fmt: skip

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("role") == Role.GRID and "grid" in given and given["grid"] is None:
            missing = ValidationError(_("Name the grid of a grid worker's post."), code="required")
            self.add_error("grid", missing)
        elif given.get("role") != Role.GRID and given.get("grid"):
            odd = ValidationError(_("Only a grid worker's post has a grid."), code="not_grid")
            self.add_error("grid", odd)
        return given
