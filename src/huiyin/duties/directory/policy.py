"""Who keeps the directory: offices for their own area; every member of staff reads it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Role

KEEPS = frozenset({Role.HEAD, Role.DISPATCHER, Role.ADMIN})


def keeping(actor: Actor) -> tuple[PostView, ...]:
    """The posts by which this person keeps the directory."""
    return tuple(post for post in actor.posts if post.role in KEEPS)


def require(actor: Actor) -> tuple[PostView, ...]:
    """Raises PermissionDenied."""
    posts = keeping(actor)
    if not posts:
        raise PermissionDenied
    return posts
