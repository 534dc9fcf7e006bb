"""The right-hand sides of a mapping: constants, columns, templates, rows of them.

channel: web                                     a constant
title: {column: Subject, max: 80}                a cell, cut with … when longer
channel: {column: Source, values: {App: web}}    a cell, translated
text: {template: "{Subject}, {Place}"}           several cells in one text
requests: [{request: {column: Subject}}]         rows of a list, parts of a person
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from pydantic import Field

from huiyin.engine.definition import Shape
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import validated
from huiyin.engine.source import Path, Source
from huiyin.exchange.cells import Cells, as_text

ELLIPSIS = "…"
Make = Callable[[Cells], Any]
Columns = Mapping[str, int]
"""Column → its place in a row."""


class Cell(Shape):
    """One cell. `values` translates what it says; a word that is not there stays as it is."""

    column: str
    max: int | None = Field(default=None, ge=2)
    values: dict[str, str | int | bool] = {}


class Template(Shape):
    """A text with `{Column}` in it; `max` cuts it."""

    template: str
    max: int | None = Field(default=None, ge=2)


@dataclass(frozen=True)
class Value:
    """What fills one field: the columns it reads, and how to bind it to their places in a row."""

    columns: tuple[str, ...]
    bind: Callable[[Columns], Make]
    parts: Mapping[str, Value]
    """Rows and persons: the values inside, by path (`0.request`, `name`)."""


def values_of(
    source: Source, path: Path, data: Mapping[str, Any]
) -> tuple[dict[str, Value], list[Problem]]:
    """The values of an act's `data`, or what is wrong with them, at their lines."""
    problems: list[Problem] = []
    found = {name: _value(source, (*path, name), node, problems) for name, node in data.items()}
    return {name: value for name, value in found.items() if value is not None}, problems


def _value(source: Source, path: Path, node: Any, problems: list[Problem]) -> Value | None:
    if isinstance(node, dict) and ("column" in node or "template" in node):
        shape = _shape(Cell if "column" in node else Template, source, path, node, problems)
        if isinstance(shape, Cell):
            return _cell(shape)
        return _template(shape, source, path, problems) if isinstance(shape, Template) else None
    if isinstance(node, dict):
        return _group(source, path, node, problems)
    if isinstance(node, list):
        return _rows(source, path, node, problems)
    if isinstance(node, (str, int, bool)):
        return Value((), lambda _columns: lambda _cells: node, {})
    problems.append(
        source.problem(
            "bad_value", path, key=path[-1], detail="a constant, a column, a template or rows"
        )
    )
    return None


def _shape(
    kind: type[Shape], source: Source, path: Path, node: dict[str, Any], problems: list[Problem]
) -> Shape | None:
    inside = {
        key[len(path) :]: place for key, place in source.places.items() if key[: len(path)] == path
    }
    shape, wrong = validated(kind, Source(source.file, node, inside))
    problems += wrong
    return shape


def _cell(shape: Cell) -> Value:
    def bind(columns: Columns) -> Make:
        place, limit, words = columns[shape.column], shape.max, shape.values

        def make(cells: Cells) -> Any:
            text = _cut(as_text(cells[place]).strip(), limit)
            return words.get(text, text) if words else text

        return make

    return Value((shape.column,), bind, {})


def _template(shape: Template, source: Source, path: Path, problems: list[Problem]) -> Value | None:
    try:
        parts = list(Formatter().parse(shape.template))
    except ValueError as error:
        problems.append(source.problem("bad_value", path, key="template", detail=str(error)))
        return None
    if any(spec or conversion for _, _, spec, conversion in parts):
        detail = "only {Column} may stand in a template"
        problems.append(source.problem("bad_value", path, key="template", detail=detail))
        return None
    names = tuple(name for _, name, _, _ in parts if name is not None)

    def bind(columns: Columns) -> Make:
        pieces = [(text, None if name is None else columns[name]) for text, name, _, _ in parts]

        def make(cells: Cells) -> str:
            filled = (
                text if place is None else text + as_text(cells[place]).strip()
                for text, place in pieces
            )
            return _cut("".join(filled), shape.max)

        return make

    return Value(names, bind, {})


def _group(source: Source, path: Path, node: dict[str, Any], problems: list[Problem]) -> Value:
    parts, wrong = values_of(source, path, node)
    problems += wrong

    def bind(columns: Columns) -> Make:
        makers = {name: value.bind(columns) for name, value in parts.items()}
        return lambda cells: {name: make(cells) for name, make in makers.items()}

    return Value(_columns(parts.values()), bind, parts)


def _rows(source: Source, path: Path, node: list[Any], problems: list[Problem]) -> Value:
    found = (_value(source, (*path, number), row, problems) for number, row in enumerate(node))
    rows = [row for row in found if row is not None]

    def bind(columns: Columns) -> Make:
        makers = [row.bind(columns) for row in rows]
        return lambda cells: [make(cells) for make in makers]

    return Value(_columns(rows), bind, {str(number): row for number, row in enumerate(rows)})


def _columns(values: Any) -> tuple[str, ...]:
    return tuple(column for value in values for column in value.columns)


def column_of(data: Mapping[str, Value], path: str) -> str | None:
    """The column behind a form field (`title`, `requests.0.request`), None for a constant."""
    parts: Mapping[str, Value] = data
    value: Value | None = None
    for step in path.split("."):
        value = parts.get(step)
        if value is None:
            return None
        parts = value.parts
    return ", ".join(dict.fromkeys(value.columns)) if value and value.columns else None


def _cut(text: str, limit: int | None) -> str:
    return text if limit is None or len(text) <= limit else text[: limit - 1] + ELLIPSIS
