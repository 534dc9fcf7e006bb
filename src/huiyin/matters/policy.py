"""Who may see and do what: one table, asked by pages, API, exports and jobs alike (DESIGN.md).

`visible(actor)` is the condition that every query starts from; `may(actor, action, matter)` answers
for one matter from the same table. What may be done *to* a matter (accept, forward …) stands in
its process file and is decided by the engine; a person must first of all see the matter.

A sealed matter (条例第三十条、第四十六条) is outside the table: the posts named on it see it,
whatever their role and unit, and nobody else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from huiyin.engine.definition import Role
from huiyin.matters.models import Access, AccessKind, Matter
from huiyin.people.actor import Actor, PostView

OFFICE: Final = ("owner", "intake", "sender", "partner", "past")
"""The post's unit owns the matter, registered it, passed it on, handles it jointly, or had it."""

VISIBLE: Mapping[Role, tuple[str, ...]] = {
    Role.WINDOW: (*OFFICE, "below_review"),
    Role.DISPATCHER: (*OFFICE, "below_review"),
    Role.HANDLER: OFFICE,
    Role.HEAD: (*OFFICE, "below"),
    Role.LEADER: ("owner", "below"),
    Role.SUPERVISOR: ("owner", "intake", "sender", "below"),
    Role.AUDITOR: ("owner", "below"),
    Role.MEDIATOR: ("owner",),
    Role.GRID: ("registered", "held", "grid"),
    Role.ADMIN: (),
    Role.RESIDENT: (),
}
"""Role → how its matters stand to the post. `below`: owned by a unit below the post's unit.
`below_review`: so owned, or in the post's line, while its answer can be reviewed there.
`held`: given to just this post (a task slip)."""

ACTIONS: Mapping[str, frozenset[Role]] = {
    "read": frozenset(Role) - {Role.ADMIN, Role.RESIDENT},
    "register": frozenset(Role) - {Role.LEADER, Role.AUDITOR, Role.ADMIN, Role.RESIDENT},
    "receipt": frozenset({Role.WINDOW, Role.DISPATCHER, Role.HANDLER, Role.GRID, Role.MEDIATOR}),
    "download": frozenset(Role) - {Role.ADMIN, Role.RESIDENT, Role.AUDITOR},
    "reveal": frozenset({Role.WINDOW, Role.DISPATCHER, Role.HANDLER, Role.HEAD, Role.MEDIATOR}),
    "erase": frozenset({Role.HEAD}),
    "hold": frozenset({Role.HEAD, Role.SUPERVISOR, Role.AUDITOR}),
    "dispose": frozenset({Role.DISPATCHER, Role.HANDLER, Role.HEAD}),
    "link": frozenset({Role.WINDOW, Role.DISPATCHER, Role.HANDLER, Role.HEAD}),
    "count": frozenset({Role.DISPATCHER, Role.HEAD, Role.LEADER, Role.SUPERVISOR}),
    "read_log": frozenset({Role.HEAD, Role.SUPERVISOR, Role.AUDITOR}),
}
"""Action on a visible matter → roles that may."""

REVIEWED: Final = "review"
"""Phase of a matter whose answer can be brought before the next higher authority (条例35)."""

HANDLES: Mapping[str, frozenset[Role]] = {
    "intake": frozenset({Role.WINDOW, Role.DISPATCHER, Role.HANDLER, Role.MEDIATOR}),
    "accept": frozenset({Role.DISPATCHER, Role.HANDLER, Role.MEDIATOR}),
    "handle": frozenset({Role.HANDLER, Role.MEDIATOR}),
    "review": frozenset({Role.HANDLER, Role.MEDIATOR}),
}
"""Phase of a matter → roles of its owner unit that handle it then; nobody handles a closed one."""

_ACCESS: Final = "access_rows"
"""Where a loaded matter keeps who has access to it besides owner, intake and sender."""


def visible(actor: Actor) -> Q:
    """The condition on `Matter` for what this actor may see; matches nothing for strangers."""
    if actor.matter_id is not None:
        return Q(pk=actor.matter_id)
    if not actor.posts:
        return Q(pk__in=[])
    ordinary = Q(pk__in=[])
    for post in actor.posts:
        for relation in VISIBLE[Role(post.role)]:
            if relation not in AccessKind:
                ordinary |= _CONDITIONS[relation](post)
    for kind in (AccessKind.PARTNER, AccessKind.PAST):
        if units := units_with(actor, kind):
            ordinary |= Q(_has(kind=kind, unit__in=units))
    named = _has(kind=AccessKind.NAMED, post__in=sorted(actor.post_ids))
    return (Q(sealed=False) & ordinary) | (Q(sealed=True) & Q(named))


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


def handling(actor: Actor, matter: Matter) -> PostView | None:
    """The post from which the actor handles this matter, None for everybody else.

    A person's earlier cases are shown only to the handler of a case of that person, to answer
    better (METHODS.md, last section): not to whoever else may read the matter.
    """
    roles = HANDLES.get(matter.phase, frozenset())
    own = (post for post in actor.posts if post.unit_id == matter.owner_unit_id)
    return next((post for post in own if Role(post.role) in roles and sees(post, matter)), None)


def sees(post: PostView, matter: Matter) -> bool:
    """The same rule as `visible`, for one post and one loaded matter.

    Only a sealed matter, and one that no other relation shows, is asked for its access rows:
    no statement when it was loaded `with_access`, one for all questions about it otherwise.
    """
    if matter.sealed:
        return (AccessKind.NAMED, post.id) in _access(matter)
    return any(_HOLDS[relation](post, matter) for relation in VISIBLE[Role(post.role)])


def with_access(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """These matters, each with its access rows read in the same statement (see `sees`)."""
    rows = Access.objects.filter(matter=OuterRef("pk"))
    return matters.annotate(**{_ACCESS: ArraySubquery(rows.values(row=_ROW))})


def units_with(actor: Actor, relation: str) -> list[UUID]:
    """Units of the posts whose role has this relation in the table."""
    return sorted({post.unit_id for post in actor.posts if relation in VISIBLE[Role(post.role)]})


_ROW: Final = JSONObject(kind=F("kind"), id=Coalesce(F("post_id"), F("unit_id")))


def _access(matter: Matter) -> frozenset[tuple[str, UUID]]:
    """Kind and unit (of a named one: post) of every access row, kept with the matter."""
    found = getattr(matter, _ACCESS, None)
    if not isinstance(found, frozenset):
        rows: Iterable[Mapping[str, str]] = (
            Access.objects.filter(matter=matter).values_list(_ROW, flat=True)
            if found is None
            else found
        )
        found = frozenset((row["kind"], UUID(row["id"])) for row in rows)
        setattr(matter, _ACCESS, found)
    return found


def _has(**which: object) -> Exists:
    return Exists(Access.objects.filter(matter=OuterRef("pk"), **which))


_CONDITIONS: Mapping[str, Callable[[PostView], Q]] = {
    "owner": lambda post: Q(owner_unit_id=post.unit_id),
    "intake": lambda post: Q(intake_unit_id=post.unit_id),
    "sender": lambda post: Q(sender_unit_id=post.unit_id),
    "below": lambda post: Q(owner_unit__above__contains=[post.unit_id]),
    "below_review": lambda post: (
        Q(phase=REVIEWED)
        & (Q(owner_unit__above__contains=[post.unit_id]) | Q(owner_unit__line_parent=post.unit_id))
    ),
    "registered": lambda post: Q(registrar_id=post.id),
    "held": lambda post: Q(holder_id=post.id),
    "grid": lambda post: Q(grid_id=post.grid) if post.grid else Q(pk__in=[]),
}
"""Relation → the condition on `Matter`; `partner` and `past` are one EXISTS over all posts."""

_HOLDS: Mapping[str, Callable[[PostView, Matter], bool]] = {
    "owner": lambda post, matter: matter.owner_unit_id == post.unit_id,
    "intake": lambda post, matter: matter.intake_unit_id == post.unit_id,
    "sender": lambda post, matter: matter.sender_unit_id == post.unit_id,
    "partner": lambda post, matter: (AccessKind.PARTNER, post.unit_id) in _access(matter),
    "past": lambda post, matter: (AccessKind.PAST, post.unit_id) in _access(matter),
    "below": lambda post, matter: post.unit_id in matter.owner_unit.above,
    "below_review": lambda post, matter: (
        matter.phase == REVIEWED
        and post.unit_id in (*matter.owner_unit.above, matter.owner_unit.line_parent_id)
    ),
    "registered": lambda post, matter: matter.registrar_id == post.id,
    "held": lambda post, matter: matter.holder_id == post.id,
    "grid": lambda post, matter: post.grid is not None and matter.grid_id == post.grid,
}
"""Relation → the same on a loaded matter."""
