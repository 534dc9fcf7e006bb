"""Acts at the desk: every form renders, what is typed is never lost, every refusal says why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huiyin.desk.tests.browsing import Page, flat
from huiyin.engine.standing import Step
from huiyin.matters.models import Event, Matter
from huiyin.matters.testing import OPINION, PDF, TRIAGE, moment, petition
from huiyin.packs import load

PROCESS = load.process("national", "petition")


def address(walk, act: str) -> str:
    return f"/matters/{walk.matter.number}/acts/{act}/"


def send(browser, walk, act, data=None, **more):
    fields = {"expected_seq": walk.matter.seq, **flat(data or {}), **more}
    return browser.post(address(walk, act), fields)


def test_the_whole_way_by_hand(cast, at_desk):
    """From registration to the rating, everything posted as a browser posts it."""
    assert at_desk("office.window").post("/register/", flat(petition())).status_code == 302
    walk = type("Walk", (), {"matter": property(lambda _: Matter.objects.get())})()
    day = moment(0).date().isoformat()
    heard = {"heard_on": day, "way": "home", "statement": "看不见。"}
    served = {"served_at": "now", "way": "direct", "receiver": "王小明"}
    way = [
        ("office.dispatcher", "identify", TRIAGE),
        ("office.dispatcher", "correct_triage", TRIAGE),
        ("office.dispatcher", "forward", {"to_unit": cast.unit("town"), "materials": "登记表"}),
        ("town.dispatcher", "allot", {"post": str(cast.posts["town.handler"].pk)}),
        ("town.handler", "accept", {}),
        ("town.handler", "note", {"text": "约好明天上门"}),
        ("town.window", "supplement", {"text": "补交照片"}),
        ("town.handler", "serve_notice", served),
        ("town.handler", "hear_statement", heard),
        ("town.handler", "check_facts", {"checked_on": day, "findings": "线路老化。"}),
        ("town.handler", "extend", {"days": "10", "reason": "要等配件到货"}),
        ("town.head", "extend", {}),
        ("town.handler", "give_opinion", OPINION),
        ("town.head", "give_opinion", {}),
        ("town.handler", "serve", served),
        ("town.window", "rate", {"office": "good", "unit": "fair"}),
        ("town.handler", "record_execution", {"done_on": _now()[:10], "result": "路灯亮了"}),
    ]
    response = go(at_desk, walk, way)
    assert walk.matter.state == "served"
    done = at_desk("town.handler").get(response["Location"]).content.decode()
    assert "Recorded:" in done


def go(at_desk, walk, way):
    """Post each act; its page has offered it, and it is done."""
    for post, act, data in way:
        page = at_desk(post).get(f"/matters/{walk.matter.number}/")
        assert page.status_code == 200
        assert f"acts/{act}/" in page.content.decode(), act
        typed = {key: _now() if value == "now" else value for key, value in data.items()}
        response = send(at_desk(post), walk, act, typed)
        assert response.status_code == 302, (
            act,
            Page(response).text.split('role="alert">')[-1][:600],
        )
        assert f"done={Event.objects.filter(act=act).latest('seq').seq}" in response["Location"]
    return response


APPEAL_TO_COURT = {**TRIAGE, "route": "art31_1"}
SIMPLE = {**TRIAGE, "procedure": "simple", "simple_ground": "clear"}
INQUIRY = {"class": "inquiry", "procedure": "ordinary"}
ASSIGN = {
    "to_unit": "town",
    "report_by": str(timezone.localdate() + timedelta(days=60)),
    "demands": "查清",
    "materials": "登记表",
}
FORWARD = {"to_unit": "town", "materials": "登记表"}
OBJECT = [
    ("office.dispatcher", "identify", TRIAGE),
    ("office.dispatcher", "forward", FORWARD),
    ("town.handler", "object", {"reason": "路灯由县住建局管护，本镇没有这个职权。"}),
]
BRANCHES = {
    "identified": [*OBJECT, ("office.head", "uphold_objection", {"finding": "情况属实"})],
    "forwarded": [*OBJECT, ("office.head", "reject_objection", {"finding": "应由镇里办理"})],
    "handling": [
        ("office.dispatcher", "identify", SIMPLE),
        ("office.dispatcher", "forward", FORWARD),
        ("town.handler", "accept", {"note": "三日内上门"}),
        ("town.handler", "to_ordinary", {"reason": "情况复杂"}),
        ("town.head", "to_ordinary", {}),
    ],
    "declined": [
        ("office.dispatcher", "identify", TRIAGE),
        ("office.dispatcher", "assign", ASSIGN),
        (
            "town.handler",
            "decline",
            {"ground": "N2", "reason": "本镇已经受理", "turn_to": "镇政府"},
        ),
        ("town.head", "decline", {}),
        ("town.handler", "report_back", {"report": "不予受理，已书面告知"}),
    ],
    "diverted": [
        ("office.dispatcher", "identify", APPEAL_TO_COURT),
        ("office.handler", "divert", {"body": "县法院", "basis": "民事诉讼法", "limit": "三年"}),
        ("office.head", "divert", {}),
    ],
    "closed": [
        ("office.dispatcher", "identify", INQUIRY),
        ("office.dispatcher", "reply_directly", {"reply": "感谢", "reply_by": "call"}),
    ],
    "archived": [
        ("office.window", "withdraw", {"wish": "不反映了", "signed": True}),
        ("office.dispatcher", "archive", {"retention": "y10"}),
    ],
}


@pytest.mark.parametrize("state", BRANCHES)
def test_the_other_ways_by_hand(walk, at_desk, state):
    ids = {"town": walk.cast.unit("town")}
    way = [
        (post, act, {key: ids.get(value, value) for key, value in data.items()})
        for post, act, data in BRANCHES[state]
    ]
    go(at_desk, walk, way)
    assert walk.matter.state == state


def test_closing_when_the_term_of_review_is_over(walk, at_desk):
    walk.to_served()
    closing = ("town.handler", "close", {"summary": "路灯已经修好。"})
    go(at_desk, walk, [closing, ("town.handler", "archive", {"retention": "y30"})])
    assert walk.matter.state == "archived"


def _now() -> str:
    return timezone.localtime().strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("act", [key for key in PROCESS.acts if key != "register"])
def test_every_form_has_every_field(walk, at_desk, act):
    """Also of an act that is not open (any more): what was typed is still there to be copied."""
    early = {"accept", "decline", "divert", "forward", "assign", "reply_directly", "identify"}
    post = "office.dispatcher" if act in early else "town.handler"
    if act not in early:
        walk.to_handling()
    asked = at_desk(post).get(address(walk, act))
    assert asked.status_code in {200, 403, 409}
    page = Page(at_desk(post).post(address(walk, act), {"expected_seq": "0"}))
    for name, spec in PROCESS.acts[act].form.items():
        if not set(spec.condition) <= set(PROCESS.acts[act].form):
            continue  # asked or not by what earlier acts have recorded
        starts = f"{name}-" if spec.type in {"person", "each", "list"} else name
        assert any(field.startswith(starts) for field in page.names), name
    buttons = (f"<button>{PROCESS.acts[act].name.en}</button>", "<button>Propose</button>")
    assert any(button in page.text for button in buttons) == (asked.status_code == 200)


def test_mistakes_are_told_by_field_and_rule_and_nothing_typed_is_lost(cast, at_desk):
    raw = flat(petition(title="", requests=[{"request": "修好路灯"}, {"request": "x" * 501}]))
    response = at_desk("office.window").post("/register/", raw)
    assert response.status_code == 422
    page = Page(response)
    assert '<a href="#id_title">Summary: must be filled in' in page.text
    assert '<a href="#id_requests-1-request">Requests, row 2, Request' in page.text
    assert "条例第十九条、第三十二条" in page.text
    assert "id_title" in page.ids
    assert "id_requests-1-request" in page.ids
    for text in ("王小明", "村口路灯坏了三个月", "修好路灯"):
        assert text in page.text
    assert Matter.objects.count() == 0


def test_values_of_a_field_whose_condition_fails_are_dropped(walk, at_desk):
    data = {
        "class": "inquiry",
        "route": "art31_6",
        "procedure": "simple",
        "simple_ground": "instant",
    }
    assert send(at_desk("office.dispatcher"), walk, "identify", data).status_code == 302
    event = Event.objects.get(act="identify")
    assert "route" not in event.data
    assert event.data["simple_ground"] == "instant"


def test_a_text_of_five_megabytes_is_refused_kindly(cast, at_desk):
    raw = flat(petition(text="长" * 1_700_000))
    response = at_desk("office.window").post("/register/", raw)
    assert response.status_code in {400, 413, 422}
    said = response.content.decode()
    assert "too large" in said or "too long" in said
    assert Matter.objects.count() == 0


def test_a_row_is_added_without_javascript(cast, at_desk):
    raw = flat(petition()) | {"_add": "requests"}
    response = at_desk("office.window").post("/register/", raw)
    assert response.status_code == 200
    page = Page(response)
    assert "requests-1-request" in page.names
    assert page.values["requests-0-request"] == "修好路灯"
    assert Matter.objects.count() == 0


def test_somebody_acted_meanwhile(walk, at_desk):
    seen = walk.matter.seq
    walk.act("note", "office.window", 1, {"text": "家属来电"})
    raw = {"expected_seq": seen, "text": "我写了很久的记录"}
    browser = at_desk("office.dispatcher")
    response = browser.post(address(walk, "note"), raw)
    assert response.status_code == 409
    page = Page(response)
    assert "家属来电" in page.text
    assert "我写了很久的记录" in page.text
    assert page.values["expected_seq"] == str(walk.matter.seq)
    assert Event.objects.filter(act="note").count() == 1
    again = browser.post(address(walk, "note"), raw | {"expected_seq": page.values["expected_seq"]})
    assert again.status_code == 302


@pytest.mark.parametrize("seq", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_forged_sequence_is_stale(walk, at_desk, seq):
    raw = {"expected_seq": seq, "text": "记录"}
    assert at_desk("office.dispatcher").post(address(walk, "note"), raw).status_code == 409
    assert not Event.objects.filter(act="note").exists()


def test_forged_acts(walk, at_desk):
    browser = at_desk("office.dispatcher")
    assert browser.get(address(walk, "no-such-act")).status_code == 404
    assert send(browser, walk, "no-such-act").status_code == 404
    assert send(browser, walk, "archive", {"retention": "y10"}).status_code == 409
    assert send(at_desk("office.window"), walk, "identify", TRIAGE).status_code == 403
    assert send(browser, walk, "forward", {"to_unit": "x"}).status_code == 409
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    bad = send(browser, walk, "forward", {"to_unit": "x", "materials": "登记表"})
    assert bad.status_code == 422
    assert "there is no such unit" in bad.content.decode()
    assert walk.matter.state == "identified"


def test_four_eyes(walk, at_desk):
    walk.to_handling()
    day = moment(8).date().isoformat()
    walk.act("hear_statement", "town.handler", 9,
             {"heard_on": day, "way": "home", "statement": "看不见。"})  # fmt: skip
    walk.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "线路老化。"})
    walk.act("give_opinion", "town.handler", 20, OPINION)
    number = walk.matter.number
    first = at_desk("town.handler").get(f"/matters/{number}/").content.decode()
    assert "Waiting to be confirmed" in first
    assert 'value="do"' not in first
    head = at_desk("town.head")
    page = head.get(f"/matters/{number}/").content.decode()
    assert 'value="do"' in page
    assert "十日内修复。" in page
    waiting = head.get("/?tab=waiting").content.decode()
    assert number in waiting
    empty = send(head, walk, "give_opinion", _step="send_back", reason="  ")
    assert empty.status_code == 422
    assert send(at_desk("town.handler"), walk, "give_opinion", _step="do").status_code == 403
    back = send(head, walk, "give_opinion", _step="send_back", reason="依据写得不对")
    assert back.status_code == 302
    assert Event.objects.latest("recorded_at").step == Step.SEND_BACK
    assert "依据写得不对" in head.get(f"/matters/{number}/").content.decode()


def test_files_are_checked_and_kept(walk, at_desk):
    browser = at_desk("office.window")
    fake = SimpleUploadedFile("现场.pdf", b"MZ not a pdf")
    response = send(browser, walk, "supplement", {"text": "照片"}, files=fake)
    assert response.status_code == 422
    assert "is not what its ending" in response.content.decode()
    assert "choose the files again" in response.content.decode()
    real = SimpleUploadedFile("现场.pdf", PDF)
    assert send(browser, walk, "supplement", {"text": "照片"}, files=real).status_code == 302
    assert walk.matter.files.get().name == "现场.pdf"


def test_the_letter_can_be_read_before_it_is_issued(walk, at_desk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    browser = at_desk("office.dispatcher")
    data = {"to_unit": walk.cast.unit("town"), "materials": "登记表"}
    response = send(browser, walk, "forward", data, _preview="1")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert walk.matter.state == "identified"
    missing = send(browser, walk, "forward", {}, _preview="1")
    assert missing.status_code == 422


def test_why_this_date_is_told_in_both_languages(walk, at_desk):
    number = walk.matter.number
    english = at_desk("office.dispatcher").get(f"/matters/{number}/").content.decode()
    assert "natural days counted: 15" in english
    chinese = at_desk("office.dispatcher", "zh-hans").get(f"/matters/{number}/").content.decode()
    assert "15 个自然日" in chinese
