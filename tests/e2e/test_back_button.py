"""The browser's back, forward and reload buttons never repeat an act: what was sent is answered
with a redirect, and a form that comes back from history is refused kindly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.matters.models import Event, Matter
from huiyin.matters.testing import TRIAGE, Walk
from huiyin.people.testing import Cast

from .person import Person
from .test_eight_roles import day
from .test_journeys import VISIT

pytestmark = pytest.mark.e2e


def wander(one: Person) -> None:
    """Back and forth through what was just done, with reloads on the way."""
    one.page.reload()
    one.page.go_back()
    one.page.reload()
    one.page.go_forward()
    one.page.reload()
    one.look()


def unmoved(one: Person, count: Callable[[], int]) -> None:
    """However one wanders, nothing is recorded once more."""
    before = count()
    wander(one)
    assert count() == before


def events() -> int:
    return Event.objects.count()


def test_registering(person: Any, cast: Cast):
    clerk = person("office.window").open("/register/?channel=visit").fill(VISIT).send()
    unmoved(clerk, events)
    assert Matter.objects.count() == 1


def test_a_refused_form_and_an_act(person: Any, cast: Cast):
    page = f"/matters/{Walk(cast).matter.number}/"
    one = person("office.dispatcher").open(page).go("/acts/identify/").send()
    unmoved(one, events)
    one.open(page).do("identify", TRIAGE)
    assert events() == 2
    unmoved(one, events)
    one.page.go_back()
    assert one.page.url.endswith("/acts/identify/")
    if one.page.locator("main form.form").count():  # as it was, out of the browser's memory
        one.fill(TRIAGE).send()
    assert one.page.get_by_role("alert").count(), "it says that this is done"
    assert events() == 2


@pytest.mark.usefixtures("online")
def test_raising(visitor: Any):
    one = visitor("phone").open("/raise/what/?topic=works")
    asked = {"title": "路灯坏了", "text": "看不见路。", "requests-0-request": "修好路灯"}
    one.fill(asked).send()
    one.send().fill({"petitioner-name": "王小明"}).send()
    one.page.locator("main form#step .send button").click()
    one.look()
    unmoved(one, events)
    assert Matter.objects.count() == 1


def test_many_at_once(person: Any, cast: Cast):
    walks = [Walk(cast, title=f"第{number}盏路灯") for number in (1, 2)]
    asked = "&".join(f"n={walk.matter.number}" for walk in walks)
    one = person("office.dispatcher").open(f"/bulk/?{asked}")
    one.go(f"/bulk/note/?{asked}").fill({"text": "已统一联系。"}).send()
    one.page.locator(".bulk-go .send button").click()
    one.page.wait_for_url("**/bulk/runs/**")
    one.page.locator("[data-state=done]").nth(1).wait_for()
    assert Event.objects.filter(act="note").count() == 2
    unmoved(one, events)


def test_handing_over_at_closing_time(person: Any, cast: Cast):
    one = person("office.window").open("/reception/")
    one.page.locator("form[action$='/reception/open/'] button").click()
    one.page.locator("form[action$='/reception/arrive/'] button").click()
    one.page.locator("form[action$='/reception/call/'] button").first.click()
    one.open("/register/?channel=visit").fill(VISIT).send().open("/reception/close/")
    leader = str(cast.posts["office.head"].pk)
    one.fill({"leader_post": leader, "finish_by": day(2), "told": "明天到现场看一下。"})
    one.press("name=hand")
    assert Matter.objects.get().holder == cast.posts["office.head"]
    unmoved(one, events)
