"""Absences: entered by oneself, by the head of the unit or by administration; called off again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.people import policy
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import checked, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import note, values_of
from huiyin.people.deputies import GUARDED
from huiyin.people.forms.absence import AbsenceForm
from huiyin.people.models import Absence, Account, Holding, Role

KIND = "absence"
FIELDS = ("account", "deputy", "starts_on", "ends_on", "ended_at")
_OVERLAP = "absence_one_at_a_time"
_TAKEN = gettext_lazy("Another absence was entered for these days.")


def enter(account_id: UUID, data: Mapping[str, Any], *, by: Actor) -> Absence:
    """Enter when somebody is away. Raises PermissionDenied, Account.DoesNotExist, Invalid."""
    who = require(by, account_id)
    wanted = {account_id, *_id_in(data)}
    with transaction.atomic():
        # Two people who name each other at the same moment wait for one another here.
        rows = Account.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        locked = {row.pk: row for row in rows}
        account = locked.get(account_id) or Account.objects.get(pk=account_id)
        form = checked(AbsenceForm(data, account=account))
        given = form.cleaned_data
        row = Absence(account=account, entered_by_id=who, **given)
        with saving(form, {_OVERLAP: ("starts_on", _TAKEN)}):
            row.save(force_insert=True)
            note(KIND, row, "create", by=who, after=values_of(row, FIELDS))
    return row


def call_off(key: UUID, *, by: Actor) -> Absence:
    """Somebody is back, or does not go: from today on they are there. Raises PermissionDenied,
    Absence.DoesNotExist, Refused when it is over anyway."""
    today = timezone.localdate()
    with transaction.atomic():
        row = Absence.objects.select_for_update().get(pk=key)
        require(by, row.account_id)
        if row.ended_at is not None or row.ends_on < today:
            raise Refused("over", _("This absence is over."))
        before = values_of(row, FIELDS)
        if row.starts_on < today:
            row.ends_on = today - timedelta(1)
        else:
            row.ended_at = timezone.now()
        row.save(update_fields=["ends_on", "ended_at"])
        after = values_of(row, FIELDS)
        note(KIND, row, "end", by=by.account_id, before=before, after=after)
    return row


def may_enter_for(actor: Actor, account_id: UUID) -> bool:
    """Oneself; administration for everybody; a head, in an own post, for the people of the unit
    and those below, but not for posts of administration and audit."""
    if actor.account_id is None:
        return False
    if account_id == actor.account_id or policy.may(actor, "administer"):
        return True
    units = headed(actor)
    if not units:
        return False
    held = Holding.objects.on(timezone.localdate()).filter(account=account_id)
    below = Q(post__unit__in=units) | Q(post__unit__above__overlap=units)
    return held.filter(below).exists() and not held.filter(post__role__in=GUARDED).exists()


def require(actor: Actor, account_id: UUID) -> UUID:
    """The account that enters it. Raises PermissionDenied."""
    if actor.account_id is None or not may_enter_for(actor, account_id):
        raise PermissionDenied
    return actor.account_id


def headed(actor: Actor) -> list[UUID]:
    """Units whose head the actor is, not only deputises for."""
    return sorted({post.unit_id for post in actor.own_posts if post.role == Role.HEAD})


def of_account(account_id: UUID) -> QuerySet[Absence]:
    """Absences of somebody that are not over."""
    return _coming().filter(account=account_id)


def stood_in_by(account_id: UUID) -> QuerySet[Absence]:
    """Absences in which somebody deputises, not over."""
    return _coming().filter(deputy=account_id)


def of_people(actor: Actor) -> QuerySet[Absence]:
    """Absences, not over, of the people whom the actor answers for: those of the own units and the
    units below; all for administration."""
    rows = _coming().exclude(account=actor.account_id)
    if policy.may(actor, "administer"):
        return rows
    units = headed(actor)
    if not units:
        return rows.none()
    held = Holding.objects.on(timezone.localdate())
    below = Q(post__unit__in=units) | Q(post__unit__above__overlap=units)
    return rows.filter(account__in=held.filter(below).values("account"))


def _coming() -> QuerySet[Absence]:
    rows = Absence.objects.filter(ended_at__isnull=True, ends_on__gte=timezone.localdate())
    return rows.select_related("account", "deputy").order_by("starts_on", "pk")


def _id_in(data: Mapping[str, Any]) -> set[UUID]:
    try:
        return {UUID(str(data.get("deputy")))}
    except ValueError:
        return set()
