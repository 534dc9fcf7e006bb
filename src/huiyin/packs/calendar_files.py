"""Calendar files: the national one per year, and those of a region or an office laid over it.

A file is YAML: either `year` with its notice, or `overlay` (the name of the layer) with an optional
`division`; both may hold days off (`rest`), added working days (`work`), worked weekdays (`week`),
office hours per weekday (`hours`) and for single days (`special_hours`). Everything that is not
understood is an error with file, line and a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from huiyin.engine.calendar import Calendar, DayKind, SpecialDay
from huiyin.packs.calendar_shape import WEEKDAYS, CalendarShape, shifts_of

NATIONAL = Path(__file__).parent / "calendars" / "national"


class CalendarFileError(ValueError):
    """A calendar file that cannot be used: `FILE:LINE: sentence`, one line per fault."""


def national(*, extra: Sequence[Path] = ()) -> Calendar:
    """The national calendar of all years in the packs, with further files laid over it in order.

    Raises CalendarFileError or OSError.
    """
    calendar = _national()
    for path in extra:
        calendar = calendar.overlay(load(path))
    return calendar


@cache
def _national() -> Calendar:
    parts = [load(path) for path in sorted(NATIONAL.glob("*.yaml"))]
    years = frozenset(year for part in parts for year in part.years)
    days = {day: special for part in parts for day, special in part.days.items()}
    return Calendar(f"national-{max(years)}", days, years)


def load(path: Path) -> Calendar:
    """One calendar file as a calendar of its own. Raises CalendarFileError or OSError."""
    return parse(path.read_text(encoding="utf-8"), str(path))


def parse(text: str, path: str) -> Calendar:
    """The text of a calendar file; `path` is what errors call it. Raises CalendarFileError."""
    try:
        data = _yaml().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise CalendarFileError(f"{path}:{line}: {error.problem}") from error
    try:
        return _calendar(CalendarShape.model_validate(data))
    except ValidationError as error:
        root = _yaml().compose(text)
        faults = [
            f"{path}:{_line(root, fault['loc'])}: {_sentence(fault['loc'], fault['msg'])}"
            for fault in error.errors()
        ]
        raise CalendarFileError("\n".join(faults)) from error


def body(path: Path) -> dict[str, Any]:
    """The content of a calendar file as plain data (dates as text). Raises as `load` does."""
    return body_of(path.read_text(encoding="utf-8"), str(path))


def body_of(text: str, path: str) -> dict[str, Any]:
    """The text of a calendar file as plain data (dates as text). Raises as `parse` does."""
    parse(text, path)
    content: dict[str, Any] = _yaml().load(text)
    return content


def from_body(body: Mapping[str, Any], name: str) -> Calendar:
    """A calendar from the content of a file kept as plain data (dates as text), under a name.

    Raises CalendarFileError, one line per fault.
    """
    try:
        return _calendar(CalendarShape.model_validate(body), name)
    except ValidationError as error:
        faults = [_sentence(fault["loc"], fault["msg"]) for fault in error.errors()]
        raise CalendarFileError("\n".join(faults)) from error


def _calendar(shape: CalendarShape, name: str | None = None) -> Calendar:
    days: dict[date, SpecialDay] = {}
    for day, special in _entries(shape):
        days[day] = special.over(days.get(day))
    week = None if shape.week is None else frozenset(map(WEEKDAYS.index, shape.week))
    return Calendar(
        name=name or shape.overlay or f"national-{shape.year}",
        days=days,
        years=frozenset() if shape.year is None else frozenset({shape.year}),
        week=week,
        hours={WEEKDAYS.index(day): shifts_of(texts) for day, texts in shape.hours.items()},
    )


def _entries(shape: CalendarShape) -> Iterator[tuple[date, SpecialDay]]:
    number = (shape.source.number if shape.source else None) or ""
    for rest in shape.rest:
        special = SpecialDay(DayKind.HOLIDAY, rest.zh, rest.en, rest.source or number)
        yield from ((day, special) for day in rest.days())
    for work in shape.work:
        yield work.day, SpecialDay(DayKind.MAKE_UP, work.zh, work.en, work.source or number)
    for hours in shape.special_hours:
        special = SpecialDay(None, hours.zh, hours.en, hours.source or number)
        yield hours.day, replace(special, shifts=shifts_of(hours.hours))


def _line(node: Any, place: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `place` that the file has."""
    line: int = node.start_mark.line if node else 0
    for key in place:
        if isinstance(node, SequenceNode) and isinstance(key, int):
            node = node.value[key]
        elif isinstance(node, MappingNode):
            found = [value for name, value in node.value if name.value == key]
            if not found:
                break
            node = found[0]
        else:
            break
        line = node.start_mark.line
    return line + 1


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(str(key) for key in place if key != "[key]")
    message = message.removeprefix("Value error, ")
    return f"{where}: {message}" if where else message


class _AsWritten(SafeConstructor):
    """Leaves dates as text, so that an impossible one is an error with its line."""


_AsWritten.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def _yaml() -> YAML:
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _AsWritten
    return reader
