"""What the modules above keep beside matters and have verified: they register here (see `load`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from huiyin.matters.verify.load import Case


@dataclass(frozen=True)
class Beside:
    """A table with a column `matter_id`: how its rows of a batch of matters are read, and what is
    wrong with those of one matter (each fault with its event's seq, or None)."""

    name: str
    rows: Callable[[Sequence[UUID]], Iterable[Any]]
    check: Callable[[Case, Sequence[Any]], Iterator[tuple[int | None, str]]]


_TABLES: dict[str, Beside] = {}


def register(table: Beside) -> None:
    """Have a table verified with every matter (once, from an AppConfig.ready)."""
    _TABLES[table.name] = table


def tables() -> Sequence[Beside]:
    return tuple(_TABLES.values())
