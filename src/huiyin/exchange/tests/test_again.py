"""Running it twice loads nothing twice; what is interrupted goes on where it stopped."""

from __future__ import annotations

import pytest

from huiyin.exchange import bulk, run
from huiyin.exchange.tests.conftest import MAPPING, load, row
from huiyin.matters.models import Clock, Event, Matter, MatterText, Party, SealedText
from huiyin.people.models import Person, Unit
from huiyin.places.models import Division

pytestmark = pytest.mark.django_db


def counts():
    tables = (Matter, Event, SealedText, Clock, Party, MatterText, Person, Unit, Division)
    return {table.__name__: table.objects.count() for table in tables}


def test_twice_loads_nothing_twice(hall, csv_file):
    path = csv_file(*(row(n) for n in range(7)))
    first = load(path)
    before = counts()
    again = load(path)
    assert (first.loaded, first.already) == (7, 0)
    assert (again.read, again.loaded, again.already) == (7, 0, 7)
    assert counts() == before
    assert again.met == first.met


def test_the_same_numbers_of_another_source_are_other_matters(hall, csv_file):
    path = csv_file(row(1))
    load(path)
    other = load(path, run_mapping("source: new-book"))
    assert other.loaded == 1


def run_mapping(source):
    return MAPPING.replace("source: old-book", source)


def test_a_failure_in_the_middle_keeps_whole_batches_and_the_next_run_goes_on(
    hall, csv_file, monkeypatch
):
    path = csv_file(*(row(n) for n in range(10)))
    write, calls = bulk.write, []

    def fails(*args):
        calls.append(1)
        write(*args)
        if len(calls) == 3:
            raise ConnectionError

    monkeypatch.setattr(bulk, "write", fails)
    with pytest.raises(ConnectionError):
        load(path, batch=2)
    assert Matter.objects.count() == 4
    assert Event.objects.count() == 12
    monkeypatch.setattr(bulk, "write", write)
    report = load(path, batch=2)
    assert (report.read, report.loaded, report.already) == (10, 6, 4)
    assert Matter.objects.count() == 10


def test_ctrl_c_ends_with_a_report(hall, csv_file):
    path = csv_file(*(row(n) for n in range(6)))

    def stop(_position, _size):
        raise KeyboardInterrupt

    report = load(path, batch=2, progress=stop)
    assert report.interrupted
    assert (report.loaded, Matter.objects.count()) == (2, 2)
    assert load(path).loaded == 4


def test_a_dry_run_writes_nothing(hall, csv_file, tmp_path):
    path = csv_file(*(row(n) for n in range(7)), row(8, kind="pigeon"))
    before = counts()
    report = load(path, dry_run=True)
    assert counts() == before
    assert (report.read, report.loaded, report.rejected) == (8, 7, 1)
    assert [matter["ref"] for matter in report.preview] == ["A0", "A1", "A2", "A3", "A4"]
    assert "林晓" not in str(report.preview)
    assert "林*" in str(report.preview)
    assert "13800001234" not in str(report.preview)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in.csv"]
    assert report.met.replied == 7


def test_a_dry_run_does_not_use_up_numbers(hall, csv_file):
    path = csv_file(row(1))
    load(path)
    first = Matter.objects.get().number
    load(csv_file(row(2), name="b.csv"), dry_run=True)
    load(csv_file(row(3), name="c.csv"))
    second = Matter.objects.exclude(number=first).get().number
    assert int(second.split("-")[1]) == int(first.split("-")[1]) + 1


def test_a_unit_is_made_when_the_mapping_says_so(db, csv_file):
    unit = 'unit: {code: replay, name: 回放, division: "990000000000", create: true}'
    text = run_mapping("source: old-book").replace("unit: hall", unit)
    path = csv_file(row(1))
    load(path, text, dry_run=True)
    assert not Unit.objects.exists()
    load(path, text)
    load(path, text)
    unit = Unit.objects.get()
    assert (unit.code, unit.division.path) == ("replay", "99")
    assert Matter.objects.get().owner_unit == unit


def test_limit(hall, csv_file):
    path = csv_file(*(row(n) for n in range(6)))
    assert load(path, limit=2).read == 2
    assert load(path, limit=4).loaded == 2


def test_a_batch_ends_with_its_characters(hall, csv_file, monkeypatch):
    monkeypatch.setattr(run, "BATCH_CHARACTERS", 50)
    seen = []
    load(csv_file(*(row(n) for n in range(4))), progress=lambda *where: seen.append(where))
    assert len(seen) == 4
