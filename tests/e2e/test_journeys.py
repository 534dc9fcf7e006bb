"""Whole journeys of a petition through the desk, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from huiyin.matters.models import Event, Matter
from huiyin.matters.testing import TRIAGE, Walk
from huiyin.matters.verify import verify

from .person import Person

pytestmark = pytest.mark.e2e

TITLE = "村口路灯坏了三个月"
VISIT = {
    "petitioner-name": "王小明", "petitioner-phone": "13800001234",
    "petitioner-address": "松石镇柳湾村6号", "title": TITLE, "text": "晚上看不见路，老人摔倒过。",
    "requests-0-request": "修好路灯",
}  # fmt: skip

OPINION = {
    "facts": "经查，线路老化。", "review_body": "松岭县人民政府", "requests-0-finding": "support",
    "requests-0-basis": "某规定第三条", "requests-0-decision": "十日内修复。",
    "review_address": "松岭县中心路1号",
}  # fmt: skip


def register(clerk: Person, channel: str, values: dict[str, str]) -> str:
    """Take in a matter; its number."""
    clerk.open("/register/").follow(channel).fill(values).send()
    found = re.search(r"\d{2}-\d{6}-[\dX]", clerk.text)
    assert found, clerk.text
    return found.group()


def today(person: Person) -> str:
    return person.page.evaluate("new Date().toLocaleDateString('sv')")


def test_from_the_window_to_the_served_answer(person: Any, cast: Any, tmp_path: Path):
    clerk = person("office.window", types=True)
    number = register(clerk, "走访", VISIT | {"read_back": "on"})
    clerk.open(f"/matters/{number}/receipt/").open(f"/matters/{number}/")
    assert "王*明" in clerk.text
    assert "13800001234" not in clerk.page.content()

    dispatcher = person("office.dispatcher")
    dispatcher.open("/?tab=unit").follow(TITLE)
    dispatcher.act("甄别", TRIAGE)
    dispatcher.act("转送", {"to_unit": cast.units["town"].name, "opinion": "请依法办理。"})

    handler = person("town.handler")
    handler.open("/?tab=inbox").follow(TITLE).act("受理")
    day = today(handler)
    handler.act("听取陈述", {"heard_on": day, "way": "home", "statement": "晚上看不见。"})
    handler.act("调查核实", {"checked_on": day, "findings": "线路老化。"})
    handler.act("作出处理意见", OPINION)

    head = person("town.head")
    head.open("/?tab=waiting").follow(TITLE).press("value=do")
    now = handler.page.evaluate("new Date().toLocaleString('sv').slice(0, 16).replace(' ', 'T')")
    handler.open(f"/matters/{number}/")
    handler.act("送达", {"served_at": now, "way": "direct", "receiver": "王小明"})

    matter = Matter.objects.get(number=number)
    assert matter.state == "served"
    assert set(Event.objects.filter(step="do").values_list("via", flat=True)) == {"desk"}
    assert verify().ok
    links = handler.page.locator("section[aria-labelledby=letters] a")
    assert links.count() == 8  # 转送函, 受理告知书, 处理意见书, 送达回证, each as PDF and as Word
    for index in range(links.count()):
        with handler.page.expect_download() as waiting:
            links.nth(index).click()
        path = tmp_path / str(index)
        waiting.value.save_as(path)
        ending, begins = ((".pdf", b"%PDF"), (".docx", b"PK"))[index % 2]
        assert waiting.value.suggested_filename.endswith(ending)
        assert path.read_bytes().startswith(begins)


def test_simple_procedure_on_a_phone_without_javascript(person: Any, cast: Any):
    options = {"screen": "phone", "java_script_enabled": False}
    number = register(person("office.window", **options), "电话", VISIT)
    handler = person("office.handler", **options)
    handler.open(f"/matters/{number}/")
    handler.act("甄别", {**TRIAGE, "procedure": "simple", "simple_ground": "clear"})
    assert "简易受理" in handler.text
    handler.act("受理")
    handler.act("作出处理意见", OPINION)
    head = person("office.head", **options)
    head.open(f"/matters/{number}/").press("value=do")
    matter = Matter.objects.get(number=number)
    assert (matter.state, matter.outcome) == ("answered", "supported")


def test_wrong_input_is_shown_again_and_nothing_is_lost(person: Any, cast: Any):
    clerk = person("office.window", screen="phone", color_scheme="dark")
    wrong = VISIT | {"title": "", "people": "0", "received_at": "2045-01-01T09:00"}
    clerk.open("/register/?channel=visit").fill(wrong).press("value=requests")
    clerk.fill({"requests-1-request": "查清是谁的责任"}).send()
    assert not Matter.objects.exists()
    for name in ("title", "people", "received_at"):
        control = clerk.page.locator(f'main [name="{name}"]')
        assert control.get_attribute("aria-invalid") == "true"
        assert clerk.page.locator(f"#id_{name}_error").is_visible()
    kept = VISIT | {"title": "", "people": "0", "requests-1-request": "查清是谁的责任"}
    assert {name: clerk.value(name) for name in kept} == kept
    clerk.page.locator(".summary a").first.click()
    assert clerk.page.url.endswith("#id_received_at")
    right = {"title": TITLE, "people": "2", "received_at": "2026-01-05T09:00"}
    clerk.fill(right).send()
    matter = Matter.objects.get()
    assert (matter.title, matter.state) == (TITLE, "registered")
    assert matter.number in clerk.text


def test_two_browsers_and_one_matter(person: Any, cast: Any):
    number = Walk(cast).matter.number
    first, second = person("office.dispatcher"), person("office.head")
    for one in (first, second):
        one.open(f"/matters/{number}/acts/identify/").fill(TRIAGE)
    second.fill({"advice": "建议转松石镇办理。"})
    first.send()
    second.send()
    assert Matter.objects.get(number=number).seq == 2
    assert cast.accounts["office.dispatcher"].display_name in second.text
    note = f"/matters/{number}/acts/note/"
    second.open(note).fill({"text": "已与镇里联系。"})
    first.open(note).fill({"text": "材料已补。"}).send()
    second.send()
    assert Matter.objects.get(number=number).seq == 3
    assert second.value("text") == "已与镇里联系。"
    assert "材料已补。" in second.text
    second.send()
    assert Matter.objects.get(number=number).seq == 4


def test_the_desk_in_english(person: Any, cast: Any):
    Walk(cast)
    clerk = person("office.window", screen="phone", types=True)
    assert clerk.page.locator("html").get_attribute("lang") == "zh-hans"
    clerk.press("lang=en")
    assert clerk.page.locator("html").get_attribute("lang") == "en"
    assert "Worklist" in clerk.text
    clerk.follow("村口路灯坏了")
    for words in ("What you can do now", "Clocks", "natural days counted", "Petitioner"):
        assert words.lower() in clerk.page.locator("main").text_content().lower(), words
    clerk.open("/register/?channel=call")
    assert "Facts and reasons" in clerk.text
    clerk.press("lang=zh-hans")
    assert "事实和理由" in clerk.text


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("<p>a</p><img src='mark.svg'>", "image-alt"),
        ("<main><p style='width: 2000px'>wide</p></main>", "wider than the screen"),
    ],
)
def test_the_examination_finds_faults(person: Any, page: str, complaint: str):
    one = person("office.window", screen="phone")
    one.page.set_content(page)
    with pytest.raises(AssertionError, match=complaint):
        one.look()
