"""Facts: the plain values that events have set, as conditions, clocks and outcomes read them.

Free text and personal data never become facts: they are kept beside the events and may be erased.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.engine.definition import Condition

COMPARISON = re.compile(r"(?P<sign>>=|<)(?P<bound>\d+)")
"""A condition on a number: `>=5` or `<5`."""

BECOMES = "becomes"
"""In the data of an event: the definition on which the matter goes on (`PACK/PROCESS@VERSION`)."""

SEALED = "$c"
"""Key of a commitment: `{"$c": "<sha256>"}` stands where free text or personal data stood."""


def is_sealed(value: object) -> bool:
    return isinstance(value, Mapping) and SEALED in value


def flatten(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Pairs of fact name and value: scalars as they are; a list of ids as a tuple; a list of rows
    as `name` = count and `name.column` = tuple of the column's values."""
    for name, value in data.items():
        if isinstance(value, (str, int, float, bool)):
            yield name, value
        elif isinstance(value, list) and value and isinstance(value[0], str):
            yield name, tuple(value)
        elif (
            isinstance(value, list)
            and value
            and isinstance(value[0], Mapping)
            and not is_sealed(value[0])
        ):
            yield name, len(value)
            columns = {column for row in value for column in row}
            for column in sorted(columns):
                cells = tuple(row.get(column) for row in value)
                if all(isinstance(cell, (str, int, bool)) for cell in cells):
                    yield f"{name}.{column}", cells


def matches(condition: Condition, facts: Mapping[str, Any]) -> bool:
    """True when every fact named has an allowed value; one row of a column is enough; an absent
    fact is `false`."""
    return all(_allowed(facts.get(name, False), allowed) for name, allowed in condition.items())


def _allowed(value: object, allowed: tuple[str | bool | int, ...]) -> bool:
    values = value if isinstance(value, tuple) else (value,)
    return any(item in allowed or _compared(item, allowed) for item in values)


def _compared(item: object, allowed: tuple[str | bool | int, ...]) -> bool:
    """Whether a number is in one of the ranges that `allowed` names, such as `>=5`."""
    if not isinstance(item, int) or isinstance(item, bool):
        return False
    return any(_in_range(item, one) for one in allowed if isinstance(one, str))


def _in_range(item: int, text: str) -> bool:
    found = COMPARISON.fullmatch(text)
    if found is None:
        return False
    bound = int(found["bound"])
    return item >= bound if found["sign"] == ">=" else item < bound
