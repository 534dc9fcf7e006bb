"""Who may administer: one table, asked by pages, API and actions (DESIGN.md, data rules).

Administration is the role `admin` alone. A unit's head decides on matters, not on posts: whoever
could give themselves a post could give themselves any right (PEERS.md §2.1, 15).
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.people.actor import Actor
from huiyin.people.models import Role

ACTIONS: Mapping[str, frozenset[Role]] = {
    "read": frozenset({Role.ADMIN, Role.AUDITOR}),
    "administer": frozenset({Role.ADMIN}),
    "audit": frozenset({Role.ADMIN, Role.AUDITOR}),
}
"""`read`: units, posts, accounts, calendars. `administer`: change them. `audit`: see who changed
what and who read what; of reads, only those of matters the actor may know of (see
`matters.queries.read_log`)."""


def may(actor: Actor, action: str) -> bool:
    """Whether a post held allows it. Raises KeyError for an action that is not in the table."""
    return any(Role(post.role) in ACTIONS[action] for post in actor.posts)


def require(actor: Actor, action: str) -> UUID:
    """The account that does it. Raises PermissionDenied."""
    if actor.account_id is None or not may(actor, action):
        raise PermissionDenied
    return actor.account_id
