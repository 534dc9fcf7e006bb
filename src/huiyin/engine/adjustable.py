"""The settings of a process: every number whose source nobody has read, or that varies by place.

LAW.md: rows of confidence C and D are settings and never constants. They stand in the pack like
everything else; here they are listed, and a new value becomes an overlay of the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from huiyin.engine.definition import (
    Act,
    ByField,
    ClockShape,
    Confidence,
    FollowUp,
    FormField,
    Process,
    Text,
)
from huiyin.engine.inherit_fields import is_setting
from huiyin.engine.terms import Term

Form = Literal["term", "int", "switch"]
"""How a value is written: `45nd`, a whole number, `on` or `off`."""

ON, OFF = "on", "off"
_NUMBERS = ("min", "max")


@dataclass(frozen=True, slots=True)
class Setting:
    """One value. `path` is its place in the file: `clocks.rating.within`."""

    process: str
    version: str
    path: tuple[str, ...]
    form: Form
    value: str
    name: Text
    of: Text | None
    """The act of a field or option."""
    field: Text | None
    """The field of an option."""
    law: str | None
    confidence: Confidence

    @property
    def key(self) -> str:
        return ".".join(self.path)


class BadValue(ValueError):
    """A value that cannot be written there; the message says how it is written."""


def settings_of(process: Process) -> list[Setting]:
    """Every setting of one process, in the order of the file."""
    found: list[Setting] = []
    for key, act in process.acts.items():
        found += _fields(process, ("acts", key, "form"), act, act.form)
    for key, clock in process.clocks.items():
        if is_setting(clock.confidence):
            found += _clock(process, key, clock)
    for key, duty in process.follow_ups.items():
        if is_setting(duty.confidence):
            found.append(_follow_up(process, key, duty))
    return found


def setting(process: Process, key: str) -> Setting:
    """The setting at a path. Raises KeyError."""
    for one in settings_of(process):
        if one.key == key:
            return one
    raise KeyError(key)


def change(setting: Setting, text: str) -> dict[str, Any]:
    """The overlay (`process`, `overlay`, and the one value) that sets it. Raises BadValue."""
    value: Any = _READ[setting.form](text.strip())
    for step in reversed(setting.path):
        value = {step: value}
    return {"process": setting.process, "overlay": setting.version, **value}


def _clock(process: Process, key: str, clock: ClockShape) -> Iterator[Setting]:
    terms: dict[tuple[str, ...], Term] = {}
    if isinstance(clock.within, ByField):
        terms |= {("within", "cases", case): term for case, term in clock.within.cases.items()}
    elif clock.within is not None:
        terms["within",] = clock.within
    if clock.extend is not None:
        terms["extend", "by"] = clock.extend.by
    if clock.max_pause is not None:
        terms["max_pause",] = clock.max_pause
    for path, term in terms.items():
        yield _setting(process, ("clocks", key, *path), "term", str(term), clock, None)


def _follow_up(process: Process, key: str, duty: FollowUp) -> Setting:
    return _setting(process, ("follow_ups", key, "in"), "term", str(duty.within), duty, None)


def _fields(
    process: Process, path: tuple[str, ...], act: Act, fields: Mapping[str, FormField]
) -> Iterator[Setting]:
    for name, field in fields.items():
        here = (*path, name)
        if is_setting(field.confidence):
            yield from _numbers(process, here, act, field)
        for key, option in field.options.items():
            if is_setting(option.confidence):
                place = (*here, "options", key)
                yield _setting(process, place, "switch", ON, option, act, field)
        yield from _fields(process, (*here, "fields"), act, field.fields)


def _numbers(
    process: Process, path: tuple[str, ...], act: Act, field: FormField
) -> Iterator[Setting]:
    for name in _NUMBERS:
        value = getattr(field, name)
        if value is not None:
            yield _setting(process, (*path, name), "int", str(value), field, act)
    if field.ahead is not None:
        yield _setting(process, (*path, "ahead"), "term", str(field.ahead), field, act)


def _setting(
    process: Process, path: tuple[str, ...], form: Form, value: str, thing: Any, act: Act | None,
    field: FormField | None = None,
) -> Setting:  # fmt: skip
    law = thing.law or (field.law if field else None) or (act.law if act else None)
    return Setting(
        process.process, process.version, path, form, value, _text(thing),
        act.name if act else None, _text(field) if field else None, law, thing.confidence,
    )  # fmt: skip


def _text(thing: Text) -> Text:
    return Text(zh=thing.zh, en=thing.en)


def _term(text: str) -> str:
    try:
        return str(Term.parse(text))
    except ValueError as error:
        raise BadValue("term") from error


def _int(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise BadValue("int")
    return int(text)


def _switch(text: str) -> None:
    if text != OFF:
        raise BadValue("switch")


_READ = {"term": _term, "int": _int, "switch": _switch}
