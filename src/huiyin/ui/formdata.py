"""From the flat names of an HTML form to the nested data of an act's form, and nothing more.

`requests-0-request=…` becomes `{"requests": [{"request": …}]}`. Nothing is checked here: pages, API
and imports are all checked by `huiyin.engine.forms.clean`, which also drops the values of fields
whose condition does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from huiyin.engine.definition import FormField
from huiyin.engine.forms import PERSON_PARTS

_MOST_ROWS = 200
ADD = "_add"
"""Name of the button that asks for one more row of the list in its value."""


def decode(form: Mapping[str, FormField], post: QueryDict, prefix: str = "") -> dict[str, Any]:
    """Raw data of `form`: texts, mappings (persons) and lists of mappings (rows). No files."""
    values = {name: _value(spec, post, prefix + name) for name, spec in form.items()}
    return {name: value for name, value in values.items() if value not in ("", None)}


def _value(spec: FormField, post: QueryDict, key: str) -> Any:
    if spec.type == "person":
        return {part: post[f"{key}-{part}"] for part in PERSON_PARTS if f"{key}-{part}" in post}
    if spec.type in {"list", "each"}:
        return _rows(spec, post, key)
    if spec.type in {"units", "posts"}:
        return [value for value in post.getlist(key) if value] or None
    return None if spec.type == "files" else post.get(key)


def _rows(spec: FormField, post: QueryDict, key: str) -> list[dict[str, Any]]:
    """A row of a list left empty is a row not given; answers to each stay in their places."""
    found = (_number(name, key) for name in post if name.startswith(f"{key}-"))
    numbers = sorted({number for number in found if number is not None})
    if spec.type == "each":
        numbers = list(range(max(numbers, default=-1) + 1))
    rows = [decode(spec.fields, post, f"{key}-{number}-") for number in numbers]
    if spec.type == "each":
        return rows
    return [row for row in rows if any(str(value).strip() for value in row.values())]


def _number(name: str, key: str) -> int | None:
    digits = name.removeprefix(f"{key}-").partition("-")[0]
    is_row = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(_MOST_ROWS))
    return int(digits) if is_row and int(digits) < _MOST_ROWS else None
