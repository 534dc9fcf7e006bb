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


def decode(
    form: Mapping[str, FormField],
    post: QueryDict,
    rows: Mapping[str, int] | None = None,
    prefix: str = "",
) -> dict[str, Any]:
    """Raw data of `form`. `rows` says how many rows an `each` field has (facts of the matter)."""
    raw: dict[str, Any] = {}
    for name, spec in form.items():
        value = _value(name, spec, post, rows or {}, prefix)
        if value not in ("", None):
            raw[name] = value
    return raw


def _value(
    name: str, spec: FormField, post: QueryDict, rows: Mapping[str, int], prefix: str
) -> Any:
    key = prefix + name
    if spec.type == "person":
        return {part: post[f"{key}-{part}"] for part in PERSON_PARTS if f"{key}-{part}" in post}
    if spec.type == "each":
        count = min(rows.get(spec.of or name, 0), _MOST_ROWS)
        return [decode(spec.fields, post, rows, f"{key}-{number}-") for number in range(count)]
    if spec.type == "list":
        return _rows(spec, post, rows, key)
    return None if spec.type == "files" else post.get(key)


def _rows(
    spec: FormField, post: QueryDict, rows: Mapping[str, int], key: str
) -> list[dict[str, Any]]:
    """Rows in which something stands; a row left empty is a row not given."""
    found = (_number(name, key) for name in post if name.startswith(f"{key}-"))
    numbers = sorted({number for number in found if number is not None})
    decoded = (decode(spec.fields, post, rows, f"{key}-{number}-") for number in numbers)
    return [row for row in decoded if any(str(value).strip() for value in row.values())]


def _number(name: str, key: str) -> int | None:
    digits = name.removeprefix(f"{key}-").partition("-")[0]
    is_row = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(_MOST_ROWS))
    return int(digits) if is_row and int(digits) < _MOST_ROWS else None
