"""The matter's page and the act's page at work: the letter grows while one types, two people
collide kindly, earlier matters are looked at once."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.matters.models import Matter
from huiyin.matters.testing import TRIAGE, Walk, moment
from huiyin.people.models import Reveal

from .test_journeys import OPINION

pytestmark = pytest.mark.e2e


def ready(cast: Any) -> Matter:
    """Heard and checked: the opinion can be written."""
    walk = Walk(cast).to_handling()
    day = moment(8).date().isoformat()
    heard = {"heard_on": day, "way": "home", "statement": "晚上看不见路。"}
    walk.act("hear_statement", "town.handler", 9, heard)
    walk.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "线路老化。"})
    return walk.matter


def test_the_letter_grows_beside_the_form_and_the_second_person_reads_it(person: Any, cast: Any):
    matter = ready(cast)
    handler = person("town.handler")
    handler.open(f"/matters/{matter.number}/").follow("作出处理意见")
    pane = handler.page.locator("#letter")
    pane.locator(".sheet .gap").first.wait_for()
    handler.look()
    assert "王*明" in pane.inner_text()
    handler.fill(OPINION)
    pane.get_by_text("经查，线路老化。").wait_for()
    pane.locator(".gap").first.wait_for(state="detached")
    left = handler.page.locator("form[data-letter]").bounding_box()
    right = pane.bounding_box()
    assert left["x"] + left["width"] <= right["x"]  # side by side
    opened = Reveal.objects.count()
    handler.send()
    assert Reveal.objects.count() == opened
    head = person("town.head", screen="phone")
    head.open(f"/matters/{matter.number}/").follow("内容和文书对照")
    head.page.locator("#letter .sheet").get_by_text("经查，线路老化。").wait_for()
    head.look().press("value=do")
    assert Matter.objects.get(pk=matter.pk).state == "answered"


def test_two_browsers_collide_and_both_versions_are_shown(person: Any, cast: Any):
    number = Walk(cast).matter.number
    first, second = person("office.dispatcher"), person("office.head", screen="phone")
    for one in (first, second):
        one.open(f"/matters/{number}/acts/identify/").fill(TRIAGE)
    first.fill({"advice": "建议转松石镇。"}).send()
    second.fill({"advice": "建议转县住建局。"}).send()
    table = second.page.locator("table.versions")
    assert "建议转松石镇。" in table.inner_text()
    assert "建议转县住建局。" in table.inner_text()
    assert second.value("advice") == "建议转县住建局。"
    assert Matter.objects.get(number=number).seq == 2


def test_earlier_matters_are_loaded_once_and_recorded(person: Any, cast: Any):
    earlier, now = Walk(cast, title="去年的路灯").matter, Walk(cast).matter
    handler = person("office.dispatcher", screen="phone").open(f"/matters/{now.number}/")
    part = handler.page.locator("details[data-load$='earlier/']")
    for _ in range(3):
        part.locator("summary").click()
    part.get_by_text(earlier.number).wait_for()
    handler.look()
    assert Reveal.objects.filter(matter_id=now.pk).count() == 1


def test_the_register_form_has_an_outline_that_follows(person: Any, cast: Any):
    clerk = person("office.window").open("/register/?channel=call")
    link = clerk.page.locator(".outline a[href='#part-what']")
    assert "3" in link.inner_text()
    clerk.fill({"title": "路灯坏了", "text": "看不见。", "requests-0-request": "修好"})
    assert "已填齐" in link.inner_text()
