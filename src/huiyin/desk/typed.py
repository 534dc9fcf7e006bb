"""What somebody typed into an act's form, in words: to stand beside what somebody else did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.engine.definition import FormField
from huiyin.engine.forms import Context, clean
from huiyin.matters.shown import Line, lines
from huiyin.ui.fields import Option
from huiyin.ui.sentences import say

Form = Mapping[str, FormField]


def typed_lines(
    form: Form, raw: Mapping[str, Any], context: Context, names: Mapping[str, str]
) -> list[Line]:
    """The fields that have a value, in the order of the form. What is wrong stands as it was
    typed; `names` gives the words of ids (see `names_in`)."""
    data, _errors = clean(form, raw, context)
    return [line for name in form if (line := _line(name, form, raw, data, names))]


def names_in(options: Mapping[str, Sequence[Option]]) -> dict[str, str]:
    """The words of every id that a form lets one choose."""
    return {one.value: one.label for several in options.values() for one in several}


def _line(
    name: str, form: Form, raw: Mapping[str, Any], data: Mapping[str, Any], names: Mapping[str, str]
) -> Line | None:
    spec = form[name]
    if spec.type == "files" or (name not in data and raw.get(name) in (None, "", [])):
        return None
    value = data.get(name, raw.get(name))
    if isinstance(value, Mapping):
        return Line(say(spec), " · ".join(str(part) for part in value.values() if part))
    if name not in data:
        return Line(say(spec), str(value), is_long=spec.type == "long")
    found = lines({name: spec}, {name: value}, names)
    return found[0] if found else None
