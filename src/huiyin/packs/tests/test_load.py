"""Packs from disk: by name and by path, sound or told why not."""

from __future__ import annotations

import shutil

import pytest

from huiyin.packs import load

TOWN = (
    "pack: town\nversion: '1'\nname: {zh: 镇, en: Town}\nextends: national\nprocesses: [petition]\n"
)
OVERLAY = """\
process: petition
overlay: '2022-05-01'
version: '1'
clocks:
  handle: {within: 45nd}
stories:
  - story: 本镇四十五日办结
    events: [2026-08-03 register, 2026-08-03 identify, 2026-08-03 accept]
    expect: {handle: {nominal: 2026-09-17, legal: 2026-09-17}}
"""


@pytest.fixture
def town(tmp_path):
    (tmp_path / "pack.yaml").write_text(TOWN, "utf-8")
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "petition.yaml").write_text(OVERLAY, "utf-8")
    return tmp_path


def test_packs_that_come_along_are_found_by_name_and_kept():
    assert "national" in load.available()
    assert load.load("national") is load.load("national")
    assert load.process("national", "petition").version == "2022-05-01"
    assert load.process("national", "petition", "2022-05-01") is load.process(
        "national", "petition"
    )


def test_a_folder_is_a_pack_too(town):
    pack = load.load(str(town))
    assert (pack.name, pack.extends) == ("town", "national")
    assert str(pack.process("petition").clocks["handle"].within) == "45nd"


def test_a_copy_of_national_is_as_good(tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(load.folder("national"), copy)
    assert load.load(str(copy)).process("petition") == load.process("national", "petition")


def test_mistakes_are_raised_together_with_file_and_line(town):
    file = town / "processes" / "petition.yaml"
    file.write_text(
        OVERLAY.replace("45nd", "61nd").replace("clocks:", "levels: [7]\nclocks:"), "utf-8"
    )
    with pytest.raises(load.PackError) as caught:
        load.load(str(town))
    assert "processes/petition.yaml:4: " in str(caught.value)
    file.write_text(OVERLAY.replace("45nd", "61nd"), "utf-8")
    with pytest.raises(load.PackError) as caught:
        load.load(str(town))
    assert [(p.code, p.line) for p in caught.value.problems] == [("loosens", 5)]


@pytest.mark.parametrize("name", ["nowhere", "", "calendars"])
def test_no_such_pack(name, tmp_path):
    with pytest.raises(load.PackNotFound, match="neither a folder"):
        load.load(str(tmp_path / name) if name == "" else name)


def test_a_pack_file_that_is_not_yaml(town):
    (town / "pack.yaml").write_text("pack: [", "utf-8")
    with pytest.raises(load.PackError, match="not YAML"):
        load.load(str(town))
