"""Who works at a reception: whoever registers for the unit."""

from __future__ import annotations

from uuid import UUID

from huiyin.people.actor import Actor

ROLES = frozenset({"window", "dispatcher", "handler", "grid"})
"""Posts that receive visitors; heads and leaders may look and hand over."""
LOOK = ROLES | {"head", "leader", "supervisor"}


def unit_of(actor: Actor) -> UUID | None:
    """The unit at whose reception this person works, by its code the first; None for nobody."""
    return next((post.unit_id for post in actor.posts if post.role in LOOK), None)


def may_receive(actor: Actor, unit_id: UUID) -> bool:
    """Whether the person calls visitors there and closes the day."""
    return any(post.role in ROLES and post.unit_id == unit_id for post in actor.posts)


def may_look(actor: Actor, unit_id: UUID) -> bool:
    """Whether the person sees the queue."""
    return any(post.role in LOOK and post.unit_id == unit_id for post in actor.posts)
