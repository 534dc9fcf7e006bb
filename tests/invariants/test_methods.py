"""Every row of the five methods is done by a part of its pack and shown by a story; parts of a row
that are not built name the test that they cannot be expressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.engine import features
from huiyin.packs import load, method_file
from huiyin.packs.method_rows import FILE, WHOLLY, missing, rows

ROOT = Path(__file__).parents[2]
PACKS = sorted({row.pack for row in rows().values()})
SOURCE = ROOT.parent / "shared" / "METHODS.md"


def test_there_are_five_packs_and_every_row_has_one() -> None:
    assert len(PACKS) == 5
    assert [name for name in PACKS if name not in load.available()] == []


def test_every_row_is_done_by_its_pack() -> None:
    assert missing() == []


@pytest.mark.parametrize("pack", PACKS)
def test_what_a_feature_names_is_there(pack: str) -> None:
    built, method = load.load(pack), method_file.method(pack)
    told = {
        story.story
        for name in load.lineage(pack)
        for story in (
            *method_file.method(name).stories,
            *(
                story
                for versions in load.load(name).versions.values()
                for loaded in versions
                for story in loaded.process.stories
            ),
        )
    }
    for key, feature in method.features.items():
        assert rows()[key].pack == pack, key
        for element in feature.elements:
            assert features.is_there(built, method, element), f"{key}: {element}"
        for story in feature.stories:
            assert story in told, f"{key}: {story}"


def test_pages_that_features_name_have_an_address() -> None:
    from django.urls import reverse

    for pack in PACKS:
        for feature in method_file.method(pack).features.values():
            for element in feature.elements:
                section, _, name = element.partition(".")
                if section == features.PAGE:
                    assert reverse(name.replace(".", ":", 1))


def test_what_is_not_built_has_a_test_of_that() -> None:
    excluded = {key: row.excluded for key, row in rows().items() if row.excluded}
    assert set(excluded) >= {"Z11", "Z25", "L3", "X4", "X10"}
    assert set(excluded) >= WHOLLY
    for key, one in excluded.items():
        assert one is not None
        assert f"{key}" in (ROOT / one.beside).read_text("utf-8"), key


def test_nothing_is_claimed_for_what_is_not_built() -> None:
    for key in WHOLLY:
        assert key not in method_file.method(rows()[key].pack).features


@pytest.mark.skipif(not SOURCE.is_file(), reason=f"the source text is not beside {FILE.name}")
def test_the_rows_are_those_of_the_source() -> None:
    lines = SOURCE.read_text("utf-8").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| ") and "|" in line[1:]]
    ids = {one.strip().rstrip(" ≠") for cell in cells for one in cell.split(",")}
    found = {one for one in ids if one[:1] in "ZLCXS" and one[1:].isdigit()}
    assert found == set(rows())
