"""What a resident can choose in a form: only units, and only those the law gives the choice of."""

from __future__ import annotations

from collections.abc import Mapping

from huiyin.engine.definition import FormField
from huiyin.matters.queries.matter import MatterPage
from huiyin.people.models import Unit
from huiyin.ui.fields import Option


def options_for(page: MatterPage, form: Mapping[str, FormField]) -> dict[str, tuple[Option, ...]]:
    """Name of a unit field → the units it may name; other references offer nothing."""
    found: dict[str, tuple[Option, ...]] = {}
    for name, spec in form.items():
        if spec.among == "superiors":
            units = Unit.objects.filter(pk__in=page.scene.superiors).order_by("code")
            found[name] = tuple(Option(str(unit.pk), unit.name) for unit in units)
        elif spec.type in {"unit", "post", "division", "category"}:
            found[name] = ()
    return found
