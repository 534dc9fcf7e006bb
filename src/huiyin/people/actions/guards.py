"""What matters have to say about closing a unit or a post: how many of theirs are still open.

Matters lie above people, so they enter themselves here (`count_with`, from an AppConfig.ready).
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Count = Callable[[str, UUID], int]
"""(`unit` or `post`, its id) → open matters. Asked in the transaction that closes it: until that
ends, no act can give it another one."""

_COUNTS: list[Count] = []


def count_with(count: Count) -> None:
    """Have `count` asked from now on."""
    if count not in _COUNTS:
        _COUNTS.append(count)


def open_matters(kind: str, key: UUID) -> int:
    """How many open matters a unit owns, or a post holds."""
    return sum(count(kind, key) for count in _COUNTS)
