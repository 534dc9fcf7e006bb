"""From a row to the acts it asks for, or to why it cannot be read. Nothing is decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from huiyin.exchange.cells import Cells, CellValue, as_moment, as_text, is_empty
from huiyin.exchange.mapping import MappedAct, Mapping
from huiyin.exchange.readers import FileError
from huiyin.exchange.rejects import Reject
from huiyin.exchange.rules import sentence
from huiyin.exchange.values import Make

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MAX_REF = 120
_JOIN = "/"
_SHOWN = 60


class Unreadable(Exception):
    def __init__(self, column: str, cell: CellValue, rule: str) -> None:
        super().__init__(rule)
        self.column, self.cell, self.rule = column, cell, rule


@dataclass(frozen=True, slots=True)
class Step:
    """One act as the row asks for it."""

    mapped: MappedAct
    at: datetime
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Planned:
    """One readable row: its number in the file, its reference at the source, its acts in order."""

    row: int
    ref: str
    steps: tuple[Step, ...]
    cells: Cells = field(repr=False)
    uncategorised: tuple[str, ...] = ()
    """What the row says of its category, when the installation does not know it."""

    def at(self, act: str) -> datetime | None:
        """When the row says `act` was done, None when it was not."""
        return next((step.at for step in self.steps if step.mapped.act == act), None)


@dataclass(frozen=True)
class _Bound:
    mapped: MappedAct
    at: int
    when: tuple[int, ...]
    makers: dict[str, Make]
    categories: tuple[str, ...]


class Planner:
    """A mapping bound to the columns of one file. Raises FileError for columns that are missing."""

    def __init__(
        self, mapping: Mapping, header: list[str], zone: tzinfo, categories: frozenset[str]
    ) -> None:
        self._header, self._zone, self._known = header, zone, categories
        columns = _columns(mapping, header)
        self._id = [columns[name] for name in mapping.shape.id]
        self._acts = [_bind(mapping, act, columns) for act in mapping.acts]

    def plan(self, row: int, cells: Cells) -> Planned | Reject:
        """What the row asks for."""
        if len(cells) > len(self._header):
            extra = cells[len(self._header)]
            return Reject.of(row, "", extra, sentence("too_many_cells"), cells)
        full = [*cells, *[""] * (len(self._header) - len(cells))]
        unknown: list[str] = []
        try:
            ref = self._ref(full)
            steps = tuple(self._steps(full, unknown))
        except Unreadable as wrong:
            return Reject.of(row, wrong.column, wrong.cell, sentence(wrong.rule), cells)
        return Planned(row, ref, steps, cells, tuple(unknown))

    def _ref(self, cells: Cells) -> str:
        parts = [as_text(cells[place]).strip() for place in self._id]
        ref = _JOIN.join(parts)
        column = ", ".join(self._header[place] for place in self._id)
        if not all(parts):
            raise Unreadable(column, ref, "no_id")
        if len(ref) > _MAX_REF or _CONTROL.search(ref):
            raise Unreadable(column, ref, "bad_id")
        return ref

    def _steps(self, cells: Cells, unknown: list[str]) -> Iterator[Step]:
        before: datetime | None = None
        for bound in self._acts:
            if any(is_empty(cells[place]) for place in bound.when):
                continue
            at = self._moment(cells, bound.at)
            if before is not None and at < before:
                raise Unreadable(bound.mapped.at, cells[bound.at], "order")
            before = at
            data = {name: make(cells) for name, make in bound.makers.items()}
            moment = bound.mapped.moment
            if moment is not None and moment not in data:
                data[moment] = at
            self._categorise(bound, data, unknown)
            yield Step(bound.mapped, at, data)

    def _moment(self, cells: Cells, place: int) -> datetime:
        cell = cells[place]
        if is_empty(cell):
            raise Unreadable(self._header[place], cell, "required")
        at = as_moment(cell, self._zone)
        if at is None:
            raise Unreadable(self._header[place], cell, "moment")
        return at

    def _categorise(self, bound: _Bound, data: dict[str, Any], unknown: list[str]) -> None:
        for name in bound.categories:
            if (said := data[name]) and said not in self._known:
                unknown.append(str(said)[:_SHOWN])
                del data[name]


def _columns(mapping: Mapping, header: list[str]) -> dict[str, int]:
    missing = [name for name in mapping.columns if name not in header]
    if missing:
        wrong = _("the file has no column %(missing)s; it has: %(header)s")
        names = {"missing": ", ".join(missing), "header": ", ".join(header)}
        raise FileError(wrong % names)
    twice = [name for name in mapping.columns if header.count(name) > 1]
    if twice:
        raise FileError(_("the file has the column %s more than once") % ", ".join(twice))
    return {name: place for place, name in enumerate(header)}


def _bind(mapping: Mapping, mapped: MappedAct, columns: dict[str, int]) -> _Bound:
    act = mapping.process.acts[mapped.act]
    return _Bound(
        mapped=mapped,
        at=columns[mapped.at],
        when=tuple(columns[name] for name in mapped.when),
        makers={name: value.bind(columns) for name, value in mapped.data.items()},
        categories=tuple(n for n in mapped.data if act.form[n].type == "category"),
    )
