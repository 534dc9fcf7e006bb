"""What was said in the act of a letter and in the earlier acts that its wording names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from huiyin.letters.directory import Directory, Words
from huiyin.letters.dressing import Dresser, references
from huiyin.letters.occasion import Occasion
from huiyin.letters.persons import persons_in
from huiyin.letters.recorded import Recorded, last_done, list_of
from huiyin.letters.wanted import Wanted
from huiyin.matters.history import zone

Place = tuple[str, ...]
"""Where facts stand: `("act",)`, or `("previous", KEY)`."""

ACT: Place = ("act",)
ROW = "_row"


class Said:
    """Forms as facts; all ids in them, and `units`, are looked up together."""

    def __init__(self, occasion: Occasion, wanted: Wanted, units: Iterable[str]) -> None:
        self._occasion, self._wanted, self._units = occasion, wanted, units

    def unit(self, one: str) -> Words:
        """Name, address and phone of a unit; nothing for one that is not there."""
        return self._directory.words("unit", one)

    def previous(self) -> dict[str, dict[str, Any]]:
        """Key → fields of the last such act, for each that the wording names and that was done."""
        places = (("previous", key) for key in sorted(self._wanted.under("previous")))
        return {place[1]: self.fields(place) for place in places if place in self._recorded}

    def fields(self, place: Place) -> dict[str, Any]:
        """The form at a place; rows that answer a list carry the row they answer."""
        said = self._recorded[place]
        unit = self.unit(said.unit or "")
        fields = self._dressed(said, place)
        for (*above, name), listed in self._lists.items():
            if tuple(above) == place:
                rows = self._dressed(listed, place)[name]
                fields[name] = _answered(rows, fields, name)
        return {
            **fields,
            "day": said.at.astimezone(zone()).date(),
            "by_unit_name": unit.get("name"),
            "by_unit_address": unit.get("address"),
        }

    def _dressed(self, said: Recorded, place: Place) -> dict[str, Any]:
        return self._dresser.dress(said.form, said.plain, said.raw, *place)

    @cached_property
    def _recorded(self) -> dict[Place, Recorded]:
        """The forms of the act itself and of the earlier acts that are needed."""
        now = self._occasion
        named = self._wanted.under("previous") | {act for act, _of in self._asked_about.values()}
        acts = last_done(now.matter.id, now.process, now.events, named)
        done, form = now.events[-1], now.process.acts[now.act].form
        raw = next((e.data for e in now.events if e.seq == done.data.get("confirms")), done.data)
        earlier: dict[Place, Recorded] = {("previous", key): act for key, act in acts.items()}
        return {ACT: Recorded(form, raw, now.data, done.at, done.unit), **earlier}

    @cached_property
    def _asked_about(self) -> dict[Place, tuple[str, str]]:
        """Where the rows of a list belong that an `each` field answers, or of which a number names
        one (`X_row`), if the wording wants them → the act that gave the list, and its name there.
        """
        now = self._occasion
        found: dict[Place, tuple[str, str]] = {}
        for place in (ACT, *(("previous", key) for key in self._wanted.under("previous"))):
            act = now.process.acts.get(now.act if place == ACT else place[-1])
            for name, spec in act.form.items() if act else ():
                here = name if spec.type == "each" else f"{name}{ROW}"
                if spec.of and self._wanted.has(*place, here):
                    source = list_of(now.process, now.events, spec.of)
                    found |= {(*place, here): (source, spec.of)} if source else {}
        return found

    @cached_property
    def _lists(self) -> dict[Place, Recorded]:
        """Those rows, as if they stood in the form itself."""
        lists: dict[Place, Recorded] = {}
        for place, (act, of) in self._asked_about.items():
            source, name = self._recorded["previous", act], place[-1]
            lists[place] = Recorded(
                form={name: source.form[of]}, raw={name: source.raw[of]},
                plain={name: source.plain[of]}, at=source.at, unit=source.unit,
            )  # fmt: skip
        return lists

    def _everything(self) -> Iterator[tuple[Place, Recorded]]:
        yield from self._recorded.items()
        for place, rows in self._lists.items():
            yield place[:-1], rows

    @cached_property
    def _directory(self) -> Directory:
        ids: dict[str, set[str]] = {"unit": set(self._units)}
        ids["unit"] |= {act.unit for act in self._recorded.values() if act.unit}
        for place, act in self._everything():
            for kind, one in references(act.form, act.plain, self._wanted, *place):
                ids.setdefault(kind, set()).add(one)
        return Directory(ids, self._occasion.at.astimezone(zone()).date())

    @cached_property
    def _dresser(self) -> Dresser:
        opened = persons_in(self._everything(), self._wanted, self._occasion)
        return Dresser(self._wanted, self._directory, opened)


def _answered(rows: list[dict[str, Any]], fields: dict[str, Any], name: str) -> Any:
    """The rows with their answers; or the one row whose number stands in the form (from 1)."""
    if name.endswith(ROW):
        number = fields.get(name.removesuffix(ROW))
        return rows[number - 1] if isinstance(number, int) and 0 < number <= len(rows) else {}
    return [{**row, **answer} for row, answer in zip(rows, fields.get(name, ()), strict=False)]
