"""Categories: the national file, its sync, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from huiyin.matters import categories
from huiyin.matters.models import Category

FILE = """
confidence: {first: B, second: C}
categories:
  "01": {zh: 甲, en: A}
  "0101": {zh: 乙, en: B}
"""


def pack(folder: Path, text: str) -> str:
    (folder / "pack.yaml").write_text("pack: own\n", "utf-8")
    (folder / categories.FILE).write_text(text, "utf-8")
    return str(folder)


def test_the_national_file_has_17_classes_and_111_below_them() -> None:
    codes = list(categories.read().categories)
    first = [code for code in codes if categories.parent_of(code) is None]
    assert first == [f"{number:02}" for number in range(1, 18)]
    assert len(codes) - len(first) == 111
    names = [entry.zh for entry in categories.read().categories.values()]
    assert len(names) == len(set(names))


@pytest.mark.django_db
def test_a_second_sync_changes_nothing() -> None:
    first = categories.sync()
    assert first == categories.Synced(added=128, changed=0, same=0)
    assert categories.sync() == categories.Synced(added=0, changed=0, same=128)
    assert Category.objects.get(pk="0101").parent_id == "01"
    assert Category.objects.filter(parent=None).count() == 17


@pytest.mark.django_db
def test_a_new_label_is_taken_over_and_unknown_categories_stay(tmp_path: Path) -> None:
    own = pack(tmp_path, FILE)
    Category.objects.create(code="99", zh="自定", en="Own")
    categories.sync(own)
    pack(tmp_path, FILE.replace("甲", "丙").replace("en: B", "en: B, active: false"))
    assert categories.sync(own) == categories.Synced(added=0, changed=2, same=0)
    assert set(Category.objects.values_list("code", "zh", "active")) == {
        ("01", "丙", True),
        ("0101", "乙", False),
        ("99", "自定", True),
    }


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"0101"', '"0201"', "0201"),
        ('"0101"', '"010"', "010"),
        ('"0101"', '"０１０１"', "０１０１"),
        ("en: A", "english: A", "english"),
        ("first: B", "first: E", "first"),
        ("{zh: 甲", "{zh: 甲, zh: 丁", "duplicate key"),
    ],
)
def test_a_broken_file_is_told_and_nothing_is_written(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(categories.CategoryFileError, match=said):
        categories.read(pack(tmp_path, FILE.replace(old, new)))


@pytest.mark.django_db
def test_the_command_lists_what_it_has_synced(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("categories", "sync")
    assert "128 added" in capsys.readouterr().out
    call_command("categories", "list")
    assert "0101  土地承包经营  Contracted farmland" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no pack nowhere"):
        call_command("categories", "sync", "--pack=nowhere")
