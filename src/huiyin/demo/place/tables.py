"""Service points, pools and their members, the responsibility map."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.common.ids import new_id
from huiyin.demo.place.grids import short
from huiyin.demo.place.scale import even, scaled
from huiyin.demo.place.shape import PointShape, PoolShape, ResponsibilityRows
from huiyin.demo.place.units import since
from huiyin.demo.place.world import LEVELS, Held, World
from huiyin.duties.models import Expert, Pool, Responsibility
from huiyin.exchange.copying import copy_in
from huiyin.people.models import Unit
from huiyin.places.codes import significant
from huiyin.places.models import Division, ServicePoint


def build(world: World) -> None:
    """Write them all."""
    for point in world.shape.points:
        world.points.setdefault(point.key, []).extend(_points(world, point))
    copy_in([point for points in world.points.values() for point in points])
    for pool in world.shape.pools:
        _pools(world, pool)
    for rows in world.shape.responsibilities:
        copy_in(list(_responsibilities(world, rows)))


def _points(world: World, shape: PointShape) -> Iterator[ServicePoint]:
    places = _below(world, LEVELS[shape.level])
    counts = even(scaled(shape.count, world.scale), len(places))
    for at, count in zip(places, counts, strict=True):
        for number in range(1, count + 1):
            yield ServicePoint(
                id=new_id(), kind=shape.key, division=at,
                name=shape.name.format(short(at.name), number),
                address=f"{at.name}（示例地址）", phone="0999-6000000", hours="工作日 8:30—17:30",
                rooms=shape.rooms, staff=shape.staff, opened_on=since(world),
            )  # fmt: skip


def _below(world: World, level: int) -> list[Division]:
    """Divisions of the level in the place itself, or above it where the place is lower."""
    root = significant(world.shape.root)
    every = world.divisions[level]
    return [one for one in every if one.code.startswith(root)] or every


def _pools(world: World, shape: PoolShape) -> None:
    units = world.units[shape.unit]
    counts = even(scaled(shape.count, world.scale), len(units))
    pools = [
        Pool(
            id=new_id(), kind=shape.key, name=shape.name.format(short(unit.name), number), unit=unit
        )
        for unit, count in zip(units, counts, strict=True)
        for number in range(1, count + 1)
    ]
    copy_in(pools)
    for kind, count in shape.members.items():
        members = _members(world, shape, pools, kind, count)
        Expert.objects.bulk_create(members, batch_size=1000)


def _members(
    world: World, shape: PoolShape, pools: list[Pool], kind: str, count: int
) -> Iterator[Expert]:
    chance = world.chance
    for pool, members in zip(pools, even(scaled(count, world.scale), len(pools)), strict=True):
        for _number in range(members):
            known = min(2, len(shape.expertise))
            yield Expert(
                id=new_id(), pool=pool, kind=kind, name=world.person(),
                division_id=pool.unit.division_id, phone=f"1999{chance.randrange(10**7):07d}",
                expertise=sorted(chance.sample(shape.expertise, known)),
                weekdays=sorted(chance.sample(range(5), chance.randint(2, 5))),
            )  # fmt: skip


def _responsibilities(world: World, rows: ResponsibilityRows) -> Iterator[Responsibility]:
    who = [held for unit in world.units[rows.unit] for held in world.posts[unit.id][str(rows.role)]]
    if rows.lines:
        for held, line in zip(who, rows.lines, strict=False):
            yield _entry(world, rows, held, line=line)
    elif rows.points:
        for held, point in zip(who, world.points[rows.points], strict=False):
            yield _entry(world, rows, held, point=point)
    elif rows.level:
        level = LEVELS[rows.level]
        for unit in world.units[rows.unit]:
            yield from _divisions(world, rows, unit, level)


def _divisions(
    world: World, rows: ResponsibilityRows, unit: Unit, level: int
) -> Iterator[Responsibility]:
    """The divisions in the unit's place, shared out among its posts of the role; its own division
    is that of all of them."""
    who = world.posts[unit.id][str(rows.role)]
    mine = significant(unit.division_id)
    if unit.division.level == level:
        yield from (_entry(world, rows, held, division=unit.division) for held in who)
        return
    there = [one for one in world.divisions[level] if one.code.startswith(mine)]
    for place, at in enumerate(there):
        if who:
            yield _entry(world, rows, who[place % len(who)], division=at)


def _entry(world: World, rows: ResponsibilityRows, held: Held, **of: object) -> Responsibility:
    return Responsibility(
        id=new_id(), pack=world.pack, kind=rows.kind, post=held.post,
        starts_on=since(world), entered_by_id=world.planner, **of,
    )  # fmt: skip
