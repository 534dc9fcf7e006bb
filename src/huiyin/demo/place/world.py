"""The place as it is being built: divisions, units and who holds which post, in memory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any, NamedTuple
from uuid import UUID

from huiyin.demo.place import files
from huiyin.demo.place.shape import PlaceShape
from huiyin.engine.calendar import Calendar
from huiyin.people.actor import Actor, PostView
from huiyin.people.models import Post, Unit
from huiyin.places.models import Division, Grid, ServicePoint

PASSWORD = "huiyin-demo"  # noqa: S105 -- printed for everybody: the place is fictional
LEVELS = {"city": 2, "county": 3, "town": 4, "village": 5}


class Held(NamedTuple):
    """A post and who holds it."""

    post: Post
    account_id: UUID
    name: str


class Built(NamedTuple):
    """A matter that was written, for those that name it or follow it."""

    number: str
    unit: Unit
    ended: datetime


@dataclass
class World:
    """`scale` 1 is the published size. `posts` are by unit and role; `built` are the
    matters by entry of the recipe."""

    shape: PlaceShape
    scale: float
    today: date
    calendar: Calendar
    chance: Random
    divisions: dict[int, list[Division]] = field(default_factory=dict)
    units: dict[str, list[Unit]] = field(default_factory=dict)
    by_id: dict[str, Unit] = field(default_factory=dict)
    posts: dict[UUID, dict[str, list[Held]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    grids: list[Grid] = field(default_factory=list)
    points: dict[str, list[ServicePoint]] = field(default_factory=dict)
    sign_ins: dict[str, tuple[Unit, Held]] = field(default_factory=dict)
    built: dict[str, list[Built]] = field(default_factory=dict)
    distinct: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    """Values of a field of a process that was asked to take only so many different ones."""
    busy: set[tuple[UUID, date]] = field(default_factory=set)
    """Who has a shift on which day."""
    _actors: dict[UUID, Actor] = field(default_factory=dict)
    _unit_of: dict[str, str] = field(default_factory=dict)

    @property
    def pack(self) -> str:
        return self.shape.pack

    @property
    def planner(self) -> UUID:
        """The account that entered rotas and responsibilities."""
        return self.sign_ins["guanli"][1].account_id

    def person(self) -> str:
        """A name that nobody was given: two words put together at random."""
        names, chance = files.names(), self.chance
        given = chance.choice(names["first"]) + chance.choice(names["second"])
        return chance.choice(names["family"]) + given

    def actor(self, unit: Unit, held: Held) -> Actor:
        """The holder of a post, acting from it."""
        found = self._actors.get(held.post.id)
        if found is None:
            found = self._actors[held.post.id] = Actor(
                held.account_id, held.name, (self._view(unit, held),), "staff"
            )
        return found

    def _view(self, unit: Unit, held: Held) -> PostView:
        post = held.post
        return PostView(
            post.id, post.role, post.title, unit.id, unit.name, tuple(unit.above),
            path_of(unit.division_id), post.grid_id, pack=self.pack,
        )  # fmt: skip

    def unit_of(self, post: str) -> str:
        """The unit of a post, both as ids."""
        if not self._unit_of:
            for unit, roles in self.posts.items():
                for held in (one for many in roles.values() for one in many):
                    self._unit_of[str(held.post.id)] = str(unit)
        return self._unit_of[post]

    def somebody(self, unit: Unit, role: str) -> Held | None:
        """One holder of a role in a unit, by chance."""
        found = self.posts[unit.id][role]
        return self.chance.choice(found) if found else None


def path_of(code: str) -> str:
    """The ltree path of a division's code, as the database computes it."""
    groups = [code[:2], code[2:4], code[4:6], code[6:9], code[9:12]]
    while groups and not groups[-1].strip("0"):
        groups.pop()
    return ".".join(groups)
