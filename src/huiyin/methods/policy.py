"""Who may do what with work methods: one table, asked by pages, API and actions."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from huiyin.engine.definition import Role
from huiyin.people.actor import Actor, PostView

ACTIONS: Mapping[str, frozenset[Role]] = {
    "read": frozenset(Role) - {Role.RESIDENT},
    "read_drafts": frozenset({Role.ADMIN, Role.AUDITOR}),
    "write": frozenset({Role.ADMIN}),
    "migrate": frozenset({Role.HEAD, Role.SUPERVISOR}),
    "replay": frozenset({Role.ADMIN, Role.HEAD, Role.LEADER, Role.SUPERVISOR}),
    "put_in_force": frozenset({Role.ADMIN}),
}
"""`read`: methods and the simulator. `read_drafts`: drafts and settings. `write`: draft, submit,
approve, each by an administrator; the one who approves has written nothing of it. `migrate`: of
matters that the post sees as the owner's head, or from above. `replay`: the simulator over the
figures of one's own place and below. `put_in_force`: say which method rules where."""


def post_for(actor: Actor, action: str) -> PostView | None:
    """The first post that allows it. Raises KeyError for an action that is not in the table."""
    return next((post for post in actor.posts if Role(post.role) in ACTIONS[action]), None)


def may(actor: Actor, action: str) -> bool:
    return post_for(actor, action) is not None


def require(actor: Actor, action: str) -> PostView:
    """The post that allows it. Raises PermissionDenied."""
    post = post_for(actor, action)
    if post is None:
        raise PermissionDenied
    return post
