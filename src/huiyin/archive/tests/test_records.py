"""How long an archived matter is kept is a function of its events, and is verified as one."""

from __future__ import annotations

from datetime import date

import pytest

from huiyin.archive import records
from huiyin.archive.models import Record
from huiyin.matters.models import Matter
from huiyin.matters.tests.tampering import run
from huiyin.matters.verify import verify


@pytest.mark.parametrize(
    ("chosen", "until"),
    [("y10", date(2024, 12, 31)), ("y30", date(2044, 12, 31)), ("permanent", None)],
)
def test_archiving_makes_the_record(archived, cast, chosen, until):
    walk = archived(chosen)
    record = Record.objects.get(pk=walk.pk)
    assert (record.retention, record.archived_on) == (chosen, date(2014, 5, 3))
    assert record.destroy_after == until
    assert record.unit == cast.units["town"]
    report = verify()
    assert report.ok, [one.say() for one in report.broken]


def test_what_is_not_archived_has_none(walk):
    walk.to_served()
    assert not Record.objects.exists()


def test_missing_records_are_made_from_the_events(archived):
    walks = [archived(), archived("permanent")]
    before = list(Record.objects.order_by("pk").values())
    Record.objects.all().delete()
    assert verify().ok
    assert sum(records.catch_up()) == len(walks)
    assert list(Record.objects.order_by("pk").values()) == before
    assert sum(records.catch_up()) == 0


@pytest.mark.parametrize(
    "change",
    ["retention = 'permanent', destroy_after = NULL", "destroy_after = '2020-12-31'",
     "archived_on = '2010-01-01'", "cleared_seq = 3"],
)  # fmt: skip
def test_a_changed_record_is_found(archived, change):
    archived()
    run(f"UPDATE archive_record SET {change}")
    assert any("archive:" in one.what for one in verify().broken)


def test_a_record_of_an_open_matter_is_found(archived, walk):
    archived()
    run(f"UPDATE archive_record SET matter_id = '{walk.pk}'")
    [broken] = verify().broken
    assert broken.number == Matter.objects.get(pk=walk.pk).number
    assert "not archived" in broken.what
