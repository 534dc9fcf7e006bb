"""Who files duties and who sees what of them.

A duty is filed by who holds its post on the day or stands in for them; where the unit has no such
post, by the unit's head. Seen are one's own; those of the unit and of all units below by its head,
leaders and supervisors; and those of the unit that a duty tells the post's role of (`tell`).
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from huiyin.duties.methods import method_of
from huiyin.duties.models import Duty
from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Role, Unit

LOOK = frozenset({Role.HEAD, Role.LEADER, Role.SUPERVISOR})
"""Roles that see the duties of their unit and of the units below."""


def may_file(actor: Actor, duty: Duty) -> bool:
    """Whether this person files it; whether it is time is another question."""
    if duty.post_id is not None:
        return duty.post_id in actor.post_ids
    return any(post.role == Role.HEAD and post.unit_id == duty.unit_id for post in actor.posts)


def may_see(actor: Actor, duty: Duty) -> bool:
    """Whether this person sees it and what was filed; `duty.unit` is loaded."""
    if duty.post_id in actor.post_ids or looks_at(actor, duty.unit):
        return True
    told = keys_told(actor, duty.unit_id)
    return duty.key in told


def looks_at(actor: Actor, unit: Unit) -> bool:
    """Whether this person sees every duty of the unit."""
    over = looked_units(actor)
    return unit.pk in over or not over.isdisjoint(unit.above)


def looked_units(actor: Actor) -> frozenset[UUID]:
    """The units over which this person looks, each with all below it."""
    return frozenset(post.unit_id for post in actor.posts if post.role in LOOK)


def keys_told(actor: Actor, unit_id: UUID) -> frozenset[str]:
    """Duties of a unit that tell the role of a post which this person has there."""
    return frozenset(key for post in actor.posts if post.unit_id == unit_id for key in _told(post))


def own_units(actor: Actor) -> tuple[PostView, ...]:
    """The first post in each unit in which this person sees more than the own duties."""
    found = {
        post.unit_id: post
        for post in reversed(actor.posts)
        if post.role in LOOK or any(_told(post))
    }
    return tuple(sorted(found.values(), key=actor.posts.index))


def seen_in(actor: Actor, unit: Unit) -> Q | None:
    """The condition for what this person sees of a unit's duties; None for nothing at all."""
    if looks_at(actor, unit):
        return Q()
    told = keys_told(actor, unit.pk)
    return Q(key__in=sorted(told)) if told else None


def _told(post: PostView) -> Collection[str]:
    duties = method_of(post.pack).duties
    return [key for key, duty in duties.items() if post.role in duty.tell]
