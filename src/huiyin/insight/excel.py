"""A table as a workbook: written row by row with memory that does not grow, headers in Chinese and
English, days as days and numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

from huiyin.engine.definition import Text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}  # fmt: skip
_SHEET = 31
"""Characters of a sheet's name that Excel takes."""
_CELL = 32_767
_WIDTH = 18


def workbook(
    title: Text,
    about: str,
    heads: Sequence[Text],
    rows: Iterable[Sequence[Any]],
    say: Callable[[Text], str],
) -> IO[bytes]:
    """A file that holds the table, at its beginning. `about` is a line above it (period, place)."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        sheet = book.add_worksheet(_sheet_name(title.zh))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        big = book.add_format({"bold": True, "font_size": 14})
        sheet.set_column(0, max(len(heads) - 1, 0), _WIDTH)
        sheet.write_string(0, 0, f"{title.zh} {title.en}", big)
        sheet.write_string(1, 0, about)
        for place, head in enumerate(heads):
            sheet.write_string(2, place, f"{head.zh}\n{head.en}", bold)
        sheet.freeze_panes(3, 1)
        for line, row in enumerate(rows, start=3):
            for place, cell in enumerate(row):
                _write(sheet, line, place, cell, say)
        sheet.repeat_rows(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    file.seek(0)
    return file


def _write(sheet: Worksheet, line: int, place: int, cell: Any, say: Callable[[Text], str]) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(line, place, timezone.localtime(cell).replace(tzinfo=None))
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, datetime(cell.year, cell.month, cell.day))  # noqa: DTZ001 -- a day
    elif isinstance(cell, (int, float)) and not isinstance(cell, bool):
        sheet.write_number(line, place, cell)
    elif cell is not None:
        sheet.write_string(line, place, words(cell, say)[:_CELL])


def words(cell: Any, say: Callable[[Text], str]) -> str:
    """A cell in words; a list with its values in a row."""
    if isinstance(cell, Text):
        return say(cell)
    if isinstance(cell, bool):
        return say(Text(zh="是", en="yes") if cell else Text(zh="否", en="no"))
    if isinstance(cell, tuple):
        return "、".join(words(one, say) for one in cell if one is not None)
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d}"
    return "" if cell is None else str(cell)


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:_SHEET] or "1"
