"""Cells of a file: text, or what a spreadsheet knows natively (numbers, dates)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

CellValue = str | float | int | bool | datetime | date | time | timedelta | None
Cells = Sequence[CellValue]

_MOMENT = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?)?"
)
_HALF_SECOND = timedelta(microseconds=500_000)


def as_text(cell: CellValue) -> str:
    """A cell as its reader sees it: 42 for 42.0, an ISO date for a date, "" for an empty one."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return (cell + _HALF_SECOND).replace(microsecond=0).isoformat(" ")
    return str(cell)


def is_empty(cell: CellValue) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_moment(cell: CellValue, zone: tzinfo) -> datetime | None:
    """A cell as an aware moment, None when it is no date that exists.

    Reads `2019-05-10 14:56:53`, `2019/5/10 14:56`, a date alone (its first moment), ISO 8601 with
    an offset, and native dates of a spreadsheet. Without an offset the time is local.
    """
    if isinstance(cell, datetime):  # spreadsheets keep moments as fractions of a day: round them
        cell = (cell + _HALF_SECOND).replace(microsecond=0)
        return cell if cell.tzinfo else cell.replace(tzinfo=zone)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=zone)
    return _from_text(cell.strip(), zone) if isinstance(cell, str) else None


def _from_text(text: str, zone: tzinfo) -> datetime | None:
    match = _MOMENT.fullmatch(text)
    try:
        if match is None:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo and len(text) > 10 else None
        year, _, month, day, hour, minute, second = match.groups()
        return datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            tzinfo=zone,
        )  # fmt: skip
    except ValueError:
        return None
