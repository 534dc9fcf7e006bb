"""Letters of the registers: the report on a decision's risk, the sheet of an emergency plan."""

from __future__ import annotations

import pytest

from huiyin.letters.tests.test_journeys import said
from huiyin.matters.actions import register
from huiyin.matters.testing import Acts, moment
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast(password=None)


def day(number: int) -> str:
    return moment(number).date().isoformat()


def test_the_report_names_risks_measures_and_what_became_of_opinions(cast):
    by = cast.actor("office.handler")
    begun = {"title": "湿地公园征收", "decision": "征收四百亩", "decider": cast.unit("county"),
             "why": "stability", "affects": "两百户的住房", "first_time": True}  # fmt: skip
    one = Acts(
        cast, register("risk_assessment", by=by, data=begun, pack="grassroots", at=moment(0))
    )
    one.act("plan", "office.handler", 1, {"assessor": "own", "method": "座谈和问卷"})
    asked = {
        "ways": [{"way": "website", "where": "政府网站"}],
        "materials": True,
        "open_until": day(40),
    }
    one.act("consult", "office.handler", 2, asked)
    opinion = {"opinion": "补偿标准低", "taken_up": "partly", "why": "按新的片价重算"}
    heard = {"received": 118, "departments_said": "没有不同意见", "opinions": [opinion]}
    one.act("record_opinions", "office.handler", 30, heard)
    one.act("grade", "office.handler", 45, {
        "risks": [{"aspect": "reasonable", "risk": "补偿有意见", "measure": "重算"}],
        "response": "设接待点", "level": "low"})  # fmt: skip
    told = {
        "overview": "征收四百亩。",
        "process_text": "听了三十八天意见。",
        "conclusion": "可以实施。",
    }
    one.act("report", "office.handler", 46, told)
    one.act("report", "office.head", 47)
    text = said(one, "risk_assessment_report")
    for words in (
        "湿地公园征收",
        "松岭县人民政府",
        "118条",
        "补偿标准低。部分采纳，理由：按新的片价重算",
        "合理性：补偿有意见。防范措施：重算",
        "设接待点",
        "风险等级：低",
        "可以实施",
    ):
        assert words in text, words


def test_the_sheet_of_a_plan_says_who_does_what(cast):
    by = cast.actor("office.handler")
    drafted = {"title": "多人来访预案", "scenario": "many_visitors", "trigger": "三十人以上"}
    one = Acts(
        cast, register("emergency_plan", by=by, data=drafted, pack="grassroots", at=moment(0))
    )
    functions = ("coordination", "on_site", "information", "logistics")
    roster = [
        {"function": name, "unit": cast.unit("office"), "post": "值班室", "task": "登记"}
        for name in functions
    ]
    plan = {
        "roster": roster,
        "complete": True,
        "steps": [{"step": "请坐、登记", "minutes": 10}, {"step": "答复"}],
    }
    one.act("approve", "office.handler", 1, plan)
    one.act("approve", "office.head", 2)
    first = said(one, "emergency_plan_sheet")
    for words in (
        "多人同时来访",
        "第1版",
        "现场：松岭县信访局值班室。登记",
        "请坐、登记。（10分钟内）",
    ):
        assert words in first, words
    assert "修订原因" not in first
    one.act("revise", "office.handler", 9, {**plan, "why": "会议室坐不下"})
    one.act("revise", "office.head", 10)
    second = said(one, "emergency_plan_sheet")
    assert "第2版" in second
    assert "修订原因：会议室坐不下" in second
