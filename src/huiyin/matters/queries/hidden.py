"""Numbers of sealed matters in the events of other matters: who is not named never reads them.

A matter that others refer to may become sealed later (it turns out to be a report of misconduct).
Their events cannot be changed, so the number is left out where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from huiyin.common.ids import NumberError, parse_number
from huiyin.matters import policy
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor


def hidden_numbers(actor: Actor, fields: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Of the numbers in fields of type `matter` (pairs of type and value), as they are written,
    those of sealed matters that `actor` may not see. One statement when there are any."""
    canonical = {value: _canonical(value) for kind, value in fields if kind == "matter"}
    if not canonical:
        return frozenset()
    sealed = Matter.objects.filter(number__in=canonical.values(), sealed=True)
    hidden = set(sealed.exclude(policy.visible(actor)).values_list("number", flat=True))
    return frozenset(value for value, number in canonical.items() if number in hidden)


def without(hidden: frozenset[str], data: Mapping[str, Any]) -> dict[str, Any]:
    """`data` of an event as if those numbers had never been entered."""
    return {name: _kept(hidden, value) for name, value in data.items() if not _is(hidden, value)}


def _kept(hidden: frozenset[str], value: Any) -> Any:
    if not hidden or not isinstance(value, list):
        return value
    return [without(hidden, row) if isinstance(row, Mapping) else row for row in value]


def _is(hidden: frozenset[str], value: Any) -> bool:
    return isinstance(value, str) and value in hidden


def _canonical(value: str) -> str:
    try:
        return parse_number(value)
    except NumberError:
        return value
