"""An office from one table: what is wrong is told by line, the rest is loaded, once."""

from __future__ import annotations

from io import BytesIO

import pytest
from xlsxwriter import Workbook

from huiyin.people.models import Account, Change, Holding, Post, Unit
from huiyin.people.roster.columns import COLUMNS, headings, roles
from huiyin.people.roster.load import load
from huiyin.people.roster.read import RosterError, read
from huiyin.people.roster.template import workbook
from huiyin.people.testing import make_cast

LINES = [
    {"unit": "court", "unit_name": "松石法庭", "unit_kind": "法院、检察院", "parent": "hall",
     "division": "910102001000", "post": "法官", "role": "承办", "username": "li", "name": "李"},
    {"unit": "hall", "unit_name": "松石大厅", "unit_kind": "bureau", "division": "松石镇",
     "post": "窗口一", "role": "window", "username": "wang", "name": "王"},
    {"unit": "hall", "post": "窗口二", "role": "window"},
    {"unit": "hall", "post": "负责人", "role": "head", "username": "li"},
    {"unit": "hall", "post": "国王", "role": "king"},
    {"unit": "lost", "unit_name": "迷路", "unit_kind": "bureau", "division": "nowhere",
     "post": "无", "role": "head"},
]  # fmt: skip


def xlsx(lines) -> bytes:
    target = BytesIO()
    book = Workbook(target)
    sheet = book.add_worksheet()
    for place, key in enumerate(COLUMNS):
        sheet.write(0, place, key)
        for row, line in enumerate(lines, 1):
            sheet.write(row, place, line.get(key, ""))
    book.close()
    return target.getvalue()


@pytest.fixture
def admin(db):
    return make_cast(None).actor("county.admin")


def counts():
    return [model.objects.count() for model in (Unit, Post, Account, Holding)]


def test_a_preview_leaves_nothing(admin):
    before = counts()
    found = load(read(xlsx(LINES)), by=admin, keep=False)
    assert found.made == {"unit": 2, "post": 4, "account": 2, "holding": 3}
    assert counts() == before
    assert not Change.objects.exists()


def test_good_lines_are_loaded_and_bad_ones_told(admin):
    before = counts()
    found = load(read(xlsx(LINES)), by=admin, keep=True)
    assert {(one.number, one.column) for one in found.rejects} == {(6, "role"), (7, "division")}
    assert [now - then for now, then in zip(counts(), before, strict=True)] == [2, 4, 2, 3]
    court = Unit.objects.get(code="court")
    assert (court.parent.code, court.kind) == ("hall", "court")
    assert Change.objects.get(kind="import").after["rows"] == len(LINES)


def test_a_second_run_loads_nothing_twice(admin):
    load(read(xlsx(LINES)), by=admin, keep=True)
    before = counts()
    assert not load(read(xlsx(LINES)), by=admin, keep=True).made
    assert counts() == before


def test_the_template_can_be_read_and_is_empty(admin):
    assert read(workbook()) == []


@pytest.mark.parametrize("data", [b"", b"unit,post\n", xlsx([])[:200]])
def test_another_file_is_refused(data):
    with pytest.raises(RosterError):
        read(data)


def test_headings_and_words_in_both_languages():
    assert set(headings().values()) == set(COLUMNS)
    assert roles()["承办"] == roles()["handler"] == "handler"
