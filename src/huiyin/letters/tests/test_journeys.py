"""Whole ways of a petition on which its letters are really issued, and what they then say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from huiyin.letters.issue import content_of
from huiyin.letters.models import Letter
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment
from huiyin.people.models import Unit
from huiyin.people.vault.models import Reveal


def day(number: int) -> str:
    return moment(number).date().isoformat()


def said(walk: Walk, key: str) -> str:
    """Everything the newest letter of a kind says, without its layout."""
    letter = Letter.objects.filter(matter=walk.pk, key=key).order_by("seq").last()
    assert letter is not None, key
    content = content_of(letter)
    parts = [content.title, content.number, content.addressee, content.query_line]
    for block in content.blocks:
        values = block.model_dump()
        parts += [values.get("text", ""), *values.get("items", ())]
        parts += [cell for row in values.get("rows", ()) for cell in row["cells"]]
    return "\n".join(parts)


def service(number: int, **more: Any) -> dict[str, Any]:
    at = moment(number, 10).isoformat()
    return {"served_at": at, "way": "direct", "receiver": "王小明", **more}


@pytest.fixture
def higher(walk):
    """The bureau reviews the town, the office re-reviews the bureau."""
    units = walk.cast.units
    Unit.objects.filter(pk=units["town"].pk).update(line_parent=units["bureau"])
    Unit.objects.filter(pk=units["bureau"].pk).update(line_parent=units["office"])
    return walk.to_served()


def asking(walk: Walk, unit: str, number: int) -> dict[str, Any]:
    return {
        "to_unit": walk.cast.unit(unit), "received_at": moment(number, 9).isoformat(),
        "asked_on": day(number), "asked_for": "请求撤销原意见。", "reason": "路灯至今没有修。",
        "signed": True, "evidence": "照片两张", "agent": {"name": "王大明"},
    }  # fmt: skip


DECIDING: Mapping[str, Any] = {
    "original_opinion": "十日内修复路灯。", "facts": "经查，路灯仍未修复。",
    "reasons": "原意见没有执行。", "basis": "《信访工作条例》第三十二条",
    "decision": "五日内修复。",
}  # fmt: skip


def test_review_and_re_review_with_a_hearing(higher):
    walk = higher
    walk.act("ask_review", "town.window", 25, asking(walk, "bureau", 25))
    application = said(walk, "review_application")
    opinion = Letter.objects.get(matter=walk.pk, key="opinion")
    for words in ("信访事项复查申请书", opinion.number, "王大明", "请求撤销原意见。",
                  "松岭县住建局", "松石镇人民政府", "照片两张"):  # fmt: skip
        assert words in application, words
    walk.act("accept_review", "bureau.dispatcher", 27)
    accepted = said(walk, "review_acceptance")
    assert accepted.startswith("信访事项复查受理告知书\n松建复受〔2025〕1号")
    assert "2025年4月27日" in accepted  # asked for on 28 March, 30 days; a make-up working day
    walk.act("give_review_opinion", "bureau.handler", 35, {**DECIDING, "result": "change"})
    walk.act("give_review_opinion", "bureau.head", 36)
    reviewed = said(walk, "review_opinion")
    for words in ("松建复查〔2025〕1号", "变更原处理意见", "松岭县人民政府（地址：",
                  "松岭县信访局（地址：", opinion.number, "三十日内"):  # fmt: skip
        assert words in reviewed, words
    walk.act("serve_review", "bureau.handler", 37, service(37))
    assert "松建复查〔2025〕1号" in said(walk, "service_receipt")

    walk.act("ask_recheck", "bureau.window", 40, asking(walk, "office", 40))
    assert "信访事项复核申请书" in said(walk, "review_application")
    walk.act("accept_recheck", "office.dispatcher", 41)
    assert "信访事项复核受理告知书" in said(walk, "review_acceptance")
    hearing(walk)
    walk.act("give_recheck_opinion", "office.handler", 60, {**DECIDING, "result": "uphold"})
    walk.act("give_recheck_opinion", "office.head", 61)
    final = said(walk, "recheck_opinion")
    for words in ("2025年4月25日举行了听证", "应当修好", "不再受理", "维持复查意见",
                  "松建复查〔2025〕1号"):  # fmt: skip
        assert words in final, words


def hearing(walk: Walk) -> None:
    posts = walk.cast.posts
    grounds = {"hold": True, "trigger": "complex", "reason": "双方争议大。"}
    walk.act("decide_hearing", "office.handler", 42, grounds)
    walk.act("decide_hearing", "office.head", 43)
    walk.act("notify_hearing", "office.handler", 44, {
        "subject": "路灯由谁修", "held_on": moment(53, 14).isoformat(), "place": "信访局会议室",
        "case_handler": str(posts["office.handler"].pk), "host": str(posts["office.dispatcher"].pk),
        "recorder": str(posts["office.window"].pk), "panel": "李律师、赵代表", "rights_told": True,
    })  # fmt: skip
    notice = said(walk, "hearing_notice")
    for words in ("2025年4月25日14时", "松岭县信访局 dispatcher干部", "李律师、赵代表", "回避",
                  "公开举行", "委托一至二名代理人", "视为放弃听证"):  # fmt: skip
        assert words in notice, words
    walk.act("hold_hearing", "office.handler", 53, {
        "held_on": moment(53, 9).isoformat(), "present": "王小明、镇政府代表",
        "statements": "各自陈述。", "questions": "出示照片。", "debate": "没有争议。",
        "last_words": "请尽快修好。", "conclusion": "应当修好", "minutes_signed": True,
    })  # fmt: skip
    record = said(walk, "hearing_record")
    for words in ("路灯由谁修", "信访局会议室", "各自陈述", "请尽快修好", "应当修好",
                  "松岭县信访局 dispatcher"):  # fmt: skip
        assert words in record, words
    walk.act("conclude_hearing", "office.handler", 54, {"hearing_result": "应当修好。"})


def test_an_objection_and_its_answer(walk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": walk.cast.unit("town")})
    because = {"reason": "该路段属于县住建局管养范围。", "competent": "松岭县住建局"}
    walk.act("object", "town.dispatcher", 3, because)
    letter = said(walk, "objection_letter")
    for words in ("松岭县信访局", "2025年3月5日收到", "县住建局管养", "松石异〔2025〕1号"):
        assert words in letter, words
    walk.act("uphold_objection", "office.dispatcher", 4, {"finding": "情况属实。"})
    answer = said(walk, "objection_answer")
    assert "松石异〔2025〕1号" in answer
    assert "松石镇人民政府" in answer.splitlines()[2]
    assert "我单位同意你单位的异议" in answer


def test_a_joint_letter_goes_to_every_signatory(cast_and_signers):
    walk = cast_and_signers.to_handling()
    acceptance = said(walk, "acceptance_notice")
    assert acceptance.splitlines()[2] == "王小明、李二、张三"
    walk.act("hear_statement", "town.handler", 9,
             {"heard_on": day(8), "way": "home", "statement": "看不见。"})  # fmt: skip
    walk.act("check_facts", "town.handler", 10, {"checked_on": day(8), "findings": "线路老化。"})
    walk.act("give_opinion", "town.handler", 20, OPINION)
    walk.act("give_opinion", "town.head", 21)
    opened = Reveal.objects.count()
    walk.act("serve", "town.handler", 22, service(22))
    receipt = said(walk, "service_receipt")
    assert "王小明" in receipt
    assert "李二" not in receipt
    walk.act("serve_signatory", "town.handler", 23, service(23, signatory=2, receiver="李二"))
    receipt = said(walk, "service_receipt")
    assert "受送达人\n李二" in receipt
    assert "松石镇二组" in receipt
    assert "张三" not in receipt
    assert Reveal.objects.count() > opened


@pytest.fixture
def cast_and_signers(walk):
    """A joint letter of three."""
    people = [{"name": "王小明"}, {"name": "李二", "address": "松石镇二组"}, {"name": "张三"}]
    signatories = [{"person": person} for person in people]
    return Walk(walk.cast, channel="letter", joint=True, people=3, signatories=signatories,
                read_back=None)  # fmt: skip


def test_an_assigned_petition_ends_with_a_report(walk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("assign", "office.dispatcher", 2, {
        "to_unit": walk.cast.unit("town"), "demands": "查明原因并修好。",
        "report_by": (moment(60) + timedelta(days=30)).date().isoformat(),
    })  # fmt: skip
    walk.act("accept", "town.handler", 4)
    walk.act("report_back", "town.handler", 30,
             {"report": "路灯已经修好。", "attitude": "信访人满意。"})  # fmt: skip
    report = said(walk, "closing_report")
    handover = Letter.objects.get(matter=walk.pk, key="handover_letter")
    for words in ("松岭县信访局", handover.number, "路灯已经修好", "信访人满意",
                  "四、遗留问题\n无。"):  # fmt: skip
        assert words in report, words


def test_partners_are_named_in_the_request_to_join_in(walk):
    walk.to_handling()
    walk.act("ask_partners", "town.handler", 6, {
        "partners": [walk.cast.unit("bureau"), walk.cast.unit("other_town")],
        "tasks": "核实路灯管养责任。", "answer_by": day(12),
    })  # fmt: skip
    letter = said(walk, "joint_handling_letter")
    assert letter.splitlines()[2] == "松岭县住建局、白塔镇人民政府"
    assert "核实路灯管养责任" in letter


def test_the_statutory_route_comes_with_its_limit(walk):
    walk.act("identify", "office.dispatcher", 1, {**TRIAGE, "route": "art31_4"})
    walk.act("divert", "office.handler", 2, {
        "body": "松岭县人民政府", "basis": "《行政复议法》第十一条",
        "limit_kind": "reconsideration",
    })  # fmt: skip
    walk.act("divert", "office.head", 3)
    letter = said(walk, "diversion_notice")
    assert "六十日内（行政复议法第二十条）" in letter
    assert "劳动争议" not in letter
