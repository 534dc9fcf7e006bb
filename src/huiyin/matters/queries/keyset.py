"""Keyset paging: a page begins after the last row of the one before: nothing is counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from typing_extensions import override

PAGE = 30
"""Rows of a page: three screens; drawing them is most of what a full page costs."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the moment it is ordered by, and the id that breaks ties."""

    moment: datetime
    id: UUID

    @override
    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // _MICROSECOND:x}-{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """The place that `str` gave; None for anything else, which is the first page."""
        moment, _, key = text.partition("-")
        try:
            return cls(_EPOCH + int(moment, 16) * _MICROSECOND, UUID(hex=key))
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, and the place after which the next page begins (None on the last page)."""

    rows: Sequence[Row]
    after: Place | None = None
