"""Who sees a rota, and who plans it: one table."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q

from huiyin.duties.models import Rota, Shift
from huiyin.matters.errors import NotVisible
from huiyin.people.actor import Actor
from huiyin.people.models import Role

PLANS = {
    "duty": frozenset({Role.HEAD, Role.DISPATCHER}),
    "reception": frozenset({Role.HEAD, Role.DISPATCHER, Role.WINDOW}),
}
"""Kind of a rota → who plans it, in their own unit."""
LOOKS_BELOW = frozenset({Role.HEAD, Role.LEADER, Role.SUPERVISOR})
"""Who sees the rotas of the units below their own."""


def may_plan(actor: Actor, unit_id: UUID, kind: str) -> bool:
    """Whether the actor plans rotas of this kind in the unit."""
    return any(post.unit_id == unit_id and post.role in PLANS[kind] for post in actor.posts)


def plans_something(actor: Actor) -> bool:
    """Whether the actor plans rotas of some kind somewhere."""
    return any(post.role in roles for post in actor.posts for roles in PLANS.values())


def visible(actor: Actor) -> Q:
    """The rotas that the actor sees: of the own units, below those that they oversee, and any in
    which they have a shift."""
    mine = Shift.objects.filter(
        rota=OuterRef("pk"), account=actor.account_id, cancelled_at__isnull=True
    )
    return Q(unit__in=actor.unit_ids) | Q(unit__above__overlap=overseen(actor)) | Q(Exists(mine))


def overseen(actor: Actor) -> list[UUID]:
    """Units over whose lower units the actor watches."""
    return sorted({post.unit_id for post in actor.posts if post.role in LOOKS_BELOW})


def seen(actor: Actor, rota_id: UUID) -> Rota:
    """The rota with its unit and division. Raises NotVisible."""
    rows = Rota.objects.filter(visible(actor), pk=rota_id)
    found = rows.select_related("unit__division").first()
    if found is None:
        raise NotVisible
    return found


def require(actor: Actor, unit_id: UUID, kind: str) -> None:
    """Raises PermissionDenied for who does not plan such rotas there."""
    if not may_plan(actor, unit_id, kind):
        raise PermissionDenied


def account_of(actor: Actor) -> UUID:
    """The account that acts. Raises PermissionDenied for residents and the system."""
    if actor.account_id is None:
        raise PermissionDenied
    return actor.account_id
