"""Keyset paging of duties: by a moment and the number of the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from typing_extensions import override

PAGE = 30
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST = 2**63
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended."""

    moment: datetime
    id: int

    @override
    def __str__(self) -> str:
        return f"{(self.moment - _EPOCH) // _MICROSECOND:x}-{self.id:x}"

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """The place that `str` gave; None for anything else, which is the first page."""
        moment, _, key = text.partition("-")
        try:
            number = int(key, 16)
            found = cls(_EPOCH + int(moment, 16) * _MICROSECOND, number)
        except (ValueError, OverflowError):
            return None
        return found if 0 <= number < _MOST else None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows, and what the next page is asked for with (empty on the last page)."""

    rows: Sequence[Row]
    after: str = ""
