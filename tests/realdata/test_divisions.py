"""The whole national tree: 618 133 villages, loaded once, and the codes of two years later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from huiyin.places.divisions import find_lists, import_lists
from huiyin.places.models import Division

pytestmark = [pytest.mark.realdata, pytest.mark.django_db]

LEVELS = {1: 31, 2: 342, 3: 3_267, 4: 41_355, 5: 618_133}
DAY = date(2023, 12, 31)


def test_the_national_tree_is_loaded_once_and_revised(
    realdata: Path, measured: Callable[[str], None]
) -> None:
    folder = realdata / "divisions"
    lists = find_lists(p for p in folder.iterdir() if "2021" in p.name and "target" not in p.name)
    report = import_lists(lists, on=DAY)
    measured(f"{report.added} divisions imported in {report.seconds:.1f} s")
    assert not report.rejects
    assert {n: Division.objects.filter(level=n).count() for n in LEVELS} == LEVELS
    province = Division.objects.get(pk="110000000000")
    assert Division.objects.under(province).count() > 7_000

    again = import_lists(lists, on=DAY)
    measured(f"the same files again in {again.seconds:.1f} s, nothing changed")
    assert not again.changed
    assert again.same == sum(LEVELS.values())

    newer = find_lists(p for p in folder.iterdir() if "2023" in p.name)
    revised = import_lists(newer, complete_under="all", on=DAY)
    towns = Division.objects.filter(level=4, retired_on=DAY)
    measured(
        f"the lists of 2023: {revised.added} new, {revised.renamed} renamed, {revised.retired} "
        f"retired ({towns.count()} towns), {revised.mapped} mapped, "
        f"{len(revised.undecided)} to decide, in {revised.seconds:.1f} s"
    )
    assert towns.count() == 571
    assert revised.mapped + len(revised.undecided) == revised.retired
    assert not Division.objects.filter(replaced_by__retired_on__isnull=False).exists()
    assert not import_lists(newer, complete_under="all", on=DAY).changed


def test_a_whole_folder_of_several_years_needs_no_care(
    realdata: Path, measured: Callable[[str], None]
) -> None:
    report = import_lists(find_lists([realdata / "divisions"]), on=DAY, dry_run=True)
    measured(f"folder of divisions, dry run: {report.read} rows, {len(report.rejects)} rejected")
    assert not report.rejects
    assert not Division.objects.exists()
