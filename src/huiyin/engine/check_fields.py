"""Are the forms sound, and does every condition look at a field that can hold that value?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.engine.check_clocks import fields_named, need_field
from huiyin.engine.complaints import place_of
from huiyin.engine.definition import (
    FREE_TEXT,
    ClockShape,
    Condition,
    FollowUp,
    FormField,
    Process,
)
from huiyin.engine.facts import COMPARISON
from huiyin.engine.graph import Graph
from huiyin.engine.mistakes import Problem
from huiyin.engine.source import Path, Source
from huiyin.engine.standing import DID

_ROWS = frozenset({"list", "each"})
_NOT_FACTS = FREE_TEXT | {"person", "files"}
_COUNTED = frozenset({"int", "list", "each"})
_DAYS = frozenset({"date", "datetime"})
_SHOWN = ("text", "long", "choice", "date", "datetime", "int", "unit")
"""What residents may be shown: never a person, nor a post."""
_WHO = frozenset({"unit", "units", "post", "posts"})
_SIZED = frozenset({"text", "long", "int", "list", "files", "units", "posts"})
_ONLY: Mapping[str, frozenset[str]] = {
    "options": frozenset({"choice"}),
    "fields": _ROWS,
    "of": frozenset({"list", "each", "int"}),
    "must": frozenset({"bool"}),
    "excludes": _WHO,
    "among": frozenset({"unit", "units"}),
    "of_unit": frozenset({"post", "posts"}),
    "adds": frozenset({"units", "posts"}),
    "not_after": _DAYS,
    "not_before": _DAYS,
    "ahead": _DAYS,
    "latest": frozenset({"date"}),
    "counts": frozenset({"int"}),
    "min": _SIZED,
    "max": _SIZED,
}
"""Keys that only some types of field can have."""
_KEYS = {"excludes": "not"}


_NAMING: Mapping[str, tuple[str, ...]] = {
    "recuses": ("post",), "restores": ("post",), "partners": ("units", "unit"),
    "names": ("post", "posts"), "names_only": ("post", "posts"), "links": ("matter",),
    "once_per": ("int", "choice"),
}  # fmt: skip
"""What an act's words name in its form, by type of field."""
_MAY_BE_EMPTY = frozenset({"links", "names", "partners"})
"""An empty field then makes no relation, names nobody, asks no unit to join in."""


def _several(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def check_forms(process: Process, source: Source, _graph: Graph) -> Iterator[Problem]:
    """Mistakes in the forms, and in the fields that an act's own words name."""
    for key, act in process.acts.items():
        path: Path = ("acts", key)
        yield from _form(process, source, (*path, "form"), act.form)
        if act.takes_place:
            yield from need_field(
                source, (*path, "takes_place"), act, act.takes_place, ("datetime",)
            )
        if act.owner and act.owner not in {"self", "sender"} and not act.owner.startswith(DID):
            yield from need_field(source, (*path, "owner"), act, act.owner, ("unit",))
        for word, kinds in _NAMING.items():
            for name in _several(getattr(act, word)):
                always = word not in _MAY_BE_EMPTY
                yield from need_field(source, (*path, word), act, name, kinds, always=always)
        if act.holder and act.holder != "self":
            here = (*path, "holder")
            yield from need_field(source, here, act, act.holder, ("post",), always=False)
        for name in act.shows:
            yield from need_field(source, (*path, "shows"), act, name, _SHOWN, always=False)
        for name, value in act.sets.items():
            yield from _compare(process, source, (*path, "sets", name), name, (value,))


def _form(
    process: Process,
    source: Source,
    path: Path,
    form: Mapping[str, FormField],
    *,
    inside: bool = False,
) -> Iterator[Problem]:
    before: dict[str, FormField] = {}
    for name, field in form.items():
        here: Path = (*path, name)
        yield from _field(source, here, name, field)
        recorded = {} if inside else {k: v for k, v in field.condition.items() if k not in form}
        own = {k: v for k, v in field.condition.items() if k not in recorded}
        yield from _own_condition(source, (*here, "if"), own, before)
        yield from _condition(process, source, (*here, "if"), recorded)
        if field.type in _ROWS:
            if inside:
                yield source.problem("nested_rows", here, name=name)
            yield from _form(process, source, (*here, "fields"), field.fields, inside=True)
        yield from _names(process, source, here, field, before)
        yield from _days_before(source, (*here, "latest"), field.latest, before)
        before[name] = field


def _names(
    process: Process, source: Source, path: Path, field: FormField, before: Mapping[str, FormField]
) -> Iterator[Problem]:
    """What a field names: a list, earlier fields of its form, acts that it counts."""
    place, place_zh = place_of(path)
    if (field.type == "each" or field.of) and not any(
        one.type == "list" or (field.type == "int" and one.counts)
        for one in fields_named(process, field.of or "")
    ):
        yield source.problem(
            "unknown_fact", (*path, "of"), place=place, place_zh=place_zh, name=field.of
        )
    for word, other in (("not_before", field.not_before), ("of_unit", field.of_unit)):
        if other and other not in {*before, "today", "received"}:
            yield source.problem(
                "unknown_fact", (*path, word), place=place, place_zh=place_zh, name=other
            )
    for other in field.counts:
        if other not in process.acts:
            yield source.problem(
                "unknown_act", (*path, "counts"), place=place, place_zh=place_zh, name=other
            )


def _days_before(
    source: Source, path: Path, names: tuple[str, ...], before: Mapping[str, FormField]
) -> Iterator[Problem]:
    """`latest` names days of the same form, or of its rows, that stand before it."""
    place, place_zh = place_of(path)
    for name in names:
        rows, _, column = name.partition(".")
        field = before.get(rows)
        if field is not None and column:
            field = field.fields.get(column)
        if field is None or field.type != "date":
            yield source.problem("unknown_fact", path, place=place, place_zh=place_zh, name=name)


def _field(source: Source, path: Path, name: str, field: FormField) -> Iterator[Problem]:
    if field.type == "choice" and not field.options:
        yield source.problem("no_options", path, name=name)
    if field.type in _ROWS and not field.fields:
        yield source.problem("no_fields", path, name=name)
    for key, types in _ONLY.items():
        if getattr(field, key) not in (None, {}, ()) and field.type not in types:
            word = _KEYS.get(key, key)
            yield source.problem("stray_key", (*path, word), name=name, type=field.type, key=word)
    if field.min is not None and field.max is not None and field.min > field.max:
        yield source.problem("min_max", (*path, "min"), name=name, min=field.min, max=field.max)
    if field.default is not None and not _can_hold(field, field.default):
        yield source.problem("bad_default", (*path, "default"), name=name)


def _own_condition(
    source: Source, path: Path, condition: Condition, before: Mapping[str, FormField]
) -> Iterator[Problem]:
    """A field's `if` looks at fields of the same form that stand before it."""
    place, place_zh = place_of(path)
    for name, values in condition.items():
        if name not in before:
            yield source.problem(
                "unknown_fact", (*path, name), place=place, place_zh=place_zh, name=name
            )
        else:
            yield from _values(source, (*path, name), name, values, [before[name]])


def check_conditions(process: Process, source: Source, _graph: Graph) -> Iterator[Problem]:
    """`if`, `unless` and `any` look at facts that some form sets."""
    for key, act in process.acts.items():
        yield from _condition(process, source, ("acts", key, "if"), act.condition)
        if act.needs:
            yield from _condition(
                process, source, ("acts", key, "needs", "unless"), act.needs.unless
            )
    for key, outcome in process.outcomes.items():
        yield from _condition(process, source, ("outcomes", key, "any"), outcome.any)
    timed: dict[str, Mapping[str, ClockShape | FollowUp]] = {
        "clocks": process.clocks,
        "follow_ups": process.follow_ups,
    }
    for section, shapes in timed.items():
        for key, shape in shapes.items():
            condition = dict(shape.condition)
            for value in condition.pop("outcome", ()):  # a fact of the engine's own, for clocks
                if value not in process.outcomes:
                    yield _wrong_value(source, (section, key, "if", "outcome"), "outcome", value)
            yield from _condition(process, source, (section, key, "if"), condition)


def _condition(
    process: Process, source: Source, path: Path, condition: Condition
) -> Iterator[Problem]:
    for name, values in condition.items():
        yield from _compare(process, source, (*path, name), name, values)


def _compare(
    process: Process, source: Source, path: Path, name: str, values: tuple[str | bool | int, ...]
) -> Iterator[Problem]:
    """The fields called `name` (`rows.column` for a column) can hold each of `values`."""
    rows, _, column = name.partition(".")
    fields = fields_named(process, rows)
    if column:
        fields = [field.fields[column] for field in fields if column in field.fields]
    place, place_zh = place_of(path)
    if not fields:
        yield source.problem("unknown_fact", path, place=place, place_zh=place_zh, name=name)
    elif all(field.type in _NOT_FACTS for field in fields):
        yield source.problem("free_text", path, place=place, place_zh=place_zh, name=name)
    else:
        yield from _values(source, path, name, values, fields)


def _values(
    source: Source,
    path: Path,
    name: str,
    values: tuple[str | bool | int, ...],
    fields: list[FormField],
) -> Iterator[Problem]:
    for value in values:
        # `false` also stands for a field left empty.
        if value is not False and not any(_can_hold(field, value) for field in fields):
            yield _wrong_value(source, path, name, value)


def _wrong_value(source: Source, path: Path, name: str, value: object) -> Problem:
    place, place_zh = place_of(path)
    return source.problem(
        "unknown_value", path, place=place, place_zh=place_zh, name=name, value=value
    )


def _can_hold(field: FormField, value: str | bool | int) -> bool:
    if field.type == "choice":
        return value in field.options
    if field.type in _COUNTED and isinstance(value, str):
        return COMPARISON.fullmatch(value) is not None
    kinds: dict[str, type] = {"bool": bool, "int": int, "list": int, "each": int}
    kind = kinds.get(field.type, str)
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
