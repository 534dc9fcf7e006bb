"""One short journey for each of eight roles, in a real browser.

Each runs twice, on opposite sides of three choices (phone or desk, Chinese or English, with a
script or without); over all of them every combination occurs twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from huiyin.engine.standing import Step
from huiyin.matters.actions import perform, register
from huiyin.matters.models import Event, Link, Matter
from huiyin.matters.testing import OPINION, PDF, TRIAGE, Walk, moment, petition
from huiyin.people.models import Account, Holding, Reveal
from huiyin.people.testing import Cast

from .person import Person

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Way:
    """How somebody comes: the screen, the language, whether the browser runs scripts."""

    screen: str
    language: str
    script: bool

    def __str__(self) -> str:
        return f"{self.screen} {self.language} {'script' if self.script else 'plain'}"

    @property
    def opposite(self) -> Way:
        screen = "desk" if self.screen == "phone" else "phone"
        return Way(screen, "en" if self.language == "zh-hans" else "zh-hans", not self.script)


WAYS = tuple(
    Way(screen, language, script)
    for screen, language, script in product(("phone", "desk"), ("zh-hans", "en"), (True, False))
)
ROLES = (
    "resident", "window", "dispatcher", "handler", "head", "mediator", "supervisor",
    "administrator",
)  # fmt: skip
TABLE = {role: (WAYS[place % 4], WAYS[place % 4].opposite) for place, role in enumerate(ROLES)}


def ways(role: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("way", TABLE[role], ids=str)


Coming = Callable[[str, Way], Person]


@pytest.fixture
def coming(person: Any, browsing: Any) -> Coming:
    """`coming("town.head", way)`: that person in that way, on their first page; a resident has no
    post ("")."""

    cache.clear()  # no tries before

    def come(post: str, way: Way) -> Person:
        options = {"java_script_enabled": way.script}
        if post:
            one: Person = person(post, way.screen, **options).open("/")
        else:
            one = Person(browsing(way.screen, **options), has_script=way.script).open("/home/")
        return one.speak(way.language)

    return come


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(offset)).isoformat()


def told(one: Person) -> None:
    """The page says that it was recorded."""
    assert one.page.locator("main .done[role=status]").is_visible(), one.text


def test_every_combination_occurs():
    assert {way for pair in TABLE.values() for way in pair} == set(WAYS)


# ── a resident ──────────────────────────────────────────────────────────────────────────────────


@ways("resident")
@pytest.mark.usefixtures("online")
def test_a_resident_raises_follows_adds_and_reminds(coming: Coming, cast: Cast, way: Way):
    one = coming("", way)
    one.page.locator("#topics summary").first.click()
    one.look().go("?topic=works")
    one.fill({"title": "村口的路灯坏了", "text": "天黑以后看不见路。"}).send()
    assert one.page.locator("main .error").count() == 1, "what is asked for is missing"
    one.fill({"requests-0-request": "修好路灯"}).send()
    where(one, "松石镇", "柳湾村").send()
    one.fill({"petitioner-name": "王小明", "petitioner-phone": "13800001234"}).send()
    one.page.locator("main form#step .send button").click()
    one.look()

    matter = Matter.objects.get()
    assert matter.place == cast.divisions["village"]
    number, code = one.page.locator(".slip .big").all_inner_texts()
    one.page.locator("main .send a.button").first.click()
    if one.page.locator("main [name=code]").count():
        one.look().fill({"number": number, "code": code}).send()
    assert matter.title in one.look().text
    one.go("/follow/supplement/").fill({"text": "昨晚又有人摔倒。"}).send()
    told(one)
    one.go("/follow/remind/").fill({"reminder": "worse"}).send()
    told(one)
    assert one.page.locator("main a[href$='/follow/remind/']").count() == 0, "one at a time"
    acts = list(matter.events.order_by("seq").values_list("act", "via"))
    assert acts == [("register", "portal"), ("supplement", "portal"), ("remind", "portal")]


def where(one: Person, *places: str) -> Person:
    """Choose level by level; without a script each next level is asked for by a button."""
    for level, place in enumerate(places):
        one.page.locator(".places select").nth(level).select_option(label=place)
        if not one.has_script and place != places[-1]:
            one.press("name=_place")
    return one


# ── at the window ───────────────────────────────────────────────────────────────────────────────


@ways("window")
def test_the_window_receives_a_visitor_and_closes_the_day(
    coming: Coming, cast: Cast, way: Way, tmp_path: Path
):
    one = coming("office.window", way)
    one.open("/reception/").page.locator("form[action$='/reception/open/'] button").click()
    for people in ("1", "3"):
        one.look().page.locator("#people").fill(people)
        one.page.locator("form[action$='/reception/arrive/'] button").click()
    call = one.look().page.locator("form[action$='/reception/call/'] button")
    call.last.click()
    one.look().go("&people=3")
    assert one.value("people") == "3"
    one.fill({
        "petitioner-name": "王小明", "petitioner-address": "松石镇柳湾村6号",
        "title": "村口路灯坏了", "text": "晚上看不见路。", "requests-0-request": "修好路灯",
    }).send()  # fmt: skip
    number = Matter.objects.get().number
    assert re.search(rf"{number}", one.text)
    one.go(f"/matters/{number}/receipt/").go(f"/matters/{number}/")
    one.go("/acts/confirm_record/").fill({"read_back": "on"})
    sign(one, tmp_path)
    one.send()
    told(one)

    one.open("/reception/")
    assert number in one.page.locator("section[aria-labelledby=ended]").inner_text()
    one.page.locator("form[action$='/left/'] button").first.click()  # the other went away
    one.look().go("/reception/close/")
    leader = str(cast.posts["office.head"].pk)
    one.fill({"leader_post": leader, "finish_by": day(2), "told": "明天到现场看一下。"})
    one.press("name=hand")
    one.press("name=close")
    assert Matter.objects.get().holder == cast.posts["office.head"]
    assert one.page.locator("main .note").is_visible(), "closed for today"
    assert not one.page.locator("form[action$='/reception/arrive/']").count()


def sign(one: Person, folder: Path) -> None:
    """With a finger on the screen; without a script a photo of the signature is chosen."""
    if one.has_script:
        sheet = one.page.locator(".signature canvas").bounding_box()
        assert sheet is not None
        one.page.mouse.move(sheet["x"] + 20, sheet["y"] + 20)
        one.page.mouse.down()
        one.page.mouse.move(sheet["x"] + 90, sheet["y"] + 60, steps=4)
        one.page.mouse.up()
        signed = one.page.locator("main [name=signature]")
        expect(signed).to_have_value(re.compile(r"signature\.png$"))
    else:
        photo = folder / "signature.pdf"
        photo.write_bytes(PDF)
        one.page.locator("main [name=signature]").set_input_files(photo)


# ── dispatcher, handler, head ───────────────────────────────────────────────────────────────────


@ways("dispatcher")
def test_the_dispatcher_triages_and_forwards(coming: Coming, cast: Cast, way: Way):
    matter = Walk(cast).matter
    one = coming("office.dispatcher", way).go("?tab=unit").follow(matter.title)
    one.go("/acts/identify/").send()
    assert one.page.locator("main [aria-invalid=true], main .wrong").count(), "a class is missing"
    one.fill(TRIAGE).send()
    told(one)
    one.do("forward", {"to_unit": cast.unit("town"), "opinion": "请依法办理。", "told": "on"})
    row = Matter.objects.get()
    assert (row.state, row.owner_unit) == ("forwarded", cast.units["town"])
    assert row.number in one.open("/search/?q=路灯").text


@ways("handler")
def test_the_handler_accepts_hears_checks_and_proposes(coming: Coming, cast: Cast, way: Way):
    walk = Walk(cast)
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": cast.unit("town")})
    one = coming("town.handler", way).go("?tab=inbox").follow(walk.matter.title).do("accept")
    one.do("hear_statement", {"heard_on": day(), "way": "home", "statement": "晚上看不见。"})
    one.do("check_facts", {"checked_on": day(), "findings": "线路老化。"})
    one.go("/acts/give_opinion/").fill({
        "facts": "经查，线路老化。", "requests-0-finding": "support",
        "requests-0-decision": "十日内修复。", "requests-0-basis": "某规定第三条",
    })  # fmt: skip
    letter = one.page.locator("#letter")
    if not way.script:
        one.press("value=html")
    letter.get_by_text("经查，线路老化。").first.wait_for()
    assert one.value("facts") == "经查，线路老化。", "what was typed stands there still"
    one.fill({"review_body": "松岭县人民政府", "review_address": "松岭县中心路1号"}).send()
    told(one)
    assert walk.matter.waiting_for == "give_opinion"
    assert walk.matter.state == "handling", "nothing counts before the second person"


@ways("head")
def test_the_head_sends_back_with_a_reason_and_confirms(coming: Coming, cast: Cast, way: Way):
    walk = proposed(cast)
    one = coming("town.head", way).go("?tab=waiting").follow(walk.matter.title)
    one.page.locator("section[aria-labelledby=proposal] details summary").click()
    one.press("value=send_back")
    assert one.page.locator("#reason").get_attribute("aria-invalid") == "true"
    one.page.locator("#reason").fill("依据写得不完整。")
    one.press("value=send_back")
    told(one)
    assert walk.matter.waiting_for == ""
    propose(walk)
    one.open("/").go("?tab=waiting").follow(walk.matter.title)
    assert "依据写得不完整。" in one.text, "why it was sent back stands beside it"
    one.press("value=do")
    assert walk.matter.state == "answered"
    steps = Event.objects.filter(act="give_opinion").order_by("seq").values_list("step", flat=True)
    assert list(steps) == [Step.PROPOSE, Step.SEND_BACK, Step.PROPOSE, Step.DO]


def proposed(cast: Cast) -> Walk:
    """An opinion that waits for the head."""
    walk = Walk(cast).to_handling()
    on = moment(8).date().isoformat()
    heard = {"heard_on": on, "way": "home", "statement": "晚上真的看不见。"}
    walk.act("hear_statement", "town.handler", 9, heard)
    walk.act("check_facts", "town.handler", 10, {"checked_on": on, "findings": "线路老化。"})
    propose(walk)
    return walk


def propose(walk: Walk) -> None:
    perform(
        walk.pk, "give_opinion", by=walk.cast.actor("town.handler"), data=OPINION,
        expected_seq=walk.matter.seq,
    )  # fmt: skip


# ── mediator, supervisor, administrator ─────────────────────────────────────────────────────────


@ways("mediator")
def test_the_mediator_registers_a_dispute_and_has_both_agree(coming: Coming, cast: Cast, way: Way):
    one = coming("town.mediator", way).open("/register/")
    one.go("/register/national/mediation/register/")
    one.fill({
        "channel": "apply", "title": "两家排水沟堵水", "text": "上游垒了沟，下游院里进水。",
        "kind": "d17", "parties-0-side": "applicant", "parties-0-party-name": "王小明",
        "parties-1-side": "respondent", "parties-1-party-name": "李大江",
    }).send()  # fmt: skip
    dispute = Matter.objects.get()
    assert dispute.number in one.text
    one.do("tell_rights", {"parties-0-told": "on", "parties-1-told": "on"})
    told(one)
    agreed = {"agrees": "on", "agreed_on": day(), "agreed_by": "signed"}
    both = {f"parties-{row}-{name}": value for row in (0, 1) for name, value in agreed.items()}
    one.do("consent", {**both, "parties-1-agreed_on": day(1)})
    assert one.page.locator("main .error").count() == 1, "nobody agrees tomorrow"
    one.fill({"parties-1-agreed_on": day()}).send()
    told(one)
    assert one.page.locator("main a[href$='/acts/accept/']").count() == 1
    acts = list(dispute.events.order_by("seq").values_list("act", flat=True))
    assert acts == ["register", "tell_rights", "letter", "consent"]


@ways("supervisor")
def test_the_supervisor_finds_what_is_late_and_supervises_it(coming: Coming, cast: Cast, way: Way):
    late = Walk(cast, title="去年的路灯").to_handling().matter
    opened = Reveal.objects.count()
    new = petition(title="今天的路灯", received_at=timezone.now().isoformat())
    register(by=cast.actor("office.window"), data=new)
    one = coming("county.supervisor", way).go("?tab=below")
    assert "今天的路灯" in one.text
    one.page.locator("#f_due").select_option("late")
    if not way.script:
        one.page.locator(".filters .apply").click()
    one.page.locator("#list .asked-chip").wait_for()
    assert "今天的路灯" not in one.look().text
    one.follow(late.title)
    one.page.locator("main a[href*='/supervision/register/']").click()
    assert one.look().value("target") == late.number
    one.fill({
        "grounds-0-ground": "late", "grounds-0-detail": "六十日已过。", "text": "没有答复。",
    }).send()  # fmt: skip
    order = Matter.objects.get(process="supervision")
    assert Link.objects.get(kind="supervises").target_id in {late.pk, order.pk}
    asked = {"to_unit": cast.unit("town"), "demands": "请在期限内书面答复。", "answer_by": day(7)}
    one.do("issue", asked)
    told(one)
    assert Matter.objects.get(pk=order.pk).waiting_for == "issue"
    assert order.number in one.open(f"/matters/{late.number}/").text
    assert Reveal.objects.count() == opened, "supervising reads nobody's personal data"


@ways("administrator")
def test_the_administrator_makes_a_post_and_an_account_and_reads_the_log(
    coming: Coming, cast: Cast, way: Way
):
    one = coming("county.admin", way).open("/admin/").go("/admin/units/")
    one.page.locator("main [name=q]").fill("松石镇")
    one.page.locator("main form.seek button").click()
    one.look().follow(cast.units["town"].name).go("/posts/new/").fill(
        {"title": "便民窗口", "role": "window"}
    ).send()
    post = cast.units["town"].posts.get(title="便民窗口")
    one.open("/admin/accounts/").go("/admin/accounts/new/")
    one.fill({"username": "zhaomin", "display_name": ""}).send()
    assert one.page.locator("main .error").count() == 1
    assert one.value("username") == "zhaomin"
    one.fill({"display_name": "赵敏"}).send()
    assert one.page.locator("#address").is_visible(), "a link to set the first password"
    one.open(f"/admin/posts/{post.pk}/").go("/hold/").fill({"account": "zhaomin"}).send()
    assert Holding.objects.get(post=post).account == Account.objects.get(username="zhaomin")
    one.open("/admin/audit/")
    for words in ("便民窗口", "赵敏", str(cast.accounts["county.admin"])):
        assert words in one.text
