"""Grids spread over the villages, and tens of thousands of people on them, by COPY."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.demo.place.scale import even, scaled
from huiyin.demo.place.shape import GridPostShape, GridShape
from huiyin.demo.place.units import Staff
from huiyin.demo.place.world import World
from huiyin.exchange.copying import copy_in
from huiyin.people.models import Role, Unit
from huiyin.places.models import Division, Grid

SIGN_IN = "wangge"
"""The user name of the first of them."""
_ENDINGS = ("居民委员会", "村民委员会", "居委会", "委会")


def build(world: World) -> None:
    """Write the grids and the posts on them with their holders."""
    shape = world.shape.grids
    if shape is None:
        return
    villages = world.divisions[5]
    counts = even(scaled(shape.count, world.scale), len(villages))
    for village, count in zip(villages, counts, strict=True):
        world.grids += _grids(world, village, count, shape)
    copy_in(world.grids)
    units = {unit.division_id: unit for unit in world.units[shape.unit]}
    staff = Staff(world)
    for post in shape.posts:
        _staff(staff, world.grids, units, post)
    staff.write()


def _grids(world: World, village: Division, count: int, shape: GridShape) -> Iterator[Grid]:
    for number in range(1, count + 1):
        yield Grid(
            code=f"{village.code}{number:03d}", division_id=village.code,
            name=f"{short(village.name)}第{number}网格",
            households=world.chance.randint(*shape.households),
        )  # fmt: skip


def _staff(staff: Staff, grids: list[Grid], units: dict[str, Unit], shape: GridPostShape) -> None:
    counts = even(scaled(shape.count, staff.world.scale), len(grids))
    for grid, count in zip(grids, counts, strict=True):
        for number in range(1, count + 1):
            username = f"{shape.letter}{grid.code}" + (f"-{number}" if number > 1 else "")
            unit = units[grid.division_id]
            held = staff.add(unit, shape.title, Role.GRID, grid=grid.code, username=username)
            if SIGN_IN not in staff.world.sign_ins:
                staff.sign_in(unit, held, SIGN_IN)


def short(name: str) -> str:
    """The name of a village without the word for its committee."""
    for ending in _ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name
