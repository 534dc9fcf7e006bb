"""A form filled in at random so that it is right: whatever the definition asks is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from random import Random
from typing import Any

from huiyin.engine.definition import OWNER, Act, FormField
from huiyin.engine.facts import matches
from huiyin.engine.forms import rows_of
from huiyin.engine.process import Scene

OFTEN = 0.4
"""How often an optional field is filled in."""


@dataclass(frozen=True)
class Around:
    """What the ids of a form can name: units, posts of a unit, matters, places, categories and
    grids."""

    units: Sequence[str]
    posts: Callable[[str | None], Sequence[str]]
    matters: Sequence[str] = ()
    divisions: Sequence[str] = ()
    categories: Sequence[str] = ()
    grids: Sequence[str] = ()


@dataclass
class Filler:
    """Fills in the forms of one matter as it stands in `scene`, at `now`."""

    scene: Scene
    around: Around
    now: datetime
    random: Random
    data: dict[str, Any] = field(default_factory=dict)
    often: float = OFTEN

    def fill(self, act: Act) -> dict[str, Any] | None:
        """Raw data of the act; None when nothing right can be said (no unit is left to name)."""
        for name, spec in act.form.items():
            if not self._asks(name, spec, act.form):
                continue
            needed = spec.required or spec.must is not None
            if needed or name == act.takes_place or self.random.random() < self.often:
                value = self._value(name, spec, self.data)
                if value is None and needed and spec.default is None:
                    return None
                if value is not None:
                    self.data[name] = value
        return self.data

    def _asks(self, name: str, spec: FormField, form: Mapping[str, FormField]) -> bool:
        facts = self.scene.standing.facts
        recorded = {key: value for key, value in facts.items() if key not in form}
        counted = {key: len(v) if isinstance(v, list) and v and isinstance(v[0], dict) else v
                   for key, v in self.data.items()}  # fmt: skip
        return not spec.is_computed and matches(spec.condition, {**recorded, **counted})

    def _value(self, name: str, spec: FormField, data: Mapping[str, Any]) -> Any:
        maker = {
            "text": self._text, "long": self._text, "int": self._int, "bool": self._bool,
            "choice": self._choice, "date": self._date, "datetime": self._datetime,
            "person": self._person, "unit": self._unit, "units": self._units, "post": self._post,
            "posts": self._posts, "list": self._list, "point": self._point,
        }.get(spec.type)  # fmt: skip
        if spec.type == "each":
            count = rows_of(spec.of or name, self.scene.standing.facts)
            return [self._row(spec) for _ in range(count)]
        if maker is not None:
            return maker(spec, data)
        options = {"matter": self.around.matters, "division": self.around.divisions,
                   "category": self.around.categories,
                   "grid": self.around.grids}.get(spec.type, ())  # fmt: skip
        return self.random.choice(options) if options else None

    def _point(self, _spec: FormField, _data: Mapping[str, Any]) -> str:
        return f"{self.random.uniform(-90, 90):.6f}, {self.random.uniform(-180, 180):.6f}"

    def _text(self, spec: FormField, _data: Mapping[str, Any]) -> str:
        return ("说明情况" * (1 + (spec.min or 1) // 4))[: spec.max]

    def _int(self, spec: FormField, _data: Mapping[str, Any]) -> int:
        low = spec.min or 0
        if spec.of:
            return self.random.randint(max(low, 1), self.scene.standing.facts.get(spec.of, 1) or 1)
        return self.random.randint(low, min(low + 6, spec.max if spec.max is not None else low + 6))

    def _bool(self, spec: FormField, _data: Mapping[str, Any]) -> bool:
        return spec.must if spec.must is not None else self.random.random() < OFTEN

    def _choice(self, spec: FormField, _data: Mapping[str, Any]) -> str:
        return self.random.choice(list(spec.options))

    def _day(self, spec: FormField, data: Mapping[str, Any]) -> date:
        today = self.now.astimezone(self.scene.zone).date()
        first = data.get(spec.not_before or "")
        earliest = date.fromisoformat(str(first)[:10]) if first else today
        if spec.ahead:
            earliest = max(earliest, today + timedelta(days=spec.ahead.amount))
        return max(today, earliest)

    def _date(self, spec: FormField, data: Mapping[str, Any]) -> str:
        return self._day(spec, data).isoformat()

    def _datetime(self, spec: FormField, data: Mapping[str, Any]) -> str:
        day = self._day(spec, data)
        moment = self.now.astimezone(self.scene.zone)
        if day > moment.date():
            moment = moment.replace(year=day.year, month=day.month, day=day.day)
        return moment.isoformat()

    def _person(self, _spec: FormField, _data: Mapping[str, Any]) -> dict[str, str]:
        return {"name": f"王{self.random.randint(1, 9)}", "address": "和平路1号"}

    def _units_left(self, spec: FormField, data: Mapping[str, Any]) -> list[str]:
        barred = self._barred(spec, data)
        among = {"superiors": self.scene.superiors, "partners": self.scene.standing.partners}
        allowed = sorted(among[spec.among]) if spec.among else self.around.units
        return [unit for unit in allowed if unit not in barred]

    def _barred(self, spec: FormField, data: Mapping[str, Any]) -> set[str]:
        barred: set[str] = set()
        for name in spec.excludes:
            standing = self.scene.standing
            # A list that only grows (`adds`) still holds what earlier acts have put into it.
            values = [standing.owner] if name == OWNER else [
                data.get(name), standing.facts.get(name)
            ]  # fmt: skip
            for value in values:
                barred |= {value} if isinstance(value, str) else set(value or ())
        return barred

    def _unit(self, spec: FormField, data: Mapping[str, Any]) -> str | None:
        units = self._units_left(spec, data)
        return self.random.choice(units) if units else None

    def _units(self, spec: FormField, data: Mapping[str, Any]) -> list[str] | None:
        units = self._units_left(spec, data)
        return units[: max(spec.min or 1, 1)] or None

    def _posts_left(self, spec: FormField, data: Mapping[str, Any]) -> list[str]:
        barred = self._barred(spec, data)
        if spec.of_unit:
            unit = data.get(spec.of_unit)
            unit = unit if isinstance(unit, str) else None
            posts = self.around.posts(unit) if unit else []
        elif spec.type == "post" and self.scene.standing.owner:
            posts = self.around.posts(self.scene.standing.owner)
        else:
            posts = [post for unit in self.around.units if unit not in barred
                     for post in self.around.posts(unit)]  # fmt: skip
        return [post for post in posts if post not in barred]

    def _post(self, spec: FormField, data: Mapping[str, Any]) -> str | None:
        posts = self._posts_left(spec, data)
        return self.random.choice(posts) if posts else None

    def _posts(self, spec: FormField, data: Mapping[str, Any]) -> list[str] | None:
        posts = self._posts_left(spec, data)
        return self.random.sample(posts, min(len(posts), max(spec.min or 1, 1))) or None

    def _list(self, spec: FormField, _data: Mapping[str, Any]) -> list[dict[str, Any]]:
        count = rows_of(spec.of, self.scene.standing.facts) if spec.of else max(spec.min or 1, 1)
        return [self._row(spec) for _ in range(count)]

    def _row(self, spec: FormField) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for name, inner in spec.fields.items():
            if matches(inner.condition, {**self.scene.standing.facts, **row}):
                value = self._value(name, inner, row)
                if value is not None:
                    row[name] = value
        return row


def fill(
    scene: Scene, act: Act, around: Around, now: datetime, random: Random
) -> dict[str, Any] | None:
    """See `Filler.fill`."""
    return Filler(scene, around, now, random).fill(act)


def local(text: str, zone: tzinfo) -> datetime:
    """A local moment."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)
