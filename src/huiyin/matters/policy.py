"""Who may see and do what: one table, asked by pages, API, exports and jobs alike (DESIGN.md).

`visible(actor)` is the condition that every query starts from; `may(actor, action, matter)` answers
for one matter from the same table. What may be done *to* a matter (accept, forward …) stands in
its process file and is decided by the engine; a person must first of all see the matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import Q

from huiyin.engine.definition import Role
from huiyin.matters.models import Access, Matter
from huiyin.people.actor import Actor, PostView

UNIT: Final = ("owner", "intake", "sender")
"""The post's unit owns the matter, registered it, or passed it on."""

VISIBLE: Mapping[Role, tuple[str, ...]] = {
    Role.WINDOW: UNIT,
    Role.DISPATCHER: UNIT,
    Role.HANDLER: UNIT,
    Role.HEAD: (*UNIT, "below"),
    Role.LEADER: ("owner", "below"),
    Role.SUPERVISOR: ("owner", "below"),
    Role.AUDITOR: ("owner", "below"),
    Role.MEDIATOR: ("owner",),
    Role.GRID: ("registered", "grid"),
    Role.ADMIN: (),
    Role.RESIDENT: (),
}
"""Role → how its matters stand to the post. `below`: owned by a unit below the post's unit."""

ACTIONS: Mapping[str, frozenset[Role]] = {
    "read": frozenset(Role) - {Role.ADMIN, Role.RESIDENT},
    "register": frozenset({Role.WINDOW, Role.DISPATCHER, Role.HANDLER, Role.GRID}),
    "download": frozenset(Role) - {Role.ADMIN, Role.RESIDENT, Role.AUDITOR},
    "reveal": frozenset({Role.WINDOW, Role.DISPATCHER, Role.HANDLER, Role.HEAD, Role.MEDIATOR}),
    "erase": frozenset({Role.HEAD}),
    "read_log": frozenset({Role.HEAD, Role.SUPERVISOR, Role.AUDITOR}),
}
"""Action on a visible matter → roles that may."""


def visible(actor: Actor) -> Q:
    """The condition on `Matter` for what this actor may see; matches nothing for strangers."""
    condition = Q(pk__in=[])
    for post in actor.posts:
        for relation in VISIBLE[Role(post.role)]:
            condition |= _condition(relation, post)
    return condition & Q(sealed=False)


def may(actor: Actor, action: str, matter: Matter | None = None) -> bool:
    """Whether one of the actor's posts allows `action` (on `matter`, which must be loaded with
    its owner unit). Raises KeyError for an action that is not in the table."""
    allowed = [post for post in actor.posts if Role(post.role) in ACTIONS[action]]
    if matter is None:
        return bool(allowed)
    return any(sees(post, matter) for post in allowed)


def post_for(actor: Actor, action: str, matter: Matter) -> PostView | None:
    """The post that allows `action` on `matter`, None when none does (see `may`)."""
    allowed = (post for post in actor.posts if Role(post.role) in ACTIONS[action])
    return next((post for post in allowed if sees(post, matter)), None)


def sees(post: PostView, matter: Matter) -> bool:
    """The same rule as `visible`, for one post and one loaded matter."""
    return not matter.sealed and any(
        _holds(relation, post, matter) for relation in VISIBLE[Role(post.role)]
    )


def _condition(relation: str, post: PostView) -> Q:
    return {
        "owner": Q(owner_unit_id=post.unit_id),
        "intake": Q(intake_unit_id=post.unit_id),
        "sender": Q(sender_unit_id=post.unit_id),
        "below": Q(owner_unit__above__contains=[post.unit_id]),
        "registered": Q(registrar_id=post.id),
        "grid": Q(grid_id=post.grid) if post.grid else Q(pk__in=[]),
    }[relation]


def _holds(relation: str, post: PostView, matter: Matter) -> bool:
    return {
        "owner": matter.owner_unit_id == post.unit_id,
        "intake": matter.intake_unit_id == post.unit_id,
        "sender": matter.sender_unit_id == post.unit_id,
        "below": post.unit_id in matter.owner_unit.above,
        "registered": matter.registrar_id == post.id,
        "grid": post.grid is not None and matter.grid_id == post.grid,
    }[relation]
