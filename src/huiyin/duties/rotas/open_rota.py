"""A rota that somebody is about to plan in."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.duties.rotas import kinds, policy
from huiyin.duties.rotas.kinds import Running
from huiyin.people.actions.errors import Refused
from huiyin.people.actor import Actor
from huiyin.places import calendars


def open_rota(rota_id: UUID, *, by: Actor) -> Running:
    """The rota, which this actor may plan. Raises NotVisible, PermissionDenied, Refused when it
    has ended or its method does not know it any more."""
    rota = policy.seen(by, rota_id)
    found = kinds.running(rota, calendars.stamp())
    policy.require(by, rota.unit_id, found.shape.kind if found else "duty")
    if rota.ended_on is not None:
        raise Refused("over", _("This rota has ended."))
    if found is None:
        raise Refused("unknown", _("The method has no such rota any more: end it."))
    return found
