"""The clerk's worklist: by keys alone, by clicks without a script, on a phone; many at once."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.desk.models import BulkRun, SavedView
from huiyin.matters.models import Event, Matter
from huiyin.matters.testing import TRIAGE, Walk

from .person import Person

pytestmark = pytest.mark.e2e
FOCUSED = "document.activeElement.textContent"
CURRENT = "document.querySelector('[aria-current] .title')?.textContent ?? ''"


@pytest.fixture
def triaged(cast) -> list[Walk]:
    walks = [Walk(cast, title=f"第{number}盏路灯坏了") for number in range(1, 8)]
    for walk in walks:
        walk.act("identify", "office.dispatcher", 1, TRIAGE)
    return walks


def press(one: Person, *keys: str) -> Person:
    for key in keys:
        one.page.keyboard.press(key)
    return one


def test_through_the_list_to_a_matter_and_to_many_by_keys_alone(
    person: Any, cast: Any, triaged: list[Walk]
):
    one = person("office.dispatcher").open("/?tab=unit")
    titles = one.page.locator(".matters .title").all_inner_texts()
    press(one, "j", "j", "j", "k")
    assert one.page.evaluate(FOCUSED) == titles[1]
    with one.page.expect_navigation():
        press(one, "Enter")
    assert titles[1] in one.look().text
    press(one, "1")
    assert one.page.evaluate("document.activeElement.closest('.acts') !== null")
    with one.page.expect_navigation():
        press(one, "u")
    assert "tab=unit" in one.page.url
    press(one, "j", "x", "j", "x", "ArrowDown", "x", "x")
    assert one.page.locator("[name=n]:checked").count() == 2
    one.page.locator("[name=do]").focus()
    with one.page.expect_navigation():
        press(one, "Enter")
    one.look()
    one.page.get_by_role("link", name="转送").focus()
    with one.page.expect_navigation():
        press(one, "Enter")
    unit = one.look().page.locator("[name=to_unit]")
    unit.focus()
    while unit.input_value() != cast.unit("town"):
        press(one, "ArrowDown")
    with one.page.expect_navigation():
        one.page.locator("main form.form .send button").first.press("Enter")
    assert one.look().page.locator("[data-state=ready]").count() == 2
    with one.page.expect_navigation():
        one.page.locator(".bulk-go .send button").press("Enter")
    assert one.look().page.locator("[data-state=done]").count() == 2
    assert Matter.objects.filter(owner_unit=cast.units["town"]).count() == 2


def test_keys_keep_quiet_where_they_should(person: Any, cast: Any, triaged: list[Walk]):
    one = person("office.dispatcher").open("/?tab=unit")
    press(one, "/", "j", "x", "?")
    assert one.page.locator("#find").input_value() == "jx?"
    assert one.page.evaluate(CURRENT) == ""
    one.page.locator("#find").blur()
    press(one, "Control+j", "Alt+j")
    assert one.page.evaluate(CURRENT) == ""
    press(one, "?")
    assert one.page.locator("dialog[open]").count() == 1
    one.look()
    press(one, "j", "Escape")
    assert one.page.evaluate(CURRENT) == ""
    one.page.locator("#keys-open").click()
    one.page.locator("#keys-on").uncheck()
    press(one, "Escape", "j")
    assert one.page.evaluate(CURRENT) == ""
    one.open("/?tab=unit")
    press(one, "j")
    assert one.page.evaluate(CURRENT) == ""
    one.page.locator("#keys-open").click()
    one.page.locator("#keys-on").check()
    press(one, "Escape", "j")
    assert one.page.evaluate(CURRENT) != ""
    with one.page.expect_navigation():
        press(one, "g", "r")
    assert one.page.url.endswith("/register/")


def test_a_filter_shows_its_list_at_once_and_becomes_a_view(
    person: Any, cast: Any, triaged: list[Walk]
):
    one = person("office.dispatcher").open("/?tab=unit")
    due = one.page.locator("#f_due")
    due.focus()
    due.select_option("none")
    one.page.locator("#list .found").wait_for()
    assert one.page.evaluate("document.activeElement.id") == "f_due"
    assert "due=none" in one.page.url
    one.look().page.locator("#f_due").select_option("late")
    one.page.locator(".asked-chip", has_text="已超期").wait_for()
    one.look().follow("存为视图").fill({"name": "超期的"}).send()
    assert SavedView.objects.get().query == "tab=unit&due=late"
    assert one.page.locator(".views [aria-current]").inner_text() == "超期的"
    one.follow("管理").press("value=start")
    one.open("/")
    assert one.page.locator(".views [aria-current]").count() == 1


def test_a_long_run_shows_how_far_it_is(person: Any, cast: Any, triaged: list[Walk]):
    one = person("office.dispatcher").open("/?tab=unit")
    with one.page.expect_navigation():
        one.page.locator("[name=all]").click()
    one.look().follow("工作记录").fill({"text": "已统一联系。"}).send()
    with one.page.expect_navigation(url="**/bulk/runs/**"):
        one.page.locator(".bulk-go .send button").click()
    assert one.look().page.locator("[data-state=done]").count() == 7
    assert Event.objects.filter(act="note").count() == 7
    one.page.go_back()
    assert BulkRun.objects.count() == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone_and_without_a_script(
    person: Any, cast: Any, triaged: list[Walk], language: str
):
    one = person("office.dispatcher", screen="phone").open("/?tab=unit&more=1")
    if language == "en":
        one.press("lang=en")
    numbers = [walk.matter.number for walk in triaged[:3]]
    asked = "&".join(f"n={number}" for number in numbers)
    for address in ("/?tab=unit&due=late&more=1&since=x", f"/bulk/?{asked}", "/views/",
                    f"/bulk/forward/?{asked}", "/views/?query=tab%3Dunit"):  # fmt: skip
        one.open(address)
    plain = person("office.dispatcher", screen="phone", java_script_enabled=False)
    plain.open("/?tab=unit")
    assert not plain.page.locator("#keys-open").is_visible()
    plain.page.locator("#f_sort").select_option("newest")
    with plain.page.expect_navigation():
        plain.page.locator(".filters .apply").click()
    assert "sort=newest" in plain.page.url
    for box in plain.page.locator("[name=n]").all()[:3]:
        box.check()
    with plain.page.expect_navigation():
        plain.page.locator("[name=do]").click()
    plain.look().follow("转送").fill({"to_unit": cast.units["town"].name}).send()
    with plain.page.expect_navigation():
        plain.page.locator(".bulk-go .send button").click()
    assert plain.look().page.locator("[data-state=done]").count() == 3
    assert Matter.objects.filter(owner_unit=cast.units["town"]).count() == 3
