"""A resident with a receipt: looks, reads a letter, reminds, complains; on a phone, in both
languages, with and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast

from .person import Person

pytestmark = pytest.mark.e2e
NAMES = {
    "zh": {
        "remind": "催一催", "complain": "投诉怎么办的", "read": "看内容", "rare": "不常用的",
        "back": "回到事项",
    },
    "en": {
        "remind": "Remind the office and ask", "complain": "Complain about how", "read": "Read",
        "rare": "Rarely needed", "back": "Back to the matter",
    },
}  # fmt: skip


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    cache.clear()


def scan(one: Person, matter: Matter) -> Person:
    """Open the address of the receipt's QR code: number in it, code behind the “#”."""
    one.open(f"/follow/?number={matter.number}#code={code_of(matter.pk)}")
    if one.has_script:
        one.page.wait_for_function("document.querySelector('#id_code').value !== ''")
        assert "#" not in one.page.url
    else:
        one.fill({"code": code_of(matter.pk)})
    return one.send()


@pytest.mark.parametrize(("language", "script"), [("zh", True), ("en", True), ("zh", False)])
def test_look_read_remind_and_complain(browsing: Any, cast: Cast, language: str, script: bool):
    walk = Walk(cast).to_handling()
    names = NAMES[language]
    one = Person(browsing("phone", java_script_enabled=script), has_script=script)
    if language == "en":
        one.open("/follow/").press("lang=en")
    scan(one, walk.matter)
    assert walk.matter.title in one.text
    assert cast.units["town"].phone in one.text

    one.follow(names["read"])
    assert "信访事项受理告知书" in one.text
    one.follow(names["back"])

    one.follow(names["remind"])
    one.fill({"reminder": "silent", "words": "两个月没有消息"}).send()
    assert one.page.get_by_role("status").is_visible()
    assert one.page.locator("main").get_by_role("link", name=names["remind"]).count() == 0

    one.page.locator("summary", has_text=names["rare"]).click()
    one.follow(names["complain"])
    complaint = {"about_unit": "松石镇人民政府", "ground": "rude", "text": ""}
    one.fill(complaint).send()
    assert one.page.locator(".error").count() == 1
    one.fill({"text": "窗口说没空，让我下午再来。"}).send()
    made = Matter.objects.get(process="handling_complaint")
    assert made.number in one.text
    assert code_of(made.pk) in one.text


def test_the_answer_to_a_reminder_reaches_the_resident(visitor: Any, person: Any, cast: Cast):
    walk = Walk(cast).to_handling()
    one = scan(visitor("desk"), walk.matter)
    one.follow(NAMES["zh"]["remind"]).fill({"reminder": "late"}).send()
    town = person("town.handler").open(f"/matters/{walk.matter.number}/")
    town.act("回答催办", {"reminder_answer": "下周三请人来修，修好当天告诉您。"})
    assert "下周三请人来修" in one.open("/follow/").text
