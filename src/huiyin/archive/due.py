"""Which archived matters are due: kept long enough, not held, on no list that is under way."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from huiyin.archive.models import DisposalItem, Hold, ItemState, Record
from huiyin.engine.definition import Role
from huiyin.matters import policy
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor, PostView


def due_on(day: date) -> QuerySet[Record]:
    """Records whose last day was before `day`, held ones too (see `free`), in no order."""
    return Record.objects.filter(destroy_after__lt=day, cleared_seq__isnull=True)


def with_obstacles(records: QuerySet[Record], day: date) -> QuerySet[Record]:
    """The same with `held` and `listed`: what stands in the way of proposing one."""
    return records.annotate(held=_held(day), listed=_listed())


def free(records: QuerySet[Record], day: date) -> QuerySet[Record]:
    """Those that can be put on a list."""
    return records.filter(~_held(day), ~_listed())


def held(records: QuerySet[Record], day: date) -> QuerySet[Record]:
    """Those under legal hold."""
    return records.filter(_held(day))


def _held(day: date) -> Exists:
    return Exists(Hold.objects.standing(day).filter(matter=OuterRef("pk")))


def _listed() -> Exists:
    return Exists(DisposalItem.objects.filter(matter=OuterRef("pk"), state=ItemState.WAITING))


def visible_to(actor: Actor) -> QuerySet[Matter]:
    """The matters this actor may see, for `matter__in`."""
    return Matter.objects.filter(policy.visible(actor))


def of_actor(actor: Actor, day: date) -> QuerySet[Record]:
    """Due records of the units for which the actor may propose a list, as far as visible."""
    units = proposing_units(actor)
    return due_on(day).filter(unit__in=units, matter__in=visible_to(actor).values("pk"))


def proposing_posts(actor: Actor) -> list[PostView]:
    """The posts from which the actor may propose a list for the post's unit."""
    return [post for post in actor.posts if Role(post.role) in policy.ACTIONS["dispose"]]


def proposing_units(actor: Actor) -> set[UUID]:
    return {post.unit_id for post in proposing_posts(actor)}
