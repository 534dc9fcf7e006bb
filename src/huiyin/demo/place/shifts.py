"""Rotas with their shifts: the past weeks and the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from huiyin.common.ids import new_id
from huiyin.demo.place.shape import RotaRows
from huiyin.demo.place.world import Held, World
from huiyin.duties.models import Rota, Shift
from huiyin.engine.method_shape import RotaShape
from huiyin.exchange.copying import copy_in
from huiyin.matters.history import zone
from huiyin.packs.method_file import method
from huiyin.people.models import Unit


def build(world: World) -> None:
    """Write them."""
    rotas = method(world.pack).rotas
    for rows in world.shape.rotas:
        for unit in world.units[rows.unit][: rows.units]:
            rota = Rota(id=new_id(), pack=world.pack, key=rows.rota, unit=unit)
            copy_in([rota])
            copy_in(list(_shifts(world, rows, rotas[rows.rota], rota, unit)))


def _shifts(
    world: World, rows: RotaRows, shape: RotaShape, rota: Rota, unit: Unit
) -> Iterator[Shift]:
    begins = time.fromisoformat(shape.begins)
    days = [world.today + timedelta(n) for n in range(-rows.back, rows.ahead + 1)]
    if shape.days == "workday":
        days = [day for day in days if world.calendar.is_workday(day)]
    for turn, day in enumerate(days):
        start = datetime.combine(day, begins, zone())
        for slot, held in _turn(world, rows, unit, turn, _touched(day, shape)):
            yield Shift(
                id=new_id(), rota=rota, slot=slot, account_id=held.account_id, begins_at=start,
                ends_at=start + timedelta(hours=shape.hours), planned_by_id=world.planner,
            )  # fmt: skip


def _touched(day: date, shape: RotaShape) -> tuple[date, ...]:
    """The days on which somebody with this shift can have no other."""
    return (day, day + timedelta(1)) if shape.hours > 12 else (day,)


def _turn(
    world: World, rows: RotaRows, unit: Unit, turn: int, days: tuple[date, ...]
) -> Iterator[tuple[str, Held]]:
    """Who has which slot: everybody in turn, nobody in two places on a day."""
    for slot, role in rows.slots.items():
        people = world.posts[unit.id][str(role)]
        for place in range(len(people)):
            held = people[(turn + place) % len(people)]
            touched = {(held.account_id, day) for day in days}
            if not touched & world.busy:
                world.busy |= touched
                yield slot, held
                break
