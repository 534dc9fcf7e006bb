"""National calendar files against an independent list, the legal test vectors, and bad files."""

from datetime import date, time, timedelta

import chinese_calendar
import pytest

from huiyin.engine.calendar import DayKind, Shift
from huiyin.engine.terms import Term, due_dates
from huiyin.packs.calendar_files import NATIONAL, CalendarFileError, from_body, load, national

# The notice 国办发明电〔2005〕35号 has 31 December 2005 worked; the list we compare with does not.
NOTICE_KNOWS_BETTER = {date(2005, 12, 31)}


def every_day(first, last):
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def test_every_day_of_23_years_agrees_with_chinesecalendar():
    calendar = national()
    differing = {
        day
        for day in every_day(date(2004, 1, 1), date(2026, 12, 31))
        if calendar.is_workday(day) != chinese_calendar.is_workday(day)
    }
    assert differing == NOTICE_KNOWS_BETTER
    for day, entry in calendar.days.items():
        assert entry.zh
        assert entry.en
        if entry.kind is DayKind.MAKE_UP:
            assert day.weekday() >= 5


def test_known_years_and_sources():
    calendar = national()
    assert calendar.years == frozenset(range(2004, 2027))
    assert not calendar.is_known(date(2027, 1, 1))
    assert not calendar.is_known(date(2003, 12, 31))
    assert calendar.reason(date(2026, 2, 18)).source == "国办发明电〔2025〕7号"
    assert calendar.reason(date(2020, 2, 1)).source == "国办发明电〔2020〕1号"
    assert calendar.reason(date(2018, 12, 29)).source == "国办发明电〔2018〕15号"
    assert calendar.version.startswith("national-2026.")
    assert national() is calendar


@pytest.mark.parametrize(
    ("start", "term", "nominal", "legal"),
    [
        ("2026-03-20", "15nd", "2026-04-04", "2026-04-07"),
        ("2026-01-31", "30nd", "2026-03-02", "2026-03-02"),
        ("2026-08-03", "60nd", "2026-10-02", "2026-10-08"),
        ("2026-09-18", "5wd", "2026-09-24", "2026-09-24"),
        ("2026-04-30", "10wd", "2026-05-18", "2026-05-18"),
        ("2026-02-03", "15nd", "2026-02-18", "2026-02-24"),
        ("2026-08-03", "60nd+30nd", "2026-11-01", "2026-11-02"),
        ("2026-01-31", "1m", "2026-02-28", "2026-02-28"),
    ],
)
def test_law_vectors(start, term, nominal, legal):
    found = due_dates(date.fromisoformat(start), Term.parse_all(term), national())
    assert found == (date.fromisoformat(nominal), date.fromisoformat(legal), False)


def test_a_region_and_its_office_hours_lie_over_the_nation(tmp_path):
    path = tmp_path / "yunqi.yaml"
    path.write_text(
        """\
overlay: yunqi-2026
division: "990000000000"
source: {number: 云栖政办〔2026〕3号, title: 云栖州放假通知, date: 2026-01-05, confidence: D}
rest:
  - {from: 2026-07-16, to: 2026-07-17, zh: 云栖节, en: Yunqi Feast}
work:
  - {day: 2026-07-18, zh: 云栖节, en: Yunqi Feast}
hours:
  mon: ["09:00-12:00", "14:00-17:30"]
  fri: ["22:00-24:00"]
special_hours:
  - {day: 2026-07-20, hours: ["09:00-10:00"], zh: 盘点, en: stock-taking}
"""
    )
    calendar = national(extra=[path])
    assert not calendar.is_workday(date(2026, 7, 16))
    assert calendar.reason(date(2026, 7, 16)).source == "云栖政办〔2026〕3号"
    assert calendar.shifts(date(2026, 7, 13)) == (
        Shift(time(9), time(12)),
        Shift(time(14), time(17, 30)),
    )
    assert calendar.shifts(date(2026, 7, 18)) == calendar.shifts(date(2026, 7, 13))
    assert calendar.shifts(date(2026, 7, 20)) == (Shift(time(9), time(10)),)
    assert calendar.shifts(date(2026, 7, 24))[0].minutes == (22 * 60, 24 * 60)
    assert calendar.is_known(date(2026, 7, 16))
    assert "+yunqi-2026." in calendar.version


def test_publishing_a_year_corrects_provisional_dates(tmp_path):
    path = tmp_path / "2027.yaml"
    path.write_text(
        "year: 2027\nsource: {number: null, title: null, date: null, confidence: D}\n"
        "rest: [{from: 2027-01-01, to: 2027-01-04, zh: 元旦, en: New Year}]\n"
    )
    start, terms = date(2026, 12, 22), Term.parse_all("12nd")
    assert due_dates(start, terms, national()) == (date(2027, 1, 3), date(2027, 1, 4), True)
    published = national(extra=[path])
    assert due_dates(start, terms, published) == (date(2027, 1, 3), date(2027, 1, 5), False)


def test_the_content_of_a_file_may_come_from_a_table():
    body = {
        "overlay": "x",
        "rest": [{"from": "2026-07-16", "to": "2026-07-16", "zh": "节", "en": "f"}],
    }
    calendar = from_body(body, "region.2")
    assert calendar.version.startswith("region.2.")
    assert not calendar.is_workday(date(2026, 7, 16))
    with pytest.raises(CalendarFileError, match="rest: Input should be a valid tuple"):
        from_body({"overlay": "x", "rest": "none"}, "region.3")


HEAD = "year: 2027\nsource: {number: null, title: null, date: null, confidence: D}\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ":1: Input should be a valid dictionary"),
        ("year: 2027\nyear: 2028\n", ":2: found duplicate key"),
        ("a: [\n", "expected the node content"),
        ("overlay: a\nyaer: 2027\n", ":2: yaer: Extra inputs are not permitted"),
        ("rest: []\n", "either a `year` or the name of an `overlay`"),
        ("year: 2027\n", "names the `source`"),
        ("overlay: a\nyear: '2027'\n", ":2: year: Input should be a valid integer"),
        (HEAD + "rest:\n- {from: 2027-02-30, to: 2027-03-01, zh: a, en: b}", ":4: rest.0.from:"),
        (HEAD + "rest:\n- {from: 2027-03-02, to: 2027-03-01, zh: a, en: b}", ":4: rest.0: 2027"),
        (HEAD + "rest:\n- {from: 2027-03-02, to: 2027-03-02, zh: a}", ":4: rest.0.en: Field req"),
        (HEAD + "work:\n- {day: 2028-03-02, zh: a, en: b}", "2028-03-02 is not in 2027"),
        (HEAD + "work:\n- {day: 5, zh: a, en: b}", ":4: work.0.day: 5 is not a date"),
        (HEAD + "work:\n" + 2 * "- {day: 2027-03-02, zh: a, en: b}\n", "is listed twice"),
        (HEAD + "work:\n- {day: 2027-03-02, zh: a, en: b, source: 1号}", "not the number of a"),
        ("overlay: a\nhours:\n  mon: ['9-12']\n", ":3: hours.mon: '9-12' is not written"),
        ("overlay: a\nhours:\n  mon: ['12:00-09:00']\n", ":3: hours.mon: shift 12:00-09:00"),
        ("overlay: a\nhours:\n  mon: ['09:00-12:00', '11:00-13:00']\n", "without overlap"),
        ("overlay: a\nhours:\n  monday: []\n", ":3: hours.monday: Input should be 'mon'"),
    ],
)
def test_every_mistake_is_told_with_file_line_and_sentence(tmp_path, text, fault):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(CalendarFileError) as error:
        load(path)
    assert str(error.value).startswith(f"{path}:")
    assert fault in str(error.value)


def test_every_national_file_names_its_notice_or_says_that_it_was_not_seen():
    for path in sorted(NATIONAL.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        year = int(path.stem)
        assert load(path).years == {year}
        assert f"〔{year - 1}〕" in text or "number: null  # not seen" in text
