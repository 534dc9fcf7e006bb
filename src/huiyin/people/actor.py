"""Who acts: one account with the posts it holds on one day, as a value that policy reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal
from uuid import UUID

from huiyin.people.deputies import seats
from huiyin.people.models import Account

ActorKind = Literal["staff", "resident", "system"]


@dataclass(frozen=True)
class PostView:
    """A post as policy needs it. `unit_above` holds the ids of superior units, the top first."""

    id: UUID
    role: str
    title: str
    unit_id: UUID
    unit_name: str
    unit_above: tuple[UUID, ...]
    division_path: str
    grid: str | None
    for_name: str = ""
    """Whose post it is when a deputy stands in (代理); empty in one's own."""
    pack: str = ""
    """The work method in force in the unit's division; empty where only national rules are."""


@dataclass(frozen=True)
class Intake:
    """The unit that takes in what a resident raises, and the path of its division."""

    unit_id: UUID
    division_path: str


@dataclass(frozen=True)
class Actor:
    """Who acts. Rights are the union over `posts`; residents and the system hold none."""

    account_id: UUID | None
    name: str
    posts: tuple[PostView, ...]
    kind: ActorKind
    matter_id: UUID | None = None
    """The one matter that a resident has opened with its number and code."""
    intake: Intake | None = None
    """Where what a resident raises is taken in."""

    @cached_property
    def post_ids(self) -> frozenset[UUID]:
        """Ids of the posts held."""
        return frozenset(post.id for post in self.posts)

    @cached_property
    def unit_ids(self) -> frozenset[UUID]:
        """Ids of the units in which a post is held."""
        return frozenset(post.unit_id for post in self.posts)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles of the posts held."""
        return frozenset(post.role for post in self.posts)

    @cached_property
    def own_posts(self) -> tuple[PostView, ...]:
        """The posts held, without those of others who are away."""
        return tuple(post for post in self.posts if not post.for_name)

    @cached_property
    def stands_in_for(self) -> tuple[str, ...]:
        """Names of those who are away and whose posts this actor has meanwhile."""
        return tuple(sorted({post.for_name for post in self.posts if post.for_name}))

    @cached_property
    def packs(self) -> frozenset[str]:
        """The work methods in force where this actor works; empty for national rules alone."""
        return frozenset(post.pack for post in self.posts if post.pack)

    def posts_with(self, role: str) -> tuple[PostView, ...]:
        """Return the posts held that have this role."""
        return tuple(post for post in self.posts if post.role == role)


SYSTEM = Actor(account_id=None, name="system", posts=(), kind="system")


def resident(name: str, matter_id: UUID | None = None, *, intake: Intake | None = None) -> Actor:
    """Return the actor for a resident, who comes with a number and a code instead of an account:
    `matter_id` is the matter that they have opened, `intake` where a new one is taken in."""
    return Actor(None, name, (), "resident", matter_id, intake)


def actor_for(account: Account, on: date) -> Actor:
    """Return the account's actor on that day, in one query (none for a closed account).

    Counts posts in use, held on that day, in units not dissolved by then; and the posts of those
    who are away and for whom this account stands in (`people.deputies`).
    """
    rows = seats(account.id, on) if account.is_active else []
    posts = tuple(
        PostView(post_id, role, title, unit_id, unit, tuple(above), path, grid, for_name, pack)
        for post_id, role, title, unit_id, unit, above, path, grid, for_name, pack in rows
    )
    return Actor(account_id=account.id, name=str(account), posts=posts, kind="staff")
