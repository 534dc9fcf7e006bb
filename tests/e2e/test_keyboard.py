"""The three main journeys by the keyboard alone: no click, no field found by anything but its
accessible name, a ring around every stop, the focus on what is wrong after a refused form."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import FilePayload

from huiyin.matters.models import Matter
from huiyin.matters.testing import TRIAGE, Walk
from huiyin.people.testing import PASSWORD, Cast

from .hands import Hands, words
from .person import Person

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _no_tries_before(cast: Cast) -> None:
    cache.clear()


@pytest.mark.usefixtures("online")
def test_a_resident_raises_a_matter_and_follows_it(visitor: Any, cast: Cast):
    one = Hands(visitor("phone").open("/home/")).skip()
    one.tab_to("房屋漏水").press("Enter").enter(words("Raise it here"), "link")
    one.refused(words("Next"))
    assert one.stop.fits("用一句话说说是什么事", "textbox")
    one.type("村口的路灯坏了").write("事情的经过", "天黑以后看不见路。").write("希望", "修好路灯")
    one.enter(words("Next"), "button")
    one.choose("", "松石镇")
    one.page.locator("main .places select").nth(1).wait_for()
    one.choose("", "柳湾村").enter(words("Next"), "button")
    one.write(words("Name"), "王小明").write(words("Phone"), "13800001234")
    one.enter(words("Next"), "button").enter(words("Send"), "button")
    matter = Matter.objects.get()
    assert matter.place == cast.divisions["village"]
    one.enter(words("Follow it"), "link")
    if one.page.locator("main [name=code]").count():
        assert one.stop.fits(words("Open"), "button"), "number and code stand there already"
        one.enter()
    assert matter.title in one.one.text
    one.enter("催一催", "link").refused(words("Send"))
    one.pick("说好的日子过了", "情况变急了").enter(words("Send"), "button")
    assert [row.act for row in matter.events.order_by("seq")] == ["register", "remind"]


def test_a_clerk_registers_and_forwards(person: Any, cast: Cast):
    clerk = person("office.dispatcher")
    clerk.page.context.clear_cookies()
    one = Hands(clerk.open("/login/")).skip()
    one.write(words("User name"), "office.dispatcher")
    one.tab_to(words("Password")).type(PASSWORD).enter()
    one.enter(words("Understood"), "button")
    one.enter(words("Register"), "link").skip().enter("走访", "link")
    one.refused(words("Register"))
    one.write(words("Name"), "王小明").write(words("Address"), "松石镇柳湾村6号")
    one.write("事项概要", "村口路灯坏了").write("事实和理由", "晚上看不见路。")
    one.write("请求事项", "修好路灯").enter(words("Register"), "button")
    matter = Matter.objects.get()
    assert matter.number in clerk.text
    one.skip().enter("甄别", "link").refused("甄别")
    one.pick("申诉求决").pick("（一）", "（六）").enter("甄别", "button")
    one.skip().enter("转送", "link").choose("转送单位", cast.units["town"].name)
    one.write("转送意见", "请依法办理。").enter("转送", "button")
    matter.refresh_from_db()
    assert (matter.state, matter.owner_unit) == ("forwarded", cast.units["town"])


def test_a_handler_answers_and_the_head_confirms(person: Any, cast: Cast):
    walk = Walk(cast)
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": cast.unit("town")})
    one = Hands(person("town.handler").open("/")).skip()
    one.enter(words("Unit inbox"), "link").skip().enter(walk.matter.title, "link")
    one.skip().enter("受理", "link").skip().enter("受理", "button")
    one.skip().enter("听取陈述", "link").skip().date("日期")
    one.pick("当面", "入户").write("陈述记录", "晚上真的看不见。").enter("听取陈述", "button")
    one.skip().enter("调查核实", "link").skip().date("日期")
    one.write("核实情况", "线路老化。").enter("调查核实", "button")
    one.skip().enter("作出处理意见", "link").refused(words("Propose"))
    assert one.stop.fits("查明的事实和理由", "textbox")
    one.type("经查，线路老化。").pick("予以支持").write("处理意见", "十日内修复。")
    one.write("法律法规依据", "某规定第三条").write("复查机关", "松岭县人民政府")
    one.write("复查机关地址", "松岭县中心路1号").enter(words("Propose"), "button")
    assert walk.matter.waiting_for == "give_opinion"

    head = Hands(person("town.head").open("/")).skip()
    head.enter(words("To confirm"), "link").skip().enter(walk.matter.title, "link")
    head.skip().enter(words("Confirm"), "button")
    assert walk.matter.state == "answered"


@pytest.mark.usefixtures("online")
def test_without_a_script_too_the_focus_is_on_what_is_wrong(person: Any, browsing: Any, cast: Cast):
    plain = Person(browsing("phone", java_script_enabled=False), has_script=False)
    plain.open("/follow/").fill({"number": "26-000042-7", "code": "00000000"}).send()
    assert plain.page.locator(".summary:focus").count() == 1
    asked = {"title": "路灯坏了", "text": "看不见路。", "requests-0-request": "修好路灯"}
    plain.open("/raise/what/?topic=works").send()
    assert plain.page.locator(".summary:focus").count() == 1
    plain.fill(asked).send()
    program: FilePayload = {
        "name": "a.exe",
        "mimeType": "application/octet-stream",
        "buffer": b"MZ",
    }
    plain.page.locator("main [name=files]").set_input_files(program)
    plain.send()
    assert plain.page.locator(".summary:focus").count() == 1
    clerk = person("office.window", java_script_enabled=False).open("/reception/")
    clerk.page.locator("form[action$='/open/'] button").click()
    clerk.page.locator("#people").fill("")
    clerk.page.locator("form[action$='/arrive/'] button").click()
    assert clerk.page.locator(".summary:focus").count() == 1


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("<style>a { outline: none }</style><a href='#'>weiter</a>", "no ring"),
        ("<button></button>", "has no name"),
        ("<style>a { outline: 3px solid }</style><a href='#'>a</a>", "not among the stops"),
    ],
)
def test_hands_notice_what_is_wrong(person: Any, page: str, complaint: str):
    one = person("office.window")
    one.page.set_content(page)
    with pytest.raises(AssertionError, match=complaint):
        Hands(one).tab_to("b", "button")
