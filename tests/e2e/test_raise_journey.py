"""A resident raises a matter on the phone: with and without a script, in English, with a draft that
survives a closed tab, and however often the button is pressed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from huiyin.matters.categories import sync
from huiyin.matters.models import Matter
from huiyin.people.testing import Cast
from huiyin.places.gcj02 import Point, to_gcj02

from .person import Person

pytestmark = pytest.mark.e2e

WHAT = {"title": "村口的路灯坏了", "text": "天黑以后看不见路。", "requests-0-request": "修好路灯"}
WHO = {"petitioner-name": "王小明", "petitioner-phone": "13800001234"}
BEGIN = "/raise/what/?topic=works"
POINTS = {"town": (40.2, 98.6), "village": (40.21, 98.62)}


@pytest.fixture(autouse=True)
def _online(cast: Cast) -> None:
    cache.clear()
    sync()
    for key in ("office", "town"):
        cast.units[key].takes_online = True
        cast.units[key].save()
    for key, (latitude, longitude) in POINTS.items():
        cast.divisions[key].latitude, cast.divisions[key].longitude = latitude, longitude
        cast.divisions[key].save(update_fields=["latitude", "longitude"])


def choose(one: Person, *places: str) -> Person:
    """Choose level by level; without a script each next level is asked for by a button."""
    for place in places:
        one.page.locator(".places select").last.select_option(label=place)
        if one.has_script:
            one.page.wait_for_timeout(300)
        elif place != places[-1]:
            one.press("name=_place")
    return one


def test_from_the_front_page_to_the_receipt_with_a_mark_on_the_map(visitor: Any, cast: Cast):
    one = visitor("phone").open("/")
    one.page.locator("summary", has_text="房屋漏水").click()
    one.look().follow("在这里提")
    one.fill({**WHAT, "text": "请打13912345678找我。"}).send()
    assert one.page.locator("mark").inner_text() == "13912345678"
    one.page.locator("button[name=_personal][value=out]").click()
    choose(one.look(), "松石镇", "柳湾村")
    one.page.locator("[data-open]").click()
    one.page.locator(".leaflet-marker-pane").wait_for(state="attached")
    one.page.locator("[data-canvas]").press("Enter")
    assert one.page.locator("[name=point]").input_value() == "40.21000,98.62000"
    one.look().send().fill(WHO).send()
    assert "柳湾村" in one.text
    one.send()
    matter = Matter.objects.get()
    assert matter.number in one.text
    assert matter.place == cast.divisions["village"]
    assert matter.events.get().data["point"] == "40.21000,98.62000"
    assert "13912345678" not in matter.words.text
    code = one.page.locator(".slip .big").nth(1).inner_text()
    one.page.locator("main .send a.button").first.click()
    one.look()
    if one.page.locator("main [name=code]").count():
        one.fill({"number": matter.number, "code": code}).send()
    assert matter.title in one.text


def test_without_a_script_nothing_is_missing(browsing: Any, cast: Cast):
    context = browsing("phone", java_script_enabled=False)
    one = Person(context, has_script=False).open(BEGIN).fill(WHAT).send()
    choose(one, "松石镇", "柳湾村").send().fill(WHO).send()
    one.page.locator("main form.form .send button").click()
    assert Matter.objects.get().place == cast.divisions["village"]
    assert Matter.objects.get().number in one.text
    assert one.page.locator("img.qr").is_visible()


def test_in_english_with_others(visitor: Any):
    one = visitor("phone").open("/home/").press("lang=en").open(BEGIN).fill(WHAT).send().send()
    one.page.locator("button[name=_way][value=joint]").click()
    one.look().fill({**WHO, "signatories-0-person-name": "Li Si"}).send()
    assert "Together with others" in one.text
    one.send()
    assert one.page.locator(".slip").count() == 2


def test_a_draft_survives_a_closed_tab(browsing: Any):
    context = browsing("phone")
    one = Person(context).open(BEGIN).fill(WHAT)
    with one.page.expect_response(lambda answer: answer.status == 204):
        one.page.locator("main [name=text]").press_sequentially("写到一半")
    one.page.close()
    again = Person(context).open("/home/")
    again.page.locator("main .note a.button").click()
    assert again.look().value("text").endswith("写到一半")
    again.page.locator("main form[action$='/discard/'] button").click()
    assert "text" not in again.look().text


def test_sent_twice_it_is_one_matter(browsing: Any):
    context = browsing("phone")
    one = Person(context).open(BEGIN).fill(WHAT).send().send().fill(WHO).send()
    one.send()
    number = Matter.objects.get().number
    one.page.go_back()
    one.look()
    if one.page.locator("main form#step").count():
        one.send()
    assert number in one.open("/raise/sent/").text
    assert Matter.objects.count() == 1


def test_the_map_converts_like_the_record(visitor: Any):
    one = visitor("phone").open("/home/")
    for point in ((39.9, 116.4), (23.1, 113.3), (51.5, -0.1)):
        shifted = one.page.evaluate(
            "async (point) => (await import('/static/portal/gcj02.js')).toGcj02(point)", point
        )
        assert shifted == pytest.approx(list(to_gcj02(Point(*point))), abs=1e-9)
