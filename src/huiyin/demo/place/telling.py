"""The matters of one entry of a recipe, act by act: who, when, with what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huiyin.demo.place import files, lives
from huiyin.demo.place.lives import Line
from huiyin.demo.place.scale import scaled, scaled_distinct, spread, totals
from huiyin.demo.place.shape import MatterShape
from huiyin.demo.place.values import Occasion, RecipeError
from huiyin.demo.place.when import Moments, period
from huiyin.demo.place.world import World
from huiyin.engine.standing import Standing
from huiyin.people.actor import Actor
from huiyin.people.models import Unit
from huiyin.places.codes import significant
from huiyin.places.models import Division


@dataclass
class Tale:
    """One matter to be: where it begins and the moments of its lines."""

    number: int
    unit: Unit
    place: Division
    stock: Mapping[str, Any]
    moments: list[datetime]


@dataclass
class Teller:
    """One entry: tells of each of its matters what is done next."""

    world: World
    key: str
    shape: MatterShape
    _villages: dict[str, list[Division]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world, shape = self.world, self.shape
        self.lines = lives.lines(shape.process, shape.life)
        self.count = scaled(shape.count, world.scale)
        self._words = files.life(shape.process)
        over = period(shape.over, world.today)
        self._moments = Moments(over, world.calendar, world.chance)
        self._sums = {
            field: spread(total, self.count, world.chance)
            for field, total in totals(shape, world.scale).items()
        }
        self._units = self.world.units[shape.unit]

    def tales(self) -> Iterator[Tale]:
        """The matters of the entry, in no order of time."""
        stock = self._words.stock.get(self.shape.stock or "default", [{}])
        length = lives.length(self.lines)
        for number in range(1, self.count + 1):
            unit, start = self._begin(number, length)
            moments = [start]
            for line in self.lines[1:]:
                moments.append(self._moments.after(moments[-1], line.least, line.most))
            item = self.world.chance.choice(stock)
            yield Tale(number, unit, self._village(unit), item, moments)

    def _begin(self, number: int, length: int) -> tuple[Unit, datetime]:
        """Where and when a matter begins."""
        if self.shape.follows:
            built = self.world.built[self.shape.follows]
            before = built[(number - 1) % len(built)]
            same = [one for one in self._units if one.id == before.unit.id]
            unit = same[0] if same else self.world.chance.choice(self._units)
            return unit, self._moments.after(before.ended, 1, 5)
        start = self._moments.start(length + self.shape.early, self.shape.recent)
        return self.world.chance.choice(self._units), start

    def wish(
        self, tale: Tale, line: Line, at: datetime, standing: Standing
    ) -> tuple[Actor, dict[str, Any]]:
        """Who does a line and the form data of it. Raises RecipeError."""
        here = self.world.by_id[standing.owner] if standing.owner else tale.unit
        unit, actor = lives.actor_of(self.world, line.who, here, standing)
        proposal = standing.proposal
        if proposal is not None and proposal.act == line.act:
            return actor, {}
        occasion = Occasion(self.world, at, unit, tale.place, tale.number, tale.stock)
        try:
            return actor, self._data(line, occasion)
        except KeyError as error:
            raise RecipeError(f"{self.key}: {line.act}: nothing is known of {error}") from None

    def _data(self, line: Line, occasion: Occasion) -> dict[str, Any]:
        act, words = line.act, self._words.words.get(line.act) or {}
        whole = {**words, **line.data, **self.shape.data.get(act, {})}
        data = {name: occasion.fill(value) for name, value in whole.items() if value is not None}
        for name, values in self._sums.items():
            of, _, column = name.partition(".")
            if of == act:
                data[column] = values[occasion.number - 1]
        for name, count in self.shape.distinct.items():
            of, _, column = name.partition(".")
            if of == act:
                data[column] = self._one_of(name, count, whole[column], occasion)
        return {name: self._of_post(value, data) for name, value in data.items()}

    def _of_post(self, value: Any, data: Mapping[str, Any]) -> Any:
        """The unit of a post that another field names, for `UNITOF`."""
        if not isinstance(value, str) or not value.startswith("UNITOF "):
            return value
        return self.world.unit_of(data[value.removeprefix("UNITOF ")])

    def _one_of(self, name: str, count: int, value: Any, occasion: Occasion) -> Any:
        """One of so many different values, each at least once. Raises RecipeError."""
        wanted = scaled_distinct(count, self.shape.count, self.world.scale)
        found = self.world.distinct.setdefault((self.shape.process, name), [])
        tries = 0
        while len(found) < wanted:
            tries += 1
            if tries > 200 * wanted:
                raise RecipeError(f"{self.key}: {name}: only {len(found)} of {wanted} values")
            numbered = Occasion(
                self.world, occasion.at, occasion.unit, occasion.place, tries, occasion.stock
            )
            if (one := numbered.fill(value)) not in found:
                found.append(one)
        return found[(occasion.number - 1) % wanted]

    def _village(self, unit: Unit) -> Division:
        """A village of the unit's place, or the place itself."""
        code = unit.division_id
        if code not in self._villages:
            start = significant(code)
            below = [one for one in self.world.divisions[5] if one.code.startswith(start)]
            self._villages[code] = below or [unit.division]
        return self.world.chance.choice(self._villages[code])
