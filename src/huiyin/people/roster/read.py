"""A workbook as lines of the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from huiyin.people.roster.columns import headings

MOST = 3_000
"""Lines of one file on a page; each is checked as if it were typed."""
BIGGEST = 5_000_000
LONGEST = 200


class RosterError(ValueError):
    """The file is no such table; the message says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line with the number that a person sees, and its cells by key of the column."""

    number: int
    cells: Mapping[str, str]


def read(data: bytes) -> list[Line]:
    """The lines of the first sheet that are not empty. Raises RosterError."""
    if len(data) > BIGGEST:
        raise RosterError(_("This file is too big: send it in parts."))
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, ValueError, OSError) as error:
        raise RosterError(_("This is no Excel workbook (.xlsx).")) from error
    known = headings()
    keys = [known.get(_text(cell), "") for cell in (rows[0] if rows else ())]
    if "unit" not in keys:
        raise RosterError(_("The first line must name the columns: take the template."))
    lines = [_line(number, keys, row) for number, row in enumerate(rows[1:], 2) if any(row)]
    if len(lines) > MOST:
        raise RosterError(_("More than %s lines: send them in parts.") % MOST)
    return lines


def _line(number: int, keys: Sequence[str], row: Sequence[object]) -> Line:
    cells = {key: _text(cell)[:LONGEST] for key, cell in zip(keys, row, strict=False) if key}
    return Line(number, cells)


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("\x00", "").strip()
