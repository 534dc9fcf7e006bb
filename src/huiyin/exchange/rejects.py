"""The file of rejected rows: the columns of the input and why, to be corrected and fed again."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any, Protocol

import xlsxwriter

from huiyin.exchange.cells import Cells, CellValue, as_text
from huiyin.exchange.readers import is_workbook

REASON = ("rejected_row", "rejected_field", "rejected_value", "rejected_rule")
"""Columns added on the right; an import does not look at them."""

EXCEL_CELL = 32_767
"""Characters of one cell that a workbook can hold."""

_SHOWN = 60


@dataclass(frozen=True)
class Reject:
    """A row left out: its number in the file, field (a column if one is behind it), value, rule."""

    row: int
    name: str
    value: str
    rule: str
    cells: Cells = field(repr=False, default=())

    @classmethod
    def of(cls, row: int, name: str, cell: CellValue, rule: str, cells: Cells) -> Reject:
        """With the value cut for the message; `cells` keeps all of it."""
        text = as_text(cell)
        return cls(row, name, text if len(text) <= _SHOWN else text[:_SHOWN] + "…", rule, cells)

    @property
    def reason(self) -> tuple[str, ...]:
        """The values of the REASON columns."""
        return str(self.row), self.name, self.value, self.rule


class _Writer(Protocol):
    def write(self, row: Sequence[Any]) -> None: ...
    def close(self) -> None: ...


class RejectFile:
    """Opened with the first reject, so that a clean import leaves no file behind.

    A workbook cannot hold a cell of more than 32 767 characters: such a row goes, whole, into a
    .csv beside it. `paths` are the files written.
    """

    def __init__(
        self,
        path: Path,
        header: Sequence[str],
        preamble: Sequence[Cells],
        encoding: str = "utf-8-sig",
        delimiter: str = ",",
    ) -> None:
        keep = [place for place, name in enumerate(header) if name not in REASON]
        self._path, self._keep, self._preamble = path, keep, preamble
        self._header = [*(header[place] for place in keep), *REASON]
        self._encoding, self._delimiter = encoding, delimiter
        self._open: dict[Path, _Writer] = {}

    @property
    def paths(self) -> list[Path]:
        return list(self._open)

    def write(self, reject: Reject) -> None:
        cells = [reject.cells[p] if p < len(reject.cells) else "" for p in self._keep]
        is_long = any(isinstance(cell, str) and len(cell) > EXCEL_CELL for cell in cells)
        path = self._path
        if is_workbook(path) and is_long:
            path = path.with_suffix(".csv")
        self._writer(path).write([*cells, *reject.reason])

    def close(self) -> None:
        for writer in self._open.values():
            writer.close()

    def _writer(self, path: Path) -> _Writer:
        if path not in self._open:
            make = _Workbook if is_workbook(path) else self._csv
            self._open[path] = writer = make(path)
            for row in (*self._preamble, self._header):
                writer.write(row)
        return self._open[path]

    def _csv(self, path: Path) -> _Writer:
        return _Csv(path.open("w", encoding=self._encoding, newline=""), self._delimiter)


class _Csv:
    def __init__(self, file: IO[str], delimiter: str) -> None:
        self._file = file
        self._writer = csv.writer(file, delimiter=delimiter)

    def write(self, row: Sequence[Any]) -> None:
        self._writer.writerow([as_text(cell) for cell in row])
        self._file.flush()

    def close(self) -> None:
        self._file.close()


class _Workbook:
    def __init__(self, path: Path) -> None:
        self._book = xlsxwriter.Workbook(
            path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self._sheet = self._book.add_worksheet()
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._row = 0

    def write(self, row: Sequence[Any]) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                self._sheet.write_string(self._row, column, cell)
            elif isinstance(cell, (datetime, date, time)):
                self._sheet.write_datetime(self._row, column, cell, self._moment)
            else:
                self._sheet.write(self._row, column, cell)
        self._row += 1

    def close(self) -> None:
        self._book.close()


def free_path(folder: Path, name: str) -> Path:
    """`NAME.rejects.csv` or `.xlsx` for the input `name`; numbered when one is there, which may be
    half corrected by somebody."""
    ending = ".xlsx" if is_workbook(Path(name)) else ".csv"
    stem = re.sub(r"\.(csv|csv\.gz|xlsx)$", "", name, flags=re.IGNORECASE)
    candidate, number = folder / f"{stem}.rejects{ending}", 1
    while candidate.exists():
        number += 1
        candidate = folder / f"{stem}.rejects-{number}{ending}"
    return candidate
