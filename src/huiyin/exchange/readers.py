"""Files of rows as a stream: .csv (plain or .gz) and .xlsx. Rows have the numbers a person sees."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from huiyin.exchange.cells import Cells, as_text, is_empty

if TYPE_CHECKING:
    from huiyin.exchange.mapping import Reader

MAX_CELL = 64 * 1024 * 1024
"""Characters of one CSV cell; beyond it the file is not a table."""


class FileError(ValueError):
    """A file that is not what its name says, or lacks what the mapping needs."""


@dataclass(frozen=True)
class Table:
    """The rows of a file. `preamble` are the lines above the names of the columns.

    `size` and `position()` tell the progress, in bytes (.csv) or rows (.xlsx).
    """

    header: list[str]
    preamble: list[Cells]
    rows: Iterator[tuple[int, Cells]]
    size: int
    position: Callable[[], int]


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


@contextmanager
def opened(path: Path, reader: Reader) -> Iterator[Table]:
    """The table in a file. Raises FileError in a sentence, here or while rows are read."""
    if is_workbook(path):
        yield _workbook(path, reader)
    elif path.name.lower().endswith((".csv", ".csv.gz")):
        with path.open("rb") as raw:
            zipped = path.suffix.lower() == ".gz"
            plain = cast("IO[bytes]", gzip.GzipFile(fileobj=raw) if zipped else raw)
            with _text(path, plain, reader.encoding) as text:
                csv.field_size_limit(MAX_CELL)
                numbered = _lines(path, csv.reader(text, delimiter=reader.delimiter))
                yield _table(path, reader, numbered, path.stat().st_size, raw.tell)
    else:
        raise FileError(_("%s: only .csv, .csv.gz and .xlsx can be read") % path.name)


def _text(path: Path, plain: IO[bytes], encoding: str) -> io.TextIOWrapper:
    try:
        return io.TextIOWrapper(plain, encoding=encoding, newline="")
    except LookupError:
        wrong = _("%(file)s: there is no encoding %(name)s")
        raise FileError(wrong % {"file": path.name, "name": encoding}) from None


def _lines(path: Path, lines: Iterator[list[str]]) -> Iterator[tuple[int, Cells]]:
    number = 0
    while True:
        number += 1
        try:
            row = next(lines, None)
        except (csv.Error, UnicodeError, gzip.BadGzipFile, EOFError, zlib.error) as error:
            wrong = _("%(file)s, row %(row)s: not readable (%(error)s)")
            values = {"file": path.name, "row": number, "error": error}
            raise FileError(wrong % values) from None
        if row is None:
            return
        yield number, row


def _workbook(path: Path, reader: Reader) -> Table:
    try:
        book = CalamineWorkbook.from_path(path)
        if isinstance(reader.sheet, str):
            sheet = book.get_sheet_by_name(reader.sheet)
        else:
            sheet = book.get_sheet_by_index(reader.sheet - 1)
    except (CalamineError, IndexError) as error:
        wrong = _("%(file)s: not a readable workbook, or without the sheet %(sheet)s (%(error)s)")
        values = {"file": path.name, "sheet": reader.sheet, "error": type(error).__name__}
        raise FileError(wrong % values) from None
    done = 0

    def rows() -> Iterator[tuple[int, Cells]]:
        nonlocal done
        for row in sheet.iter_rows():
            done += 1
            yield done, row

    return _table(path, reader, rows(), sheet.total_height, lambda: done)


def _table(
    path: Path,
    reader: Reader,
    numbered: Iterator[tuple[int, Cells]],
    size: int,
    position: Callable[[], int],
) -> Table:
    preamble: list[Cells] = []
    for number, row in numbered:
        if number == reader.header:
            header = [as_text(cell).strip() for cell in row]
            return Table(header, preamble, _filled(numbered), size, position)
        preamble.append(row)
    wrong = _("%(file)s: there is no row %(row)s with the names of the columns")
    raise FileError(wrong % {"file": path.name, "row": reader.header})


def _filled(numbered: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    return ((number, row) for number, row in numbered if not all(map(is_empty, row)))
