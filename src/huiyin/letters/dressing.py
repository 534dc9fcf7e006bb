"""The fields of a form as a letter says them: the words of a choice, local days, names of units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huiyin.engine.definition import FormField
from huiyin.letters.directory import KINDS, Directory
from huiyin.letters.wanted import Wanted
from huiyin.matters.history import zone
from huiyin.people.vault.identity import FIELDS

Form = Mapping[str, FormField]
Opened = Mapping[tuple[UUID, frozenset[str]], Mapping[str, str]]
"""Persons opened from the vault, by id and the fields asked for."""


def references(
    form: Form, data: Mapping[str, Any], wanted: Wanted, *place: str
) -> Iterator[tuple[str, str]]:
    """Kind and id of everything in `data` that the wording wants in words."""
    for name, spec in form.items():
        value = data.get(name)
        if spec.fields and isinstance(value, list):
            for row in value:
                yield from references(spec.fields, row, wanted, *place, name)
        elif value and spec.type in KINDS and wanted.words_of(*place, name):
            many = value if isinstance(value, list) else [value]
            yield from ((KINDS[spec.type], str(one)) for one in many)


@dataclass(frozen=True)
class Dresser:
    """Turns recorded fields into facts; knows the names of ids and the persons opened."""

    wanted: Wanted
    directory: Directory
    opened: Opened

    def dress(
        self, form: Form, plain: Mapping[str, Any], raw: Mapping[str, Any], *place: str
    ) -> dict[str, Any]:
        """`plain` with words added: of a choice `X` also `X_name` and `X_law`; of ids `X_name`,
        `X_address`, `X_unit` …, of lists of ids `X_names` …; days as local days."""
        facts = dict(plain)
        for name, spec in form.items():
            if plain.get(name) is None and not isinstance(raw.get(name), Mapping):
                continue
            facts |= self._field(name, spec, plain.get(name), raw.get(name), (*place, name))
        return facts

    def _field(
        self, name: str, spec: FormField, value: Any, raw: Any, place: tuple[str, ...]
    ) -> dict[str, Any]:
        if spec.type == "choice":
            option = spec.options.get(value)
            return {f"{name}_name": option.zh, f"{name}_law": option.law or ""} if option else {}
        if spec.type == "date":
            return {name: date.fromisoformat(value)}
        if spec.type == "datetime":
            return {name: datetime.fromisoformat(value).astimezone(zone())}
        if spec.type == "person":
            return {name: self._person(value, raw, place)}
        if spec.type in KINDS:
            return self._ids(name, spec, value, place)
        if spec.fields:
            raws = raw if isinstance(raw, list) else [{}] * len(value)
            rows = zip(value, raws, strict=True)
            return {name: [self.dress(spec.fields, row, one, *place) for row, one in rows]}
        return {}

    def _ids(
        self, name: str, spec: FormField, value: Any, place: tuple[str, ...]
    ) -> dict[str, Any]:
        kind = KINDS[spec.type]
        facts: dict[str, Any] = {}
        for word in self.wanted.words_of(*place):
            if isinstance(value, list):
                many = [self.directory.words(kind, one).get(word[:-1], "") for one in value]
                facts[f"{name}_{word}"] = [one for one in many if one]
            else:
                facts[f"{name}_{word}"] = self.directory.words(kind, value).get(word, "")
        return facts

    def _person(self, value: Any, raw: Any, place: tuple[str, ...]) -> Mapping[str, str]:
        """Opened from the vault, or as stated in a form that is only previewed."""
        asked = self.wanted.under(*place) & {*FIELDS}
        if isinstance(value, Mapping):
            return {field: value.get(field, "") for field in asked}
        person = raw.get("person") if isinstance(raw, Mapping) else None
        return self.opened.get((UUID(person), asked), {}) if person and asked else {}
