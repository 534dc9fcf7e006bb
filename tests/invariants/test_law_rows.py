"""Every row of the law is shown by a story; a test that lists those without one."""

from __future__ import annotations

from pathlib import Path

from huiyin.packs.law_rows import coverage, rows

ROOT = Path(__file__).parents[2]


def test_every_row_of_the_law_is_shown_by_a_story() -> None:
    without = [
        f"{key} {rows()[key].zh}"
        for key, stories in coverage().items()
        if key in rows() and not stories and not rows()[key].beside
    ]
    assert without == []


def test_stories_name_rows_that_exist() -> None:
    assert set(coverage()) == set(rows())


def test_what_no_matter_can_run_through_is_shown_by_a_test_that_exists() -> None:
    for key, row in rows().items():
        if row.beside:
            file, _, name = row.beside.partition("::")
            assert f"def {name}(" in (ROOT / file).read_text("utf-8"), key
