"""Units: set up, changed, dissolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.people import policy
from huiyin.people.actions import admins, guards
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import Constraints, checked, fill, refuse_stale, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import note, values_of
from huiyin.people.forms.unit import FIELDS, DissolveForm, UnitForm
from huiyin.people.models import Unit

KIND = "unit"
_END = ("dissolved_on", "successor")
_HELD: Constraints = {
    "people_unit_code_key": ("code", gettext_lazy("Another unit has this code.")),
    "unit_one_takes_online": (
        "takes_online", gettext_lazy("Another unit takes in what is raised online there."),
    ),
}  # fmt: skip


def create(data: Mapping[str, Any], *, by: Actor) -> Unit:
    """Set up a unit from raw form data. Raises PermissionDenied, Invalid."""
    account = policy.require(by, "administer")
    form = checked(UnitForm(data))
    unit = Unit()
    fill(unit, form.cleaned_data, FIELDS)
    with saving(form, _HELD):
        unit.save(force_insert=True)
        note(KIND, unit, "create", by=account, after=values_of(unit, FIELDS))
    return unit


def change(key: UUID, data: Mapping[str, Any], *, by: Actor, expected: str) -> Unit:
    """Change a unit that stood as `saving.seen` says. Raises PermissionDenied, Invalid, Refused,
    Unit.DoesNotExist."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=key)
        refuse_stale(unit, FIELDS, expected)
        _refuse_dissolved(unit)
        before = values_of(unit, FIELDS)
        form = checked(UnitForm(data, unit=unit))
        fill(unit, form.cleaned_data, FIELDS)
        with saving(form, _HELD):
            unit.save()
            note(KIND, unit, "change", by=account, before=before, after=values_of(unit, FIELDS))
    return unit


def dissolve(key: UUID, data: Mapping[str, Any], *, by: Actor) -> Unit:
    """End a unit today. Refused while it owns open matters or has units below it: nothing may be
    left without somebody who answers for it."""
    account = policy.require(by, "administer")
    with transaction.atomic():
        unit = Unit.objects.select_for_update(no_key=True).get(pk=key)
        _refuse_dissolved(unit)
        form = checked(DissolveForm(data, unit=unit))
        _refuse_needed(unit)
        before = values_of(unit, _END)
        unit.dissolved_on = timezone.localdate()
        unit.successor = form.cleaned_data["successor"]
        unit.save()
        admins.keep_one()
        note(
            KIND, unit, "dissolve", by=account, before=before, after=values_of(unit, _END),
            reason=form.cleaned_data["reason"],
        )  # fmt: skip
    return unit


def _refuse_dissolved(unit: Unit) -> None:
    if unit.dissolved_on is not None:
        raise Refused("dissolved", _("This unit has been dissolved: it is not changed any more."))


def _refuse_needed(unit: Unit) -> None:
    if below := Unit.objects.filter(parent=unit, dissolved_on__isnull=True).count():
        raise Refused("has_units", ngettext(
            "%(n)s unit stands below it: give it another superior first.",
            "%(n)s units stand below it: give them another superior first.", below,
        ) % {"n": below})  # fmt: skip
    if owned := guards.open_matters(KIND, unit.pk):
        raise Refused("owns_matters", ngettext(
            "It has %(n)s open matter: pass it on first.",
            "It has %(n)s open matters: pass them on first.", owned,
        ) % {"n": owned})  # fmt: skip
