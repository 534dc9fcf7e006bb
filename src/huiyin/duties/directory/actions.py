"""Keeping the directory: service points, pools, members; every change is logged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.duties.directory import policy
from huiyin.duties.directory.forms import ExpertForm, PointForm, PoolForm
from huiyin.duties.models import Expert, Pool
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actions.saving import checked, saving
from huiyin.people.actor import Actor, PostView
from huiyin.people.changes import note, values_of
from huiyin.places.models import Division, ServicePoint

POINT = ("kind", "name", "division", "address", "phone", "hours", "rooms", "staff", "opened_on")
POOL = ("kind", "name", "unit")
_TAKEN = gettext_lazy("The unit has a pool of this name.")


def add_point(data: Mapping[str, Any], *, by: Actor) -> ServicePoint:
    """A new service point in the own area. Raises PermissionDenied, Invalid."""
    posts = policy.require(by)
    form = checked(PointForm(data))
    given = form.cleaned_data
    if not _covers(posts, given["division"]):
        form.add_error("division", ValidationError(_("Not in your area."), code="elsewhere"))
        raise Invalid(form)
    values = {**given, "rooms": given["rooms"] or 0, "staff": given["staff"] or 0}
    with transaction.atomic():
        row = ServicePoint.objects.create(**values)
        note("point", row, "create", by=by.account_id, after=values_of(row, POINT))
    return row


def close_point(key: UUID, *, by: Actor) -> ServicePoint:
    """It serves nobody from tomorrow on. Raises PermissionDenied, DoesNotExist, Refused."""
    posts = policy.require(by)
    with transaction.atomic():
        rows = ServicePoint.objects.select_for_update(of=("self",)).select_related("division")
        row = rows.get(pk=key)
        if not _covers(posts, row.division):
            raise Refused("elsewhere", _("Not in your area."))
        if row.closed_on is not None:
            raise Refused("over", _("It is closed already."))
        row.closed_on = max(timezone.localdate(), row.opened_on or date.min)
        row.save(update_fields=["closed_on"])
        note("point", row, "close", by=by.account_id, after={"closed_on": row.closed_on})
    return row


def add_pool(data: Mapping[str, Any], *, by: Actor) -> Pool:
    """A pool kept by a unit of one's own or below. Raises PermissionDenied, Invalid."""
    posts = policy.require(by)
    form = checked(PoolForm(data))
    given = form.cleaned_data
    units = {post.unit_id for post in posts}
    unit = given["unit"]
    if unit.pk not in units and units.isdisjoint(unit.above) and not _is_admin(posts):
        form.add_error("unit", ValidationError(_("Not one of your units."), code="elsewhere"))
        raise Invalid(form)
    row = Pool(**given)
    with saving(form, {"pool_name": ("name", _TAKEN)}):
        row.save(force_insert=True)
        note("pool", row, "create", by=by.account_id, after=values_of(row, POOL))
    return row


def add_expert(pool_id: UUID, data: Mapping[str, Any], *, by: Actor) -> Expert:
    """A member who agreed. Raises PermissionDenied, Pool.DoesNotExist, Invalid."""
    pool = _pool(pool_id, by)
    form = checked(ExpertForm(data))
    with transaction.atomic():
        row = Expert.objects.create(pool=pool, **form.row)
        note("pool", pool, "change", by=by.account_id, after={"member": str(row.pk)})
    return row


def leave(key: UUID, *, by: Actor) -> Expert:
    """Somebody stands in the list no more. Raises PermissionDenied, Expert.DoesNotExist."""
    with transaction.atomic():
        row = Expert.objects.select_for_update().get(pk=key, left_on__isnull=True)
        pool = _pool(row.pool_id, by)
        row.left_on = timezone.localdate()
        row.phone = ""
        row.save(update_fields=["left_on", "phone"])
        note("pool", pool, "change", by=by.account_id, before={"member": str(row.pk)})
    return row


def _pool(key: UUID, by: Actor) -> Pool:
    posts = policy.require(by)
    pool = Pool.objects.select_related("unit").get(pk=key)
    units = {post.unit_id for post in posts}
    if pool.unit_id not in units and units.isdisjoint(pool.unit.above) and not _is_admin(posts):
        raise Refused("elsewhere", _("Another unit keeps this pool."))
    return pool


def _covers(posts: tuple[PostView, ...], place: Division) -> bool:
    inside = (f"{place.path}.".startswith(f"{post.division_path}.") for post in posts)
    return any(inside) or _is_admin(posts)


def _is_admin(posts: tuple[PostView, ...]) -> bool:
    return any(post.role == "admin" for post in posts)
