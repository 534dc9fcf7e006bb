"""Handing a post over: one holding ends, the next begins, the list of what goes over is kept.

Matters belong to posts: nothing about them changes. One act of the log, kind `handover`, carries
who, to whom, from which day, and the list as it was then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from huiyin.people.actions import admins
from huiyin.people.actions.absences import headed
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.saving import checked, saving
from huiyin.people.actor import Actor
from huiyin.people.changes import note, values_of
from huiyin.people.deputies import GUARDED
from huiyin.people.forms.handover import HandoverForm
from huiyin.people.handing import Goes, going
from huiyin.people.models import Absence, Account, Change, Holding, Role

KIND = "handover"
_COLUMNS = ("post", "account", "starts_on", "ends_on")
_TAKEN = gettext_lazy("Somebody else holds this post in these days.")
MOST_NUMBERS = 500
"""Numbers of matters that the log keeps of one handover."""


@dataclass(frozen=True)
class Plan:
    """A holding with all that goes over with its post."""

    holding: Holding
    goes: tuple[Goes, ...]
    heads: tuple[str, ...]
    """Heads of the unit, who see what becomes of a vacant post."""


def open_to(actor: Actor) -> QuerySet[Holding]:
    """Holdings that the actor may hand over: all for administration; for a head, in an own post,
    those of the unit and the units below, but not the own ones, nor administration and audit."""
    today = timezone.localdate()
    rows = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    rows = rows.filter(starts_on__lt=today + timedelta(1), post__active=True)
    rows = rows.select_related("post__unit", "account")
    if policy.may(actor, "administer"):
        return rows
    units = headed(actor)
    if not units:
        return rows.none()
    below = Q(post__unit__in=units) | Q(post__unit__above__overlap=units)
    return rows.filter(below).exclude(account=actor.account_id).exclude(post__role__in=GUARDED)


def may(actor: Actor) -> bool:
    """Is there anything this actor could hand over?"""
    return policy.may(actor, "administer") or bool(headed(actor))


def plan(key: UUID, *, by: Actor) -> Plan:
    """What goes over with this holding. Raises Holding.DoesNotExist for one that is not the
    actor's to hand over."""
    holding = open_to(by).get(pk=key)
    held = Holding.objects.on(timezone.localdate()).filter(post__unit=holding.post.unit_id)
    heads = held.filter(post__role="head", post__active=True, account__is_active=True)
    others = heads.exclude(account=holding.account_id).select_related("account")
    names = tuple(str(one.account) for one in others)
    return Plan(holding, going(holding), names)


def hand_over(key: UUID, data: Mapping[str, Any], *, by: Actor) -> Change:
    """Do it, all or nothing. Raises Holding.DoesNotExist, Invalid, Refused, PermissionDenied."""
    if by.account_id is None:
        raise PermissionDenied
    may_shut = policy.may(by, "administer")
    with transaction.atomic():
        Holding.objects.select_for_update().get(pk=key)
        found = plan(key, by=by)
        form = checked(HandoverForm(data, holding=found.holding, may_shut=may_shut))
        given = form.cleaned_data
        if given["successor"] is not None and given["successor"].pk == by.account_id:
            _refuse_own(by)
        with saving(form, {"holding_one_at_a_time": ("day", _TAKEN)}):
            _end(found.holding, given["day"], by)
            if given["successor"] is not None:
                _begin(found.holding, given["successor"], given["day"], by)
            if given.get("shut"):
                _shut(found.holding.account, by)
            if given.get("shut") or found.holding.post.role == Role.ADMIN:
                admins.keep_one()
            return _note(found, given, by)


def _refuse_own(by: Actor) -> None:
    """A head does not give posts to themselves; administration may."""
    if not policy.may(by, "administer"):
        raise Refused("own_post", _("Nobody gives a post to themselves: ask administration."))


def _end(holding: Holding, day: Any, by: Actor) -> None:
    before = values_of(holding, _COLUMNS)
    holding.ends_on = day - timedelta(1)
    holding.save(update_fields=["ends_on"])
    after = values_of(holding, _COLUMNS)
    note("holding", holding, "end", by=by.account_id, before=before, after=after)


def _begin(left: Holding, successor: Account, day: Any, by: Actor) -> None:
    """The successor holds it until somebody ends that."""
    row = Holding(post_id=left.post_id, account=successor, starts_on=day)
    row.save(force_insert=True)
    note("holding", row, "create", by=by.account_id, after=values_of(row, _COLUMNS))


def _shut(account: Account, by: Actor) -> None:
    """Nobody signs in to it any more; absences that it had are void."""
    if account.pk == by.account_id:
        raise Refused("own_account", _("Nobody shuts their own account: ask a colleague."))
    Account.objects.filter(pk=account.pk).update(is_active=False)
    note(
        "account", account, "shut", by=by.account_id,
        before={"is_active": True}, after={"is_active": False},
    )  # fmt: skip
    own = Absence.objects.filter(account=account, ended_at__isnull=True)
    own.filter(ends_on__gte=timezone.localdate()).update(ended_at=timezone.now())


def _note(found: Plan, given: Mapping[str, Any], by: Actor) -> Change:
    holding, successor = found.holding, given["successor"]
    numbers = [number for line in found.goes for number in line.numbers]
    after = {
        "unit": holding.post.unit.name, "post": holding.post.title,
        "from": str(holding.account), "to": str(successor) if successor else "",
        "starts_on": given["day"], "is_active": not given.get("shut", False),
        "post_id": str(holding.post_id), "from_id": str(holding.account_id),
        "to_id": str(successor.pk) if successor else "", "heads": ", ".join(found.heads),
        **{line.what: line.count for line in found.goes},
        "numbers": ", ".join(numbers[:MOST_NUMBERS]),
    }  # fmt: skip
    change = note(KIND, holding.post, "hand_over", by=by.account_id, after=after)
    assert change is not None  # noqa: S101 -- only a `change` of nothing is not noted
    return change


def sheets(actor: Actor) -> QuerySet[Change]:
    """Handovers whose sheet the actor may read: one's own, given or taken; the own units' for a
    head; all for administration and audit."""
    rows = Change.objects.filter(kind=KIND, act="hand_over").select_related("account")
    if policy.may(actor, "audit"):
        return rows
    me = str(actor.account_id)
    mine = Q(after__from_id=me) | Q(after__to_id=me) | Q(account=actor.account_id)
    return rows.filter(mine)
