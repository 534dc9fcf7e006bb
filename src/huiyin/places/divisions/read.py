"""Reads lists of divisions: CSV files, plain or .gz, with code, name and maybe the parent's code.

Known shapes: `code,name[,X_code…]` and `code,name[,XCode…]`, codes of 2, 4, 6, 9 or 12 digits.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from huiyin.places.codes import LEVEL_DIGITS, level_of, pad, parent_of, significant
from huiyin.places.divisions.report import Reject

_LEVEL_OF_LENGTH = {digits: level for level, digits in LEVEL_DIGITS.items() if digits < 12}
# Names that lists give the column with the parent's code, by the level of the row.
_PARENT_COLUMNS = {
    2: ("province_code", "provinceCode"),
    3: ("city_code", "cityCode"),
    4: ("county_code", "countyCode", "areaCode"),
    5: ("town_code", "townCode", "streetCode"),
}
_MAX_NAME = 100


class Row(NamedTuple):
    """One division as a list gives it; `code` and `parent` have 12 digits.

    `listed` is the level of the list it stands in: a county list's `441900` is a city (level 2).
    """

    code: str
    name: str
    level: int
    listed: int
    parent: str | None
    line: int


class ListError(ValueError):
    """A file that is not a list of divisions at all."""


@dataclass(frozen=True)
class ListFile:
    """One list and the year its name carries (0 without one)."""

    path: Path
    year: int


def find_lists(paths: Iterable[Path]) -> list[ListFile]:
    """Return the lists among files and folders, older years first, so that newer names win."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += [p for p in sorted(path.iterdir()) if p.name.endswith((".csv", ".csv.gz"))]
        else:
            files.append(path)
    lists = [ListFile(path, _year(path.name)) for path in dict.fromkeys(files)]
    return sorted(lists, key=lambda item: (item.year, item.path.name))


def rows_of(path: Path, advance: Callable[[int], None], under: str = "") -> Iterator[Row | Reject]:
    """Yield every row or why it is left out; `advance` gets the bytes of the file read so far.

    With `under`, a code without its trailing zeros, only what lies below that division or above.
    """
    try:
        with _opened(path) as (text, raw):
            reader = csv.reader(text)
            header = _header(path, next(reader, []))
            for cells in reader:
                if reader.line_num % 2000 == 0:
                    advance(raw.tell())
                if cells and _belongs(header, cells, under):
                    yield _row(header, cells, path.name, reader.line_num)
            advance(raw.tell())
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, EOFError) as error:
        raise ListError(f"{path.name}: not a CSV file in UTF-8 ({error})") from None


def _belongs(header: dict[str, int], cells: list[str], under: str) -> bool:
    """Looked at before anything else: the whole country has 620 000 villages."""
    if not under or len(cells) <= header["code"]:
        return True
    code = cells[header["code"]].strip()
    if code[:2] != under[:2]:
        return False
    return code.startswith(under) or under.startswith(significant(code))


def _row(header: dict[str, int], cells: list[str], file: str, line: int) -> Row | Reject:
    if len(cells) <= max(header["code"], header["name"]):
        return Reject(file, line, "name", ",".join(cells), "columns missing")
    code, name = cells[header["code"]].strip(), cells[header["name"]].strip()
    if not (code.isascii() and code.isdigit()) or len(code) not in LEVEL_DIGITS.values():
        return Reject(file, line, "code", code, "2, 4, 6, 9 or 12 digits")
    if not name or len(name) > _MAX_NAME:
        return Reject(file, line, "name", name[:_MAX_NAME], f"1 to {_MAX_NAME} characters")
    full = pad(code)
    if full.startswith("00"):
        return Reject(file, line, "code", code, "a province is not 00")
    level = level_of(full)
    parent = parent_of(full, level)
    for column in _PARENT_COLUMNS.get(level, ()):
        stated = cells[header[column]].strip() if header.get(column, 999) < len(cells) else ""
        if stated and pad(stated) != parent:
            return Reject(file, line, column, stated, "the code lies under another parent")
    return Row(full, name, level, _LEVEL_OF_LENGTH.get(len(code), level), parent, line)


def _header(path: Path, cells: list[str]) -> dict[str, int]:
    header = {name.strip(): position for position, name in enumerate(cells)}
    if "code" not in header or "name" not in header:
        raise ListError(f"{path.name}: the first row must name the columns code and name")
    return header


def _year(name: str) -> int:
    found = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name)
    return int(found.group(1)) if found else 0


@contextmanager
def _opened(path: Path) -> Iterator[tuple[io.TextIOWrapper, io.BufferedReader]]:
    """Open for text, beside the raw file whose position tells the progress."""
    with path.open("rb") as raw:
        plain = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        with io.TextIOWrapper(plain, encoding="utf-8-sig", newline="") as text:
            yield text, raw
