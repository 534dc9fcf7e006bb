"""The lines of a life: `DAYS WHO ACT`, days after the line before.

WHO is a role at the unit that has the matter (the nearest one above that has such a post), a role
at another one (`intake.head`, `sender.dispatcher`, `up.leader`), `resident`, or a sign-in
(`@zhuanban`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from huiyin.demo.place import files
from huiyin.demo.place.values import RecipeError
from huiyin.demo.place.world import World
from huiyin.engine.standing import Standing
from huiyin.people.actor import Actor, Intake, resident
from huiyin.people.models import Unit


@dataclass(frozen=True)
class Line:
    """One act of a life."""

    least: int
    most: int
    who: str
    act: str
    data: Mapping[str, Any] = field(default_factory=dict)


@lru_cache
def lines(process: str, life: str) -> tuple[Line, ...]:
    """A life as it is written. Raises KeyError."""
    return tuple(_line(text) for text in files.life(process).lives[life])


def _line(said: str | Mapping[str, Any]) -> Line:
    text, data = (said, {}) if isinstance(said, str) else next(iter(said.items()))
    days, who, act = text.split()
    least, _, most = days.partition("-")
    return Line(int(least), int(most or least), who, act, data)


def length(life: tuple[Line, ...]) -> int:
    """The most days that it takes."""
    return sum(line.most for line in life)


def actor_of(world: World, who: str, unit: Unit, standing: Standing) -> tuple[Unit, Actor]:
    """Who does a line, and in which unit. Raises RecipeError."""
    if who == "resident":
        return unit, resident("web", intake=Intake(unit.id, ""))
    if who.startswith("@"):
        named, holder = world.sign_ins[who[1:]]
        return named, world.actor(named, holder)
    where, _, role = who.rpartition(".")
    start = _start(world, where, unit, standing)
    for at in _upwards(world, start):
        if held := world.somebody(at, role):
            return at, world.actor(at, held)
    raise RecipeError(f"no {role} in {start} or above")


def _start(world: World, where: str, unit: Unit, standing: Standing) -> Unit:
    if where == "intake" and standing.intake:
        return world.by_id[standing.intake]
    if where == "sender" and standing.sender:
        return world.by_id[standing.sender]
    if where == "up" and unit.above:
        return world.by_id[str(unit.above[-1])]
    return unit


def _upwards(world: World, unit: Unit) -> list[Unit]:
    return [unit, *(world.by_id[str(one)] for one in reversed(unit.above))]
