"""Starting a rota of the method in a unit, and ending it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.duties.models import Rota, Shift
from huiyin.duties.rotas import kinds, policy
from huiyin.duties.rotas.forms import StartForm
from huiyin.engine.method_shape import RotaShape
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import checked, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import note, values_of
from huiyin.people.models import Unit
from huiyin.places import method
from huiyin.ui.sentences import say

KIND = "rota"
FIELDS = ("unit", "pack", "key", "ended_on")


def start_form(data: Mapping[str, Any] | None, *, by: Actor) -> StartForm:
    """The form with the rotas that this actor can start. Raises PermissionDenied."""
    return _offer(data, by)[0]


def start(data: Mapping[str, Any], *, by: Actor) -> Rota:
    """Start a rota. Raises PermissionDenied, Invalid."""
    form, packs = _offer(data, by)
    given = checked(form).cleaned_data
    row = Rota(unit_id=UUID(given["unit"]), pack=packs[given["unit"]], key=given["key"])
    runs = _("You cannot start this rota there, or it runs already.")
    with saving(form, {"rota_of_unit": ("key", runs)}):
        row.save(force_insert=True)
        note(KIND, row, "create", by=by.account_id, after=values_of(row, FIELDS))
    return row


def end(rota_id: UUID, *, by: Actor) -> Rota:
    """End a rota today: shifts that have not begun are cancelled. Raises NotVisible,
    PermissionDenied, Refused when it has ended."""
    policy.seen(by, rota_id)
    with transaction.atomic():
        row = Rota.objects.select_for_update(no_key=True).get(pk=rota_id)
        shape = kinds.shape_of(row)
        policy.require(by, row.unit_id, shape.kind if shape else "duty")
        if row.ended_on is not None:
            raise Refused("over", _("This rota has ended."))
        before = values_of(row, FIELDS)
        row.ended_on = timezone.localdate()
        row.save(update_fields=["ended_on"])
        coming = Shift.objects.filter(rota=row, cancelled_at__isnull=True)
        coming.filter(begins_at__gt=timezone.now()).update(cancelled_at=timezone.now())
        note(KIND, row, "end", by=by.account_id, before=before, after=values_of(row, FIELDS))
    return row


def _offer(data: Mapping[str, Any] | None, by: Actor) -> tuple[StartForm, dict[str, str]]:
    """The form, and unit → pack in force there."""
    if not policy.plans_something(by):
        raise PermissionDenied
    units = Unit.objects.filter(pk__in=by.unit_ids).select_related("division").order_by("code")
    methods = method.in_force()
    run = set(
        Rota.objects.filter(unit__in=by.unit_ids, ended_on__isnull=True)
        .values_list("unit", "key")
    )  # fmt: skip
    offered, packs, names = {}, {}, []
    for unit in units:
        pack, shapes = kinds.offered(methods, unit)
        can = {
            key: say(shape) for key, shape in shapes.items()
            if (unit.pk, key) not in run and _may(by, unit, shape)
        }  # fmt: skip
        if can:
            offered[str(unit.pk)], packs[str(unit.pk)] = can, pack
            names.append((str(unit.pk), unit.name))
    return StartForm(data, units=names, kinds=offered), packs


def _may(by: Actor, unit: Unit, shape: RotaShape) -> bool:
    return policy.may_plan(by, unit.pk, shape.kind)
