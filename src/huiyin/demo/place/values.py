"""What stands in a recipe's form data for something of the place or of the day.

`now` `today` `+7d`; `PLACE` (a village of the unit), `HERE` (the unit itself), `UNIT KIND` (one of
that kind in the same place), `POST ROLE [KIND]`, `ANYPOST ROLE KIND` (of the whole place), `UNITOF
FIELD` (of the post in that field), `MATTER ENTRY` (the number of a matter built before), `SOMEONE`
(a person who does not exist), `ONE a | b`, `N` and `{n}` (the how manieth matter it is), `$field`
(of the stock item).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from huiyin.demo.place.grids import short
from huiyin.demo.place.world import World
from huiyin.matters.history import zone
from huiyin.people.models import Unit
from huiyin.places.codes import significant
from huiyin.places.models import Division

_LATER = re.compile(r"([+-]\d+)d")


class RecipeError(ValueError):
    """A recipe that the place cannot follow; the message names the entry and the act."""


@dataclass
class Occasion:
    """One act of one matter: when, in which unit, the how manieth matter of the entry."""

    world: World
    at: datetime
    unit: Unit
    place: Division
    number: int
    stock: Mapping[str, Any] = field(default_factory=dict)

    def fill(self, value: Any) -> Any:
        """A value of a form with its placeholders replaced."""
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if isinstance(value, dict):
            return {name: self.fill(one) for name, one in value.items()}
        return self._word(value) if isinstance(value, str) else value

    def _word(self, word: str) -> Any:
        if word.startswith("$"):
            return self.fill(self.stock[word[1:]])
        head, _, rest = word.partition(" ")
        known: dict[str, Callable[[str], Any]] = {
            "UNIT": self._unit, "POST": self._post, "MATTER": self._matter, "ONE": self._one,
            "SOMEONE": self._someone, "PLACE": lambda _rest: self.place.code,
            "ANYPOST": self._any_post,
            "HERE": lambda _rest: str(self.unit.id), "N": lambda _rest: self.number,
        }  # fmt: skip
        if head in known:
            return known[head](rest)
        day = self.at.astimezone(zone()).date()
        if word in ("now", "today"):
            return self.at.isoformat() if word == "now" else day.isoformat()
        if later := _LATER.fullmatch(word):
            return (day + timedelta(int(later[1]))).isoformat()
        return word.replace("{n}", str(self.number)).replace("{place}", short(self.place.name))

    def _unit(self, kind: str) -> str:
        return str(self.near(kind).id)

    def near(self, kind: str) -> Unit:
        """A unit of that kind: in the unit's own place, else of the lowest place around it."""
        units = self.world.units[kind]
        code = significant(self.unit.division_id)
        below = [
            one for one in units if one.division_id.startswith(code) and one.id != self.unit.id
        ]
        around = [one for one in units if code.startswith(significant(one.division_id))]
        return self.world.chance.choice(below or around or units)

    def _post(self, rest: str) -> str:
        role, _, kind = rest.partition(" ")
        held = self.world.somebody(self.near(kind) if kind else self.unit, role)
        if held is None:
            raise RecipeError(f"no {role} in {kind or self.unit}")
        return str(held.post.id)

    def _any_post(self, rest: str) -> str:
        role, _, kind = rest.partition(" ")
        units = self.world.units[kind]
        found = [held for unit in units for held in self.world.posts[unit.id][role]]
        return str(self.world.chance.choice(found).post.id)

    def _matter(self, entry: str) -> str:
        built = self.world.built[entry]
        return built[(self.number - 1) % len(built)].number

    def _one(self, rest: str) -> Any:
        options = [one.strip() for one in rest.split("|")]
        return options[(self.number - 1) % len(options)]

    def _someone(self, _rest: str) -> dict[str, str]:
        chance = self.world.chance
        return {
            "name": self.world.person(), "phone": f"1999{chance.randrange(10**7):07d}",
            "address": f"{self.place.name}示范路{chance.randint(1, 200)}号",
        }  # fmt: skip
