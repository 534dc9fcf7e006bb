"""Workbooks with native and text dates, packed files, and files that are not what they say."""

from __future__ import annotations

import gzip
from datetime import datetime

import openpyxl
import pytest

from huiyin.exchange import run
from huiyin.exchange.readers import FileError
from huiyin.exchange.tests.conftest import HEADER, MAPPING, load, row, write_xlsx
from huiyin.matters.models import Matter

pytestmark = pytest.mark.usefixtures("hall")


def test_native_and_text_dates_are_mixed(tmp_path):
    rows = [
        row(
            1,
            no=101,
            when=datetime.fromisoformat("2026-03-02 09:00:00"),
            answered=datetime.fromisoformat("2026-03-06 16:30:00"),
        ),
        row(2, when="2026/3/2 9:00:00", answered="2026-03-06 16:30:00"),
        row(3, when=datetime.fromisoformat("2026-03-02 09:00:00"), answered="2026/3/6 16:30"),
    ]
    report = load(write_xlsx(tmp_path / "in.xlsx", rows))
    assert (report.loaded, report.rejected) == (3, 0)
    assert Matter.objects.filter(origin_ref="101").exists()
    times = {matter.received_at for matter in Matter.objects.all()}
    assert len(times) == 1


def test_rejects_of_a_workbook_are_a_workbook_that_can_be_fed_again(tmp_path):
    moment = datetime.fromisoformat("2026-03-02 09:00:07")
    rows = [row(1), row(2, no=7, when=moment, kind="=1+1"), row(3)]
    report = load(write_xlsx(tmp_path / "in.xlsx", [[*cells] for cells in rows]))
    assert (report.loaded, report.rejected) == (2, 1)
    path = tmp_path / "in.rejects.xlsx"
    book = openpyxl.load_workbook(path)
    header, kept = book.active.values
    assert list(header[: len(HEADER)]) == HEADER
    assert kept[1] == moment
    book.active.cell(2, HEADER.index("kind") + 1).value = "app"
    book.save(path)
    assert load(path).loaded == 1
    assert set(Matter.objects.values_list("origin_ref", flat=True)) == {"A1", "7", "A3"}


def test_a_cell_too_long_for_a_workbook_goes_whole_into_a_csv(tmp_path):
    from huiyin.exchange.rejects import Reject, RejectFile

    file = RejectFile(tmp_path / "out.xlsx", ["a", "b"], [])
    file.write(Reject(2, "a", "x…", "too long", ("x" * 40_000, 1)))
    file.write(Reject(3, "a", "y", "no", ("y", 2)))
    file.close()
    assert sorted(path.name for path in file.paths) == ["out.csv", "out.xlsx"]
    assert "x" * 40_000 in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_a_packed_file(tmp_path, csv_file):
    path = csv_file(row(1))
    packed = tmp_path / "in.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert load(packed).loaded == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"no,when\n", "not a readable workbook"),
        ("a.csv", b"\xff\xfe\x00x", "not readable"),
        ("a.csv.gz", b"no,when\n", "not readable"),
        ("a.csv", b"", "no row 1"),
        ("a.csv", b"no,when,what\n1,2,3\n", "no column kind, who"),
        ("a.csv", b"no,no," + ",".join(HEADER[1:]).encode() + b"\n", "more than once"),
        ("a.pdf", b"%PDF", "only .csv"),
    ],
)
def test_a_file_that_is_not_what_it_says(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError, match=words):
        load(path)
    assert not Matter.objects.exists()


def test_an_encoding_that_does_not_exist(csv_file):
    with pytest.raises(FileError, match="there is no encoding utf-99"):
        load(csv_file(row(1)), MAPPING.replace("process:", "reader: {encoding: utf-99}\nprocess:"))


def test_a_sheet_that_is_not_there(tmp_path):
    text = MAPPING.replace("process:", "reader: {sheet: Other}\nprocess:")
    with pytest.raises(FileError, match="without the sheet Other"):
        load(write_xlsx(tmp_path / "in.xlsx", [row(1)]), text)


def test_rejects_cannot_replace_the_input(csv_file):
    path = csv_file(row(1))
    with pytest.raises(FileError, match="name a file with --rejects"):
        load(path, rejects=path)
    with pytest.raises(FileError, match="name a file with --rejects"):
        load(path, rejects=path.parent / "nowhere" / "r.csv")


def test_beside_a_file_in_a_locked_folder_nothing_is_written(csv_file, tmp_path, monkeypatch):
    path, here = csv_file(row(1, kind="pigeon")), tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(run, "_writable", lambda _path: False)  # root may write anywhere
    assert load(path).rejects_files == ["in.rejects.csv"]
    assert (here / "in.rejects.csv").exists()
