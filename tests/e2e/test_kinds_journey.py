"""Matters of other kinds: a mediation, one opened from a petition, a sealed report."""

from __future__ import annotations

import re
from typing import Any

import pytest

from huiyin.matters.models import Link, Matter
from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast

from .person import Person

pytestmark = pytest.mark.e2e

DISPUTE = {
    "channel": "apply", "title": "两家排水沟堵水", "text": "上游垒了沟，下游院里进水。",
    "kind": "邻里关系", "parties-0-side": "applicant", "parties-0-party-name": "王小明",
    "parties-1-side": "respondent", "parties-1-party-name": "李大江",
}  # fmt: skip
REPORT = {
    "channel": "letter", "title": "反映某项目支出没有公示", "text": "半年没有公示。",
    "petitioner-name": "欧阳青松", "petitioner-address": "松石镇和平路1号", "real_name": "on",
}  # fmt: skip
RECEIPT = re.compile(r"\d{2}-\d{6}-\d")


def number_on(person: Person) -> str:
    found = RECEIPT.search(person.text)
    assert found, person.text
    return found.group()


def test_a_mediation_by_its_own_page_and_one_from_a_petition(person: Any, cast: Cast):
    mediator = person("town.mediator")
    mediator.open("/register/national/mediation/register/").fill(DISPUTE).send()
    assert Matter.objects.get(number=number_on(mediator)).process == "mediation"
    parts = mediator.page.locator("section[aria-labelledby=parties] .line .soft")
    assert parts.all_inner_texts() == ["当事人", "当事人"]
    mediator.act("告知权利义务", {"parties-0-told": "on", "parties-1-told": "on"})
    assert "记录各方同意" in mediator.text

    petition = Walk(cast).to_handling().matter
    handler = person("town.handler", "phone")
    handler.open(f"/matters/{petition.number}/").follow("申请人民调解")
    carried = {name: handler.value(name) for name in ("title", "text", "origin")}
    assert carried == {
        "title": petition.title, "text": "村口路灯坏了三个月，晚上看不见路。",
        "origin": petition.number,
    }  # fmt: skip
    rest = {name: DISPUTE[name] for name in DISPUTE if name.startswith(("kind", "parties"))}
    handler.fill(rest).send()
    link = Link.objects.get()
    dispute = Matter.objects.exclude(pk=petition.pk).get(process="mediation", channel="petition")
    assert {link.source_id, link.target_id} == {petition.pk, dispute.pk}
    assert petition.number in handler.text
    assert dispute.number in handler.open(f"/matters/{petition.number}/").text


def test_a_sealed_report_is_handed_over_and_seen_by_its_keeper_alone(person: Any, cast: Cast):
    clerk = person("office.window")
    clerk.open("/register/national/report/register/")
    keeper = cast.posts["bureau.handler"]
    clerk.fill({**REPORT, "to_unit": cast.units["bureau"].name})
    clerk.page.locator("main [name=keeper]").select_option(str(keeper.pk))
    clerk.send()
    number = number_on(clerk)
    assert clerk.page.url.endswith("/register/handed-over/")
    assert REPORT["title"] not in clerk.text

    answer = clerk.page.goto(f"/matters/{number}/")
    assert answer is not None
    assert answer.status == 404
    clerk.faults.clear()
    assert REPORT["title"] not in clerk.open("/").page.content()

    one = person("bureau.handler", "phone")
    one.open("/?tab=mine").follow(REPORT["title"])
    assert number in one.text
    one.act("工作记录", {"text": "已经收到。"})
    assert "已经收到。" in one.text
