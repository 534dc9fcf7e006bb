"""An event's data as lines to read: labels from the definition, values in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.engine.definition import FormField
from huiyin.engine.explain import N_
from huiyin.matters.queries.matter import ERASED
from huiyin.ui.sentences import say

_OTHER = {
    "reason": N_("Reason"), "number": N_("Number"),
    "clock": N_("Clock"), "path": N_("Field"),
    "until": N_("Until"), "list": N_("Disposal list"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A label and a value; `rows` instead of a text for lists; `is_long` keeps line breaks."""

    label: str
    text: str = ""
    is_long: bool = False
    is_erased: bool = False
    rows: tuple[tuple[Line, ...], ...] = ()


Names = Mapping[str, str]


def lines(form: Mapping[str, FormField], data: Mapping[str, Any], names: Names) -> list[Line]:
    """The values of an act in the order of its form. Files are shown by themselves."""
    known = [
        _line(spec, data[name], names)
        for name, spec in form.items()
        if name in data and spec.type != "files" and data[name] is not False
    ]
    other = [
        Line(_(label), _plain(data[name]), is_erased=data[name] is ERASED)
        for name, label in _OTHER.items()
        if data.get(name) and name not in form
    ]
    return known + other


def _line(spec: FormField, value: Any, names: Names) -> Line:
    label = say(spec)
    if value is ERASED:
        return Line(label, _("erased by law"), is_erased=True)
    if spec.type in {"list", "each"}:
        return Line(label, rows=tuple(tuple(lines(spec.fields, row, names)) for row in value))
    return Line(label, _text(spec, value, names), is_long=spec.type == "long")


def _text(spec: FormField, value: Any, names: Names) -> str:
    if spec.type == "choice" and value in spec.options:
        return say(spec.options[value])
    if spec.type == "bool":
        return _("yes")
    if spec.type == "datetime":
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    if isinstance(value, list):
        return _("; ").join(names.get(str(one), _plain(one)) for one in value)
    return names.get(str(value), _plain(value))


def _plain(value: Any) -> str:
    return _("erased by law") if value is ERASED else str(value)


def row_texts(
    events: Sequence[Any], forms: Mapping[str, Mapping[str, FormField]]
) -> dict[str, list[str]]:
    """List field → the texts of its newest rows, shown above the answer to each of them."""
    found: dict[str, list[str]] = {}
    for event in events:
        for name, spec in forms.get(event.act, {}).items():
            if spec.type == "list" and isinstance(event.data.get(name), list):
                found[name] = [_row_text(row) for row in event.data[name]]
    return found


def _row_text(row: Mapping[str, Any]) -> str:
    return " · ".join(_words(row))


def _words(row: Mapping[str, Any]) -> Iterator[str]:
    return (_plain(value) for value in row.values() if value not in (None, ""))
