"""Import of lists of divisions: idempotent, strict per row, with revisions of codes."""

from __future__ import annotations

import gzip
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from huiyin.places.divisions import apply_revision, find_lists, import_lists
from huiyin.places.divisions.read import ListError
from huiyin.places.models import Division

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)

FILES = {
    "provinces_2021.csv": "code,name\n91,云岭省\n",
    "cities_2021.csv": "code,name,province_code\n9101,松江市,91\n9119,无县市,91\n",
    "counties_2021.csv": 'code,name,city_code\n910102,"松岭县",9101\n910103,竹溪县,9101\n',
    "towns_2021.csv": "code,name,county_code\n910102001,松石镇,910102\n"
    "910102002,柳乡,910102\n911900003,东街道,911900\n",
}
VILLAGES = "code,name,town_code\n910102001001,柳村,910102001\n910102001002,梅村,910102001\n"


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with gzip.open(tmp_path / "villages_2021_all.csv.gz", "wt", encoding="utf-8") as out:
        out.write(VILLAGES)
    return tmp_path


def load(path, **options):
    return import_lists(find_lists([path]), on=DAY, **options)


def test_a_folder_is_loaded_once(folder):
    report = load(folder)
    assert (report.read, report.added, report.rejects) == (10, 10, [])
    assert Division.objects.get(name="柳村").path == "91.01.02.001.001"
    assert Division.objects.get(name="东街道").parent.name == "无县市"
    again = load(folder)
    assert not again.changed
    assert again.same == 10


def test_a_dry_run_writes_nothing(folder):
    assert load(folder, dry_run=True).added == 10
    assert not Division.objects.exists()


def test_a_new_name_is_taken_over(folder):
    load(folder)
    (folder / "towns_2023.csv").write_text("code,name\n910102002,柳镇\n", encoding="utf-8")
    report = load(folder / "towns_2023.csv")
    assert report.renamed == 1
    assert Division.objects.get(pk="910102002000").name == "柳镇"


def test_bad_rows_are_named_and_the_rest_is_loaded(folder):
    (folder / "towns_2021.csv").write_text(
        "﻿code,name,county_code\n"
        "910102001,松石镇,910102\n"
        "9101020,短码乡,910102\n"
        "91010200X,字母乡,910102\n"
        "910102004,,910102\n"
        "910102005,错县乡,910103\n"
        "919999001,孤儿乡,919999\n"
        "910102001,重名镇,910102\n"
        "910102001,松石镇,910102\n"
        "910102006\n",
        encoding="utf-8",
    )
    report = load(folder)
    found = {(r.row, r.field, r.value, r.rule) for r in report.rejects if "towns" in r.file}
    assert found == {
        (3, "code", "9101020", "2, 4, 6, 9 or 12 digits"),
        (4, "code", "91010200X", "2, 4, 6, 9 or 12 digits"),
        (5, "name", "", "1 to 100 characters"),
        (6, "county_code", "910103", "the code lies under another parent"),
        (7, "code", "919999001000", "its parent is not known"),
        (8, "name", "重名镇", "the code has another name"),
        (10, "name", "910102006", "columns missing"),
    }
    assert report.repeated == 2
    assert report.added == 8
    assert Division.objects.get(pk="910102001000").name == "松石镇"


def test_what_hangs_below_a_rejected_row_is_rejected(folder):
    (folder / "counties_2021.csv").write_text("code,name\n910103,竹溪县\n", encoding="utf-8")
    report = load(folder)
    assert {r.value for r in report.rejects} == {
        "910102001000",
        "910102002000",
        "910102001001",
        "910102001002",
    }


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b"", "code,name\n91,云岭省\n".encode("gb18030"), b"\x1f\x8b\x00junk"]
)
def test_a_file_that_is_no_list_is_told(tmp_path, content):
    (tmp_path / "x.csv").write_bytes(content)
    with pytest.raises(ListError, match=r"x\.csv"):
        load(tmp_path)
    assert not Division.objects.exists()


def test_a_damaged_archive_is_told(tmp_path):
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(b"code,name\n91,x\n" * 5000)[:-20])
    with pytest.raises(ListError, match=r"x\.csv\.gz"):
        load(tmp_path)


def test_a_complete_list_retires_and_maps(folder):
    load(folder)
    newer = folder / "newer"
    newer.mkdir()
    (newer / "areas_2023.csv").write_text(
        "code,name,cityCode,provinceCode\n910182,松岭县,9101,91\n910103,竹溪县,9101,91\n"
        "911900,无县市,9119,91\n",
        encoding="utf-8",
    )
    (newer / "streets_2023.csv").write_text(
        "code,name,areaCode\n910182001,松石镇,910182\n910182102,柳镇,910182\n"
        "911900003,东街道,911900\n",
        encoding="utf-8",
    )
    report = load(newer, complete_under="all")
    assert (report.added, report.retired, report.mapped) == (3, 3, 2)
    assert Division.objects.get(pk="910102000000").replaced_by_id == "910182000000"
    assert Division.objects.get(pk="910102001000").replaced_by_id == "910182001000"
    assert Division.objects.get(pk="910102001000").retired_on == DAY
    [open_one] = report.undecided
    assert (open_one.code, open_one.candidates) == ("910102002000", ("910182102000",))
    assert not Division.objects.in_force().filter(name="柳乡").exists()
    assert Division.objects.in_force().filter(name="柳村").exists()
    again = load(newer, complete_under="all")
    assert not again.changed


def test_completeness_below_one_county_leaves_others_alone(folder):
    load(folder)
    (folder / "t_2023.csv").write_text("code,name\n910102001,松石镇\n", encoding="utf-8")
    report = load(folder / "t_2023.csv", complete_under="910102")
    assert report.retired == 1
    assert set(Division.objects.exclude(retired_on=None).values_list("name", flat=True)) == {"柳乡"}


def test_two_possible_successors_are_left_to_a_person(folder):
    load(folder)
    (folder / "t_2023.csv").write_text(
        "code,name\n910102001,松石镇\n910102011,柳乡\n910102012,柳乡\n", encoding="utf-8"
    )
    report = load(folder / "t_2023.csv", complete_under="910102")
    assert report.mapped == 0
    assert report.undecided[0].candidates == ("910102011000", "910102012000")


def test_a_revision_file_maps_and_names_bad_rows(folder):
    load(folder)
    path = folder / "revision.csv"
    path.write_text(
        "old_code,new_code\n910102002,910102001\n910102002,999999\n910103,910103\n910103,\n",
        encoding="utf-8",
    )
    report = apply_revision(path, on=DAY)
    assert (report.mapped, report.retired) == (1, 1)
    assert [(r.row, r.field) for r in report.rejects] == [(3, "new_code"), (4, "new_code")]
    assert Division.objects.get(name="柳乡").replaced_by.name == "松石镇"
    assert not apply_revision(path, on=DAY).changed


def test_command_prints_json_and_writes_what_is_undecided(folder):
    load(folder)
    (folder / "t_2023.csv").write_text("code,name\n910102002,柳乡\n", encoding="utf-8")
    out, open_file = StringIO(), folder / "open.csv"
    call_command(
        "divisions",
        "import",
        str(folder / "t_2023.csv"),
        complete_under="910102",
        undecided=open_file,
        json=True,
        stdout=out,
    )
    answer = json.loads(out.getvalue())
    assert (answer["retired"], answer["mapped"], answer["rejected"]) == (1, 0, 0)
    assert "910102001000,,松石镇" in open_file.read_text(encoding="utf-8-sig")


def test_command_says_that_nothing_changed(folder):
    out = StringIO()
    call_command("divisions", "import", str(folder), stdout=out)
    assert "added 10" in out.getvalue()
    out = StringIO()
    call_command("divisions", "import", str(folder), stdout=out)
    assert "Nothing changed." in out.getvalue()


@pytest.mark.parametrize(
    ("paths", "options"),
    [
        ([], {}),
        (["missing.csv"], {}),
        ([], {"revision": Path("missing.csv")}),
        (["."], {"on": "soon"}),
    ],
)
def test_command_tells_what_is_wrong(tmp_path, paths, options):
    with pytest.raises(CommandError):
        call_command("divisions", "import", *[str(tmp_path / p) for p in paths], **options)


def test_only_what_is_below_a_division_and_above_it_is_taken(folder, monkeypatch):
    from huiyin.places.divisions import public

    (folder / "provinces_2021.csv").write_text(
        "code,name\n90,北岭省\n91,云岭省\n99,另一省\n", "utf-8"
    )
    report = load(folder, under="910102001")
    names = {row.name for row in Division.objects.all()}
    assert names == {"云岭省", "松江市", "松岭县", "松石镇", "柳村", "梅村"}
    assert report.read == 6
    for old, new in zip(
        sorted(folder.iterdir()),
        ("cities", "areas", "provinces", "streets", "villages"),
        strict=True,
    ):
        body = old.read_bytes() if old.suffix == ".gz" else gzip.compress(old.read_bytes())
        (folder / f"{new}.csv.gz").write_bytes(body)
    monkeypatch.setattr(public, "FOLDER", folder)
    out = StringIO()
    call_command("divisions", "load", "--public", "90", "--json", stdout=out)
    assert json.loads(out.getvalue())["added"] == 1  # and not 91 … 99


def test_the_public_list_is_asked_for_by_a_code(folder, monkeypatch):
    from huiyin.places.divisions import public

    monkeypatch.setattr(public, "FOLDER", folder)
    with pytest.raises(CommandError, match="setup_npm"):
        call_command("divisions", "load", "--public", "5309")
    with pytest.raises(CommandError, match="load has --public"):
        call_command("divisions", "load", str(folder))
    with pytest.raises(CommandError, match="load has --public"):
        call_command("divisions", "import", "--public", "5309")


def test_significant_digits():
    from huiyin.places.codes import significant

    assert [significant(code) for code in ("50", "500000000000", "620702", "911900003")] == [
        "50", "50", "620702", "911900003"
    ]  # fmt: skip
