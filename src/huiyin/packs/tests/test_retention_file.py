"""Retention classes are data, and a file that is not understood is refused with its fault."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.packs import load, retention_file
from huiyin.packs.retention_file import Retention, RetentionClass, RetentionFileError

WHOLE = """
law: 档案法
from: end_of_year
classes:
  permanent: {zh: 永久, en: Permanent, confidence: D}
  y10: {zh: 10年, en: 10 years, years: 10, confidence: D}
default: permanent
list: {zh: 销, en: disposal list}
"""


@pytest.fixture
def office(tmp_path):
    """A pack folder of an office; `office(text)` writes its retention file."""
    (tmp_path / "pack.yaml").write_text("pack: office\nextends: national\n", "utf-8")

    def write(text: str) -> str:
        (tmp_path / "retention.yaml").write_text(text, "utf-8")
        return str(tmp_path)

    yield write
    retention_file.read.cache_clear()


def test_the_national_years_are_settings_with_a_confidence():
    classes = retention_file.read().classes
    assert {key: one.years for key, one in classes.items()} == {
        "permanent": None, "y30": 30, "y10": 10,
    }  # fmt: skip
    assert {one.confidence for one in classes.values()} == {"D"}


def test_the_form_of_archiving_offers_just_these_classes():
    for process in load.load("national").processes.values():
        options = {
            key
            for act in process.acts.values()
            if "retention" in act.form
            for key in act.form["retention"].options
        }
        assert options <= set(retention_file.read().classes), process.process


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31)])
def test_years_count_from_the_end_of_the_year_of_archiving(day):
    ten = RetentionClass(zh="10年", en="10 years", years=10, confidence="D")
    assert ten.ends(day) == date(2036, 12, 31)


def test_what_is_permanent_never_ends():
    assert retention_file.read().classes["permanent"].ends(date(2026, 5, 1)) is None


def test_an_office_may_have_its_own_years(office):
    own = retention_file.read(office(WHOLE.replace("years: 10", "years: 15")))
    assert own.classes["y10"].ends(date(2026, 5, 1)) == date(2041, 12, 31)


def test_an_office_without_a_file_has_those_of_its_base(tmp_path):
    (tmp_path / "pack.yaml").write_text("pack: office\nextends: national\n", "utf-8")
    assert retention_file.read(str(tmp_path)) == retention_file.read()


def test_a_class_that_nobody_chose_or_knows_is_the_default():
    national: Retention = retention_file.read()
    assert [national.key(chosen) for chosen in ("y10", None, "y99", 3)] == [
        "y10", "permanent", "permanent", "permanent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("years: 10", "years: '10'"),
        ("years: 10", "years: 0"),
        ("default: permanent", "default: y5"),
        ("confidence: D", "confidence: E"),
        ("law: 档案法", "law: 档案法\nextra: 1"),
        ("10 years, ", "a, a"),
        ("from: end_of_year", "from: some_day"),
    ],
)
def test_a_file_that_is_not_understood_is_refused(office, old, new):
    assert old in WHOLE
    with pytest.raises(RetentionFileError, match=r"retention\.yaml"):
        retention_file.read(office(WHOLE.replace(old, new, 1)))
