"""What somebody pastes becomes a calendar, or errors with their lines."""

from __future__ import annotations

import pytest

from huiyin.engine.calendar import DayKind
from huiyin.packs import calendar_files
from huiyin.places.notice import NoticeError, read
from huiyin.places.year import months_of, named_days

NOTICE_2026 = """国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府：
经国务院批准，现将2026年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def days(body):
    calendar = calendar_files.from_body(body, "read")
    return {day: (special.kind, special.zh, special.en) for day, special in calendar.days.items()}


def test_the_words_of_the_notice_give_the_days_of_the_file():
    body = read(NOTICE_2026)
    path = calendar_files.NATIONAL / "2026.yaml"
    assert days(body) == days(calendar_files.body(path))
    assert body["year"] == 2026
    assert body["source"]["number"] == "国办发明电〔2025〕7号"


def test_the_words_of_every_year_that_comes_along_can_be_read_back():
    for path in sorted(calendar_files.NATIONAL.glob("20*.yaml")):
        body = calendar_files.body(path)
        assert days(read(as_notice(body))) == days(body), path.name


def as_notice(body):
    """A file written as a notice would say it, with full dates."""
    rests, works = body.get("rest", ()), body.get("work", ())
    lines = [
        f"关于{body['year']}年部分节假日安排的通知",
        *(f"一、{one['zh']}：{said(one['from'])}至{said(one['to'])}放假。" for one in rests),
        *(f"二、{one['zh']}：{said(one['day'])}上班。" for one in works),
    ]
    return "\n".join(lines)


def said(day):
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"


def test_a_file_and_a_table_are_read_too():
    path = calendar_files.NATIONAL / "2026.yaml"
    assert read(path.read_text("utf-8")) == calendar_files.body(path)
    body = read("day,kind,zh,en\n2027-01-01,rest,元旦,\n2027-01-03,work,元旦,New Year\n")
    assert body["year"] == 2027
    assert [one["en"] for one in (*body["rest"], *body["work"])] == ["New Year's Day", "New Year"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 0),
        ("一、元旦：1月1日放假。", 0),
        ("2027年\n一、元旦：2月30日放假。", 2),
        ("2026年\n一、元旦：1月1日（周五）放假。", 2),
        ("2027年没有日子", 0),
        ("day,kind,zh,en\n2027-01-01,rest,元旦,\n2027-13-01,rest,元旦,", 3),
        ("day,kind,zh,en\n2027-01-01,holiday,元旦,", 2),
        ("year: 2027\nsource: {number: 1}\n", 2),
        ("2027年\n一、元旦：1月1日放假。\n二、春节：1月1日放假。", 0),
        ("x" * 70_000, 0),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(text, line):
    with pytest.raises(NoticeError) as refused:
        read(text)
    assert line in {number for number, _said in refused.value.faults}


def test_a_year_is_drawn_with_every_day_once():
    calendar = calendar_files.national()
    drawn = [day for month in months_of(calendar, 2026) for week in month.weeks for day in week]
    found = [one for one in drawn if one]
    assert len({one.day for one in found}) == len(found) == 365
    kinds = {one.day.isoformat(): one.kind for one in found}
    assert kinds["2026-02-14"] is DayKind.MAKE_UP
    assert kinds["2026-02-16"] is DayKind.HOLIDAY
    assert {day.zh for day in named_days(calendar, 2026)} >= {"元旦", "春节"}
