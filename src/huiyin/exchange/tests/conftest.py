"""Small fictional files and the mapping that reads them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from huiyin.exchange import mapping as mappings
from huiyin.exchange.report import Report
from huiyin.exchange.run import Options, run
from huiyin.matters.models import Category
from huiyin.people.models import Unit
from huiyin.places.models import Division

HEADER = ["no", "when", "what", "story", "kind", "who", "phone", "answered", "answer"]
MAPPING = """\
source: old-book
process: petition
unit: hall
id: no
acts:
  - act: register
    at: when
    data:
      channel: {column: kind, values: {app: web, desk: visit}}
      petitioner: {name: {column: who}, phone: {column: phone}}
      title: {column: what, max: 20}
      text: {template: "{what}: {story}"}
      requests: [{request: {column: what}}]
  - act: identify
    when: answered
    at: answered
    data: {class: inquiry}
  - act: reply_directly
    when: answered
    at: answered
    data: {reply: {column: answer}, reply_by: web}
"""


def row(number: int | str = 1, **changes: Any) -> list[Any]:
    """A good row, some cells of it changed."""
    cells = {
        "no": f"A{number}",
        "when": "2026-03-02 09:00:00",
        "what": "路灯不亮",
        "story": "柳树路口的灯坏了三天",
        "kind": "app",
        "who": "林晓",
        "phone": "13800001234",
        "answered": "2026-03-06 16:30:00",
        "answer": "已修好，请您查看。",
    }
    return [{**cells, **changes}[name] for name in HEADER]


def write_csv(path: Path, rows: Iterable[list[Any]], **options: Any) -> Path:
    with path.open("w", encoding=options.pop("encoding", "utf-8"), newline="") as file:
        csv.writer(file, **options).writerows([HEADER, *rows])
    return path


def write_xlsx(path: Path, rows: Iterable[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for cells in (HEADER, *rows):
        book.active.append(cells)
    book.save(path)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load(path: Path, text: str = MAPPING, **options: Any) -> Report:
    return run(path, mappings.parse("map.yaml", text), Options(**options))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in the language of their msgids."""
    with translation.override("en"):
        yield


@pytest.fixture
def hall(db: None) -> Unit:
    town = Division.objects.create(code="910102001000", name="松石镇", level=4)
    Category.objects.create(code="roads", zh="道路", en="Roads")
    return Unit.objects.create(code="hall", name="松石镇政府", kind="township", division=town)


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def make(*rows: list[Any], name: str = "in.csv", **options: Any) -> Path:
        return write_csv(tmp_path / name, rows, **options)

    return make
