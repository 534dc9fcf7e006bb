"""Every kind of bad row is told by row, field, value and rule, and the others are loaded."""

from __future__ import annotations

import pytest

from huiyin.exchange.tests.conftest import MAPPING, load, read_csv, row, write_csv
from huiyin.matters.models import Category, Event, Matter, SealedText
from huiyin.people.models import Person

pytestmark = pytest.mark.usefixtures("hall")

LATER, BEFORE = "2099-01-01", "1901-01-01"
BAD = {
    "a day that does not exist": ({"when": "2026-02-30 9:00"}, "when", "2026-02-30 9:00", "moment"),
    "words for a date": ({"when": "昨天"}, "when", "昨天", "moment"),
    "no date": ({"when": " "}, "when", " ", "required"),
    "a date to come": ({"when": LATER, "answered": ""}, "when", f"{LATER} 00:00:00", "future"),
    "a year before the calendar": (
        {"when": BEFORE, "answered": ""}, "when", f"{BEFORE} 00:00:00", "impossible_year",
    ),
    "a reply before the message": (
        {"answered": "2026-03-01 08:00"}, "answered", "2026-03-01 08:00", "order",
    ),
    "an impossible reply time": ({"answered": "2026-13-01"}, "answered", "2026-13-01", "moment"),
    "no summary": ({"what": ""}, "what; what", "; ", "required"),
    "no name": ({"who": "", "phone": ""}, "who, phone", "", "required"),
    "an unknown channel": ({"kind": "pigeon"}, "kind", "pigeon", "choice"),
    "an empty answer": ({"answer": ""}, "answer", "", "required"),
    "no number": ({"no": ""}, "no", "", "no_id"),
    "a number too long": ({"no": "x" * 121}, "no", "x" * 60 + "…", "bad_id"),
    "a control character": (
        {"story": "a\x00b"}, "what, story", "路灯不亮: a\x00b", "control_character",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "field", "value", "rule"), BAD.values(), ids=BAD)
def test_a_bad_row_is_told_and_the_good_ones_are_loaded(csv_file, changes, field, value, rule):
    report = load(csv_file(row(1), row(2, **changes), row(3)))
    assert (report.read, report.loaded, report.rejected, report.already) == (3, 2, 1, 0)
    [reject] = report.rejects
    assert (reject.row, reject.name, reject.value) == (3, field, value)
    assert f"({rule})" in reject.rule
    assert Matter.objects.count() == 2
    [kept] = read_csv(csv_file(name="other.csv").with_name("in.rejects.csv"))
    assert (kept["rejected_row"], kept["rejected_field"]) == ("3", field)


def test_a_text_of_five_megabytes_is_rejected_whole_and_the_message_is_short(csv_file):
    long = "字" * 5_000_000
    path = csv_file(row(1), row(2, story=long), row(3))
    report = load(path)
    assert (report.loaded, report.rejected) == (2, 1)
    assert "(too_long)" in report.rejects[0].rule
    assert len(report.rejects[0].value) <= 61
    [kept] = read_csv(path.with_name("in.rejects.csv"))
    assert kept["story"] == long
    assert not SealedText.objects.filter(text__startswith="字字").exists()


def test_a_row_with_too_many_cells(csv_file):
    report = load(csv_file([*row(1), "more"], row(2)[:8]))
    assert [r.rule.split(" (")[-1] for r in report.rejects] == ["too_many_cells)", "required)"]


def test_the_same_number_twice_in_one_file(csv_file):
    path = csv_file(row(1), row(1, what="另一件"), row(2))
    for loaded, already in ((2, 0), (0, 2)):
        report = load(path)
        assert (report.loaded, report.already, report.rejected) == (loaded, already, 1)
        assert "(repeated_id)" in report.rejects[0].rule


def test_nothing_is_half_written(csv_file):
    load(csv_file(row(1, answer="")))
    assert not Matter.objects.exists()
    assert not Event.objects.exists()
    assert not Person.objects.exists()


def test_corrected_rejects_are_fed_again(csv_file, tmp_path):
    load(csv_file(row(1), row(2, when="30.2.2026"), row(3, kind="pigeon")))
    rejects = tmp_path / "in.rejects.csv"
    text = rejects.read_text("utf-8-sig").replace("30.2.2026", "2026/3/2 9:05:00")
    rejects.write_text(text.replace("pigeon", "desk"), "utf-8")
    report = load(rejects)
    assert (report.read, report.loaded, report.rejected) == (2, 2, 0)
    assert set(Matter.objects.values_list("origin_ref", flat=True)) == {"A1", "A2", "A3"}
    assert not (tmp_path / "in.rejects.rejects.csv").exists()


def test_a_file_of_rejects_that_is_there_is_not_overwritten(csv_file, tmp_path):
    path = csv_file(row(1, kind="pigeon"))
    load(path)
    (tmp_path / "in.rejects.csv").write_text("half corrected", "utf-8")
    report = load(path)
    assert (tmp_path / "in.rejects.csv").read_text("utf-8") == "half corrected"
    assert report.rejects_files == [str(tmp_path / "in.rejects-2.csv")]


def test_rejects_can_be_rejected_again_without_columns_piling_up(csv_file, tmp_path):
    load(csv_file(row(1, kind="pigeon")))
    load(tmp_path / "in.rejects.csv")
    [again] = read_csv(tmp_path / "in.rejects.rejects.csv")
    assert [name for name in again if name.startswith("rejected_")] == [
        "rejected_row", "rejected_field", "rejected_value", "rejected_rule",
    ]  # fmt: skip


def test_an_unknown_category_is_loaded_and_listed(csv_file):
    text = MAPPING.replace(
        "      requests:", "      category: {column: kind, values: {app: roads}}\n      requests:"
    )
    Category.objects.create(code="old", zh="旧", en="Old", active=False)
    report = load(csv_file(row(1), row(2, kind="desk"), row(3, kind="desk")), text)
    assert (report.loaded, report.rejected) == (3, 0)
    assert report.uncategorised == {"desk": 2}
    assert list(Matter.objects.order_by("origin_ref").values_list("category_id", flat=True)) == [
        "roads", None, None,
    ]  # fmt: skip


def test_without_a_reply_the_matter_stays_open(csv_file):
    report = load(csv_file(row(1, answered="", answer="")))
    assert (report.loaded, report.met.replied) == (1, 0)
    assert Matter.objects.get().state == "registered"


def test_events_are_at_their_real_times(csv_file):
    load(csv_file(row(1)))
    events = Event.objects.order_by("seq")
    assert [event.act for event in events] == ["register", "identify", "reply_directly"]
    assert [event.via for event in events] == ["import"] * 3
    assert events[0].at.isoformat() == "2026-03-02T01:00:00+00:00"
    assert events[2].at.isoformat() == "2026-03-06T08:30:00+00:00"


def test_another_encoding_and_delimiter_come_back_in_the_rejects(tmp_path):
    text = MAPPING.replace(
        "process:", 'reader: {encoding: gbk, delimiter: ";", header: 2}\nprocess:'
    )
    path = write_csv(
        tmp_path / "in.csv", [row(1), row(2, kind="pigeon")], encoding="gbk", delimiter=";"
    )
    path.write_bytes("某系统导出\r\n".encode("gbk") + path.read_bytes())
    report = load(path, text)
    assert (report.loaded, report.rejects[0].row) == (1, 4)
    rejects = tmp_path / "in.rejects.csv"
    rejects.write_bytes(rejects.read_bytes().replace(b"pigeon", b"desk"))
    again = load(rejects, text)
    assert (again.read, again.loaded) == (1, 1)
