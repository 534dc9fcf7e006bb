"""Who acts: one account with the posts it holds on one day, as a value that policy reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal
from uuid import UUID

from django.db.models import Q

from huiyin.people.models import Account, Holding

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

    Counts posts in use, held on that day, in units not dissolved by then.
    """
    posts = _posts(account, on) if account.is_active else ()
    return Actor(account_id=account.id, name=str(account), posts=posts, kind="staff")


def _posts(account: Account, on: date) -> tuple[PostView, ...]:
    dissolved = Q(post__unit__dissolved_on__lte=on)
    rows = (
        Holding.objects.on(on)
        .filter(account=account, post__active=True)
        .exclude(dissolved)
        .order_by("post__unit__code", "post__title", "post_id")
        .values_list(
            "post_id",
            "post__role",
            "post__title",
            "post__unit_id",
            "post__unit__name",
            "post__unit__above",
            "post__unit__division__path",
            "post__grid_id",
        )
    )
    return tuple(
        PostView(post_id, role, title, unit_id, unit, tuple(above), path, grid)
        for post_id, role, title, unit_id, unit, above, path, grid in rows
    )
