"""A year of the calendar from what somebody pastes: the words of the notice itself, a table of
days, or a calendar file. Everything that is not understood is an error with its line.

How a notice writes days is data (`packs/calendars/notice.yaml`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from huiyin.packs import calendar_files
from huiyin.packs.calendar_files import CalendarFileError

WORDS = Path(calendar_files.__file__).parent / "calendars" / "notice.yaml"
LONGEST = 60_000
_COLUMNS = ("day", "kind", "zh", "en")


class NoticeError(ValueError):
    """The text cannot be read; `faults` are line numbers (0 for the whole) with sentences."""

    def __init__(self, faults: list[tuple[int, str]]) -> None:
        super().__init__("; ".join(f"{line}: {said}" for line, said in faults))
        self.faults = faults


@dataclass
class _Reading:
    """What was found so far."""

    year: int | None
    rest: list[dict[str, str]] = field(default_factory=list)
    work: list[dict[str, str]] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read(text: str, *, year: int | None = None, number: str = "") -> dict[str, Any]:
    """The body of a calendar file. `year` and `number` (of the notice) are used where the text does
    not name them. Raises NoticeError."""
    if len(text) > LONGEST:
        raise NoticeError([(0, _("This is too long for a calendar."))])
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if not first:
        raise NoticeError([(0, _("Paste the notice, a table of days, or a calendar file."))])
    if re.match(r"(year|overlay|division|source|#)\b|#", first):
        return _file(text)
    table = [name.strip().lower() for name in first.lstrip("\ufeff").split(",")]
    found = _table(text, year) if table[:2] == ["day", "kind"] else _notice(text, year)
    return _checked(found, text, number)


def _file(text: str) -> dict[str, Any]:
    try:
        return calendar_files.body_of(text, "")
    except CalendarFileError as error:
        raise NoticeError(list(_lined(str(error)))) from error


def _lined(message: str) -> Iterator[tuple[int, str]]:
    for line in message.splitlines():
        found = re.match(r":(\d+): (.*)", line)
        yield (int(found[1]), found[2]) if found else (0, line)


def _table(text: str, year: int | None) -> _Reading:
    reading = _Reading(year)
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff").lstrip()))
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    for row in reader:
        _row(
            reading, {name: str(row.get(name) or "").strip() for name in _COLUMNS}, reader.line_num
        )
    return reading


def _row(reading: _Reading, row: Mapping[str, str], line: int) -> None:
    kinds: Mapping[str, list[str]] = _words()["kinds"]
    kind = next((kind for kind, words in kinds.items() if row["kind"] in words), "")
    try:
        day = date.fromisoformat(row["day"])
    except ValueError:
        reading.faults.append((line, _("“%s” is not a day such as 2027-01-01.") % row["day"]))
        return
    if not kind or not row["zh"]:
        said = _("Each line has a day, “rest” or “work”, and the name of the holiday.")
        reading.faults.append((line, said))
        return
    reading.year = max(reading.year or 0, day.year)
    _add(reading, kind, day, day, row["zh"], row["en"])


def _notice(text: str, year: int | None) -> _Reading:
    words = _words()
    named = re.search(words["year"], text)
    reading = _Reading(year or (int(named["year"]) if named else None))
    if reading.year is None:
        reading.faults.append((0, _("The text names no year: write it in its field.")))
        return reading
    for line, paragraph in enumerate(text.splitlines(), 1):
        found = re.match(words["paragraph"], paragraph)
        if found:
            _paragraph(reading, found["name"].strip(), found["text"], line)
    if not (reading.rest or reading.work or reading.faults):
        reading.faults.append((0, _("No day was found in the text.")))
    return reading


def _paragraph(reading: _Reading, name: str, text: str, line: int) -> None:
    words = _words()
    for sentence in re.split(words["sentence"], text):
        kind = next((kind for kind in ("work", "rest") if words[kind] in sentence), None)
        if kind is None:
            continue
        for found in re.finditer(words["days"], sentence):
            _days(reading, kind, name, found, line)


def _days(reading: _Reading, kind: str, name: str, found: re.Match[str], line: int) -> None:
    try:
        first, last = _first_and_last(found, reading.year or 0)
    except ValueError:
        reading.faults.append((line, _("“%s” is no day of the calendar.") % found[0]))
        return
    for day, note in ((first, found["note"]), (last, found["last_note"])):
        if wrong := _wrong_weekday(day, note or ""):
            reading.faults.append((line, wrong))
    _add(reading, kind, first, last, name, _english(name))


def _first_and_last(found: re.Match[str], year: int) -> tuple[date, date]:
    first = date(int(found["year"] or year), int(found["month"]), int(found["day"]))
    if not found["last_day"]:
        return first, first
    last_month = int(found["last_month"] or first.month)
    return first, date(int(found["last_year"] or year), last_month, int(found["last_day"]))


def _wrong_weekday(day: date, note: str) -> str:
    """The sentence when the notice names another weekday than the day has: mostly a wrong year."""
    words = _words()
    named = re.search(words["weekday"], note)
    if not named:
        return ""
    said = words["weekdays"].index(named["weekday"].replace(words["sunday"], words["weekdays"][-1]))
    if said == day.weekday():
        return ""
    return _("%(day)s is not the weekday that the text names (%(note)s).") % {
        "day": day.isoformat(), "note": note,
    }  # fmt: skip


def _add(reading: _Reading, kind: str, first: date, last: date, zh: str, en: str) -> None:
    name = {"zh": zh, "en": en or _english(zh)}
    if kind == "rest":
        reading.rest.append({"from": first.isoformat(), "to": last.isoformat(), **name})
    else:
        days = range(first.toordinal(), last.toordinal() + 1)
        reading.work += [{"day": date.fromordinal(day).isoformat(), **name} for day in days]


def _checked(reading: _Reading, text: str, number: str) -> dict[str, Any]:
    if reading.faults:
        raise NoticeError(reading.faults)
    words = _words()
    found, title = re.search(words["number"], text), re.search(words["title"], text)
    source = {
        "number": number or (found[0] if found else None), "date": None, "confidence": "B",
        "title": title[0].strip() if title else None,
    }  # fmt: skip
    body = {
        "year": reading.year, "source": source, "rest": reading.rest, "work": reading.work,
    }  # fmt: skip
    try:
        calendar_files.from_body(body, "pasted")
    except CalendarFileError as error:
        raise NoticeError([(0, line) for line in str(error).splitlines()]) from error
    return body


@cache
def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = YAML(typ="safe").load(WORDS.read_text("utf-8"))
    return words


def _english(zh: str) -> str:
    """What earlier notices call the holiday in English; its own name when it is new."""
    known = _known()
    parts = re.split(_words()["joins"], zh)
    return known.get(zh) or ", ".join(known.get(part, part) for part in parts)


@cache
def _known() -> Mapping[str, str]:
    days = calendar_files.national().days
    return {days[day].zh: days[day].en for day in sorted(days)}
