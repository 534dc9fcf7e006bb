"""Units, posts and their holders: one unit of each kind in each division of its level."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django.contrib.auth.hashers import make_password

from huiyin.common.ids import new_id
from huiyin.demo.place.scale import even, scaled
from huiyin.demo.place.shape import PostShape, UnitShape
from huiyin.demo.place.world import LEVELS, PASSWORD, Held, World
from huiyin.exchange.copying import copy_in
from huiyin.people.models import Account, Holding, Post, Unit
from huiyin.places.codes import pad, significant
from huiyin.places.models import Division


@lru_cache
def hashed() -> str:
    """The one password of the place, hashed once: that takes long on purpose."""
    return make_password(PASSWORD)


def since(world: World) -> date:
    """Everybody has held their post since then."""
    return date(world.today.year - 2, 1, 1)


def build(world: World) -> None:
    """Write units in order of their kinds (superiors first), then posts, accounts, holdings."""
    for key, shape in world.shape.units.items():
        world.units[key] = [_unit(world, key, shape, at) for at in _where(world, shape)]
        copy_in(world.units[key])
    for unit in Unit.objects.all():
        world.by_id[str(unit.id)] = unit
    world.units = {
        key: [world.by_id[str(unit.id)] for unit in units] for key, units in world.units.items()
    }
    staff = Staff(world)
    for key, shape in world.shape.units.items():
        for post in shape.posts:
            _posts(staff, world.units[key], post)
    staff.write()
    _administrator(world)


def _where(world: World, shape: UnitShape) -> Iterator[Division]:
    only = pad(shape.only) if shape.only else None
    for division in world.divisions[LEVELS[shape.level]]:
        if only is None or division.code == only:
            yield division


def _unit(world: World, key: str, shape: UnitShape, at: Division) -> Unit:
    return Unit(
        id=new_id(), code=f"{key}-{significant(at.code)}", name=shape.name.format(at.name),
        short_word=shape.word.format(at.name[0]), kind=shape.kind, division=at,
        parent=_parent(world, shape, at), takes_online=shape.online,
        address=f"{at.name}（示例地址）", phone="0999-6000000",
    )  # fmt: skip


def _parent(world: World, shape: UnitShape, at: Division) -> Unit | None:
    if shape.above:
        return next((u for u in world.units[shape.above] if u.division_id == at.code), None)
    code = significant(at.code)
    for kind in shape.under:
        for unit in world.units[kind]:
            if len(above := significant(unit.division_id)) < len(code) and code.startswith(above):
                return unit
    return None


def _posts(staff: Staff, units: list[Unit], shape: PostShape) -> None:
    world = staff.world
    if shape.count is None:
        counts = [1] * len(units)
    else:
        # at a small scale too there is somebody in each
        counts = even(max(scaled(shape.count, world.scale), len(units)), len(units))
    for place, (unit, count) in enumerate(zip(units, counts, strict=True)):
        for number in range(count):
            held = staff.add(unit, shape.title, shape.role)
            if place == number == 0 and shape.sign_in:
                staff.sign_in(unit, held, shape.sign_in)


class Staff:
    """Posts with accounts and holdings, collected and written together."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._since = since(world)
        self._posts: list[Post] = []
        self._accounts: dict[object, Account] = {}
        self._holdings: list[Holding] = []

    def add(
        self, unit: Unit, title: str, role: str, *, grid: str | None = None, username: str = ""
    ) -> Held:
        """A post, and a fictional person who holds it."""
        post = Post(id=new_id(), unit=unit, title=title, role=str(role), grid_id=grid)
        there = self.world.posts[unit.id][str(role)]
        username = username or f"{unit.code}-{role}{len(there) + 1}"
        account = Account(
            id=new_id(), username=username, display_name=self.world.person(), password=hashed()
        )
        self._posts.append(post)
        self._accounts[account.id] = account
        self._holdings.append(
            Holding(id=new_id(), post=post, account=account, starts_on=self._since)
        )
        held = Held(post, account.id, account.display_name)
        there.append(held)
        return held

    def sign_in(self, unit: Unit, held: Held, username: str) -> None:
        """Name the account of a post as it is printed."""
        self._accounts[held.account_id].username = username
        self.world.sign_ins[username] = (unit, held)

    def write(self) -> None:
        copy_in(self._posts)
        copy_in(list(self._accounts.values()))
        copy_in(self._holdings)


def _administrator(world: World) -> None:
    """Two system administrators (settings are changed by two), the first of them for everything."""
    root = world.shape.root
    unit = next(u for units in world.units.values() for u in units if u.division_id == root)
    staff = Staff(world)
    for number, username in enumerate(("guanli", "guanli2"), start=1):
        held = staff.add(unit, f"系统管理员（{number}）", "admin")
        staff.sign_in(unit, held, username)
    staff.write()
    first = world.sign_ins["guanli"][1].account_id
    Account.objects.filter(pk=first).update(is_staff=True, is_superuser=True)
