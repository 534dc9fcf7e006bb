"""What happens to each demo matter: a plan of dated acts, made by a seeded chance.

A plan is a list of steps (when, act, who, data). Steps that lie in the future are simply not taken,
so that the county looks lived in on whatever day it is first opened: some matters are new, some are
being handled, some are late, most are closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from huiyin.demo.county import read
from huiyin.demo.diary import Diary, Step
from huiyin.engine.calendar import Calendar
from huiyin.matters.history import zone

HEAD = {"office": "xinfang", "housing": "jianshe2", "liuxi": "liuxi2", "shiqiao": "shiqiao2"}
HANDLER = {"office": "zhuanban", "housing": "jianshe", "liuxi": "liuxi", "shiqiao": "shiqiao"}
_REFUND = {"explain": "N1", "not_support": "N3", "support": "N1"}


def plans(today: date, calendar: Calendar, count: int = 200) -> Iterator[list[Step]]:
    """`count` plans, oldest first, the same ones for the same day (`Random` with a fixed seed)."""
    chance = Random(20260701)  # noqa: S311 -- a story, not a secret
    stock = read("matters.yaml")
    starts = sorted(
        chance.randint(0, 300) if n % 3 else chance.randint(0, 40) for n in range(count)
    )
    for number, days_ago in enumerate(reversed(starts)):
        day = calendar.next_workday(today - timedelta(days_ago))
        start = datetime.combine(min(day, today), time(8, 5), zone())
        diary = Diary(start, chance, calendar)
        diary.later(0, 0)
        _live(diary, stock[(number * 7 + chance.randrange(len(stock))) % len(stock)])
        yield diary.steps


def _live(diary: Diary, item: dict[str, Any]) -> None:
    _register(diary, item)
    diary.later(0, 4)
    if diary.chance.random() < 0.04:
        diary.do("withdraw", "chuangkou", wish="问题已经自行解决，申请撤回。", signed=True)
        return _archive(diary, "zhuanban")
    if item.get("inquiry"):
        diary.do("identify", "zhuanban", **{"class": "inquiry"})
        diary.later(0, 1)
        diary.do("reply_directly", "zhuanban", reply=item["decision"], reply_by="call")
        return _archive(diary, "zhuanban")
    _path_of(item, diary.chance)(diary, item)
    return None


def _path_of(item: dict[str, Any], chance: Random) -> Callable[[Diary, dict[str, Any]], None]:
    if "route" in item:
        return _divert
    if item["unit"] == "office":
        return _decline
    roll = chance.random()
    return (
        _simple
        if roll < 0.2
        else _objected
        if roll < 0.28
        else _assigned
        if roll < 0.4
        else _ordinary
    )


def _register(diary: Diary, item: dict[str, Any]) -> None:
    chance = diary.chance
    channel = chance.choices(("visit", "letter", "call", "web", "hotline"), (5, 2, 3, 4, 2))[0]
    people = chance.choices((1, 2, 3, 5), (12, 3, 2, 1))[0]
    diary.do(
        "register", "chuangkou", channel=channel, received_at=diary.now.isoformat(),
        title=item["title"],
        petitioner=diary.someone(), people=people, text=item["text"],
        requests=[{"request": request} for request in item["requests"]], category=item["category"],
        place=diary.village(item["unit"]), purpose="help",
        **({"read_back": True} if channel == "visit" else {}),
    )  # fmt: skip


def _identify(diary: Diary, **more: str) -> None:
    data = {"class": "appeal", "route": "art31_6", "procedure": "ordinary", **more}
    diary.do("identify", "zhuanban", **data)
    diary.later(0, 2)


def _ordinary(diary: Diary, item: dict[str, Any]) -> None:
    _identify(diary)
    diary.do(
        "forward",
        "zhuanban",
        to_unit=item["unit"],
        opinion="请依法按程序办理。",
        materials="登记表一份",
    )
    _handle(diary, item)


def _assigned(diary: Diary, item: dict[str, Any]) -> None:
    _identify(diary)
    due = diary.now.astimezone(zone()).date() + timedelta(75)
    diary.do(
        "assign", "zhuanban", to_unit=item["unit"], report_by=due.isoformat(),
        demands="请查清事实，依法处理，并按期提交办结报告。", materials="登记表一份",
    )  # fmt: skip
    _handle(diary, item, report=True)


def _objected(diary: Diary, item: dict[str, Any]) -> None:
    _identify(diary)
    wrong = "shiqiao" if item["unit"] == "liuxi" else "liuxi"
    diary.do("forward", "zhuanban", to_unit=wrong, materials="登记表一份")
    diary.later(1, 3)
    diary.do("object", HANDLER[wrong], reason="所反映的问题不在本镇辖区，不属于本镇职权范围。")
    diary.later(1, 2)
    diary.do("uphold_objection", "zhuanban", finding="经核实，异议成立，收回另行转送。")
    diary.later(0, 1)
    diary.do("forward", "zhuanban", to_unit=item["unit"], materials="登记表一份")
    _handle(diary, item)


def _simple(diary: Diary, item: dict[str, Any]) -> None:
    _identify(diary, procedure="simple", simple_ground="daily")
    diary.do("forward", "zhuanban", to_unit=item["unit"], materials="登记表一份")
    diary.later(0, 1)
    unit = item["unit"]
    diary.do("accept", HANDLER[unit])
    diary.later(2, 8)
    _opinion(diary, item)


def _handle(diary: Diary, item: dict[str, Any], *, report: bool = False) -> None:
    unit, chance = item["unit"], diary.chance
    diary.later(1, 8)
    diary.do("accept", HANDLER[unit])
    diary.later(1, 12)
    diary.do(
        "hear_statement", HANDLER[unit], heard_on=diary.today,
        way=chance.choice(("face", "home", "call")),
        statement="信访人陈述与登记内容一致，希望尽快解决。",
    )  # fmt: skip
    diary.later(1, 15)
    diary.do(
        "check_facts",
        HANDLER[unit],
        checked_on=diary.today,
        findings="经现场查看并走访周边住户，反映情况基本属实。",
    )
    if chance.random() < 0.15:
        diary.later(5, 15)
        diary.approved(
            "extend", HANDLER[unit], HEAD[unit], days=chance.choice((15, 20, 30)),
            reason="涉及多个责任主体，需要协调施工单位进场。",
        )  # fmt: skip
    diary.later(2, 30)
    _opinion(diary, item, report=report)


def _opinion(diary: Diary, item: dict[str, Any], *, report: bool = False) -> None:
    unit = item["unit"]
    answers = [
        {"finding": item["finding"], "decision": item["decision"], "basis": item["basis"]}
        for _request in item["requests"]
    ]
    diary.approved(
        "give_opinion", HANDLER[unit], HEAD[unit], requests=answers,
        facts=f"经调查，信访人反映的“{item['title']}”一事，有现场照片、走访笔录为证。",
        review_body="青禾县人民政府", review_address="青禾县中心路1号",
    )  # fmt: skip
    diary.later(0, 4)
    served = diary.now
    diary.do("serve", HANDLER[unit], served_at=served.isoformat(), way="direct", receiver="本人")
    if report:
        diary.later(1, 3)
        diary.do("report_back", HANDLER[unit], report="已按期办结并答复送达，信访人表示理解。")
    if diary.chance.random() < 0.6:
        diary.later(1, 10)
        rating = diary.chance.choices(("good", "fair", "poor"), (6, 3, 1))[0]
        diary.do("rate", "chuangkou", office="good", unit=rating)
    _carry_out(diary, item)
    # thirty days for a review, and a long holiday at their end
    diary.until(served + timedelta(41))
    diary.later(0, 14)
    diary.do("close", HANDLER[unit], summary="期满未申请复查，处理意见已落实。")
    _archive(diary, HANDLER[unit])


def _carry_out(diary: Diary, item: dict[str, Any]) -> None:
    """What was granted is carried out, mostly within the thirty days of the follow-up."""
    if item["finding"] != "support" or diary.chance.random() < 0.1:
        return
    diary.later(3, 20)
    result = "已按处理意见落实完毕，现场复查合格。"
    diary.do("record_execution", HANDLER[item["unit"]], done_on=diary.today, result=result)


def _decline(diary: Diary, item: dict[str, Any]) -> None:
    _identify(diary)
    diary.approved(
        "decline", "zhuanban", "xinfang", ground=_REFUND[item["finding"]],
        reason="所提事项不属于本机关职权范围。", turn_to="行业主管部门的服务窗口",
    )  # fmt: skip
    _archive(diary, "zhuanban")


def _divert(diary: Diary, item: dict[str, Any]) -> None:
    _identify(diary, route=item["route"])
    diary.approved(
        "divert", "zhuanban", "xinfang", body=item["body"], basis=item["basis"], limit=item["limit"]
    )
    _archive(diary, "zhuanban")


def _archive(diary: Diary, by: str) -> None:
    diary.later(2, 12)
    diary.do("archive", by, retention="y10")
