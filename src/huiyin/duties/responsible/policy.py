"""Who enters responsibilities, and for which places: one table."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Post, Role
from huiyin.places.models import Division

ENTERS = frozenset({Role.HEAD, Role.DISPATCHER, Role.LEADER})
"""They say who answers, in their own division and below, for posts of their units and below."""


def posts_that_enter(actor: Actor) -> tuple[PostView, ...]:
    """The posts by which this person enters responsibilities."""
    return tuple(post for post in actor.posts if post.role in ENTERS)


def may_enter(actor: Actor) -> bool:
    return bool(posts_that_enter(actor))


def require(actor: Actor) -> tuple[UUID, tuple[PostView, ...]]:
    """The account that acts, and the posts that allow it. Raises PermissionDenied."""
    posts = posts_that_enter(actor)
    if not posts or actor.account_id is None:
        raise PermissionDenied
    return actor.account_id, posts


def covers(posts: Iterable[PostView], path: str) -> bool:
    """Whether a place lies where one of these posts has its unit, or below."""
    return any(f"{path}.".startswith(f"{post.division_path}.") for post in posts)


def commands(posts: Iterable[PostView], answering: Post) -> bool:
    """Whether a post is of a unit of these, or of one below (`answering.unit` is loaded)."""
    units = {post.unit_id for post in posts}
    return answering.unit_id in units or not units.isdisjoint(answering.unit.above)


def visible(actor: Actor) -> Q:
    """Responsibilities that this person sees: those in the place of their units and below, of
    their own posts, and of the posts of their units."""
    found = Q(post__in=actor.post_ids) | Q(post__unit__in=actor.unit_ids)
    for path in sorted({post.division_path for post in actor.posts}):
        below = Division.objects.filter(path__under=path)
        found |= Q(post__unit__division__in=below)
    return found
