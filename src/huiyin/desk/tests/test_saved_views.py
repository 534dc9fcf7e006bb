"""Saved views: made from what is on the screen, named, ordered, shared, limited; page and API."""

from __future__ import annotations

import json

import pytest

from huiyin.desk import saved
from huiyin.desk.models import SavedView
from huiyin.desk.saved import ViewRefused
from huiyin.desk.tests.browsing import Page
from huiyin.matters.errors import NotVisible
from huiyin.matters.testing import Walk

LATE = "tab=unit&due=late"


def names(actor) -> list[str]:
    return [view.name for view in saved.views_for(actor)]


def test_from_the_list_to_a_tab_beside_the_others(cast, at_desk):
    browser = at_desk("town.handler")
    page = Page(browser.get("/?tab=unit&sort=&due=late&phase="))
    offer = "/views/?query=tab%3Dunit%26due%3Dlate"
    assert offer in page.links
    assert Page(browser.get(offer)).values["query"] == LATE
    answer = browser.post("/views/", {"name": "  到期 的 ", "query": "due=late&tab=unit&phase="})
    assert (answer.status_code, answer["Location"]) == (302, f"/?{LATE}")
    assert SavedView.objects.get().name == "到期 的"
    shown = browser.get(answer["Location"]).content.decode()
    assert f'<a href="?{LATE.replace("&", "&amp;")}" aria-current="page">' in shown
    assert offer not in Page(browser.get(answer["Location"])).links
    assert names(cast.actor("town.window")) == []


@pytest.mark.parametrize(
    ("name", "query", "field", "rule"),
    [
        (" ", LATE, "name", "required"),
        ("长" * 41, LATE, "name", "too_long"),
        ("有了", LATE, "name", "taken"),
        ("甲", "tab=below", "query", "not_a_list"),
        ("甲", "tab=unit&since=yesterday", "query", "not_a_list"),
        ("甲", "", "query", "not_a_list"),
    ],
)
def test_page_and_api_refuse_the_same(cast, at_desk, name, query, field, rule):
    saved.create(cast.actor("town.handler"), "有了", "tab=mine")
    browser = at_desk("town.handler")
    body = json.dumps({"name": name, "query": query})
    answer = browser.post("/api/views", body, "application/json")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["rule"]) == (422, field, rule)
    page = browser.post("/views/", {"name": name, "query": query})
    assert page.status_code == 422
    assert error["message"] in page.content.decode()
    assert Page(page).values["name"] == name
    assert SavedView.objects.count() == 1


def test_twenty_and_no_more(cast):
    actor = cast.actor("town.handler")
    for number in range(saved.MOST):
        saved.create(actor, f"第{number}个", LATE)
    with pytest.raises(ViewRefused) as refused:
        saved.create(actor, "再一个", LATE)
    assert refused.value.rule == "too_many"
    saved.change(actor, saved.views_for(actor)[0].pk, "delete")
    saved.create(actor, "再一个", LATE)


def test_order_name_and_start(cast, at_desk):
    actor, browser = cast.actor("town.handler"), at_desk("town.handler")
    one, two, three = (saved.create(actor, name, LATE) for name in "甲乙丙")

    def step(view: SavedView, step: str, name: str = ""):
        return browser.post(f"/views/{view.pk}/", {"step": step, "name": name})

    assert step(three, "up")["Location"] == "/views/"
    assert names(actor) == ["甲", "丙", "乙"]
    step(one, "up")
    step(one, "down")
    assert names(actor) == ["丙", "甲", "乙"]
    assert step(two, "rename", "甲").status_code == 422
    step(two, "rename", "丁")
    step(two, "rename", "丁")
    assert names(actor) == ["丙", "甲", "丁"]
    step(one, "start")
    step(two, "start")
    assert [view.name for view in SavedView.objects.filter(is_start=True)] == ["丁"]
    step(one, "delete")
    assert names(actor) == ["丙", "丁"]
    assert step(two, "burn").status_code == 404


def test_the_worklist_opens_with_the_view_chosen_for_it(cast, at_desk):
    Walk(cast)
    actor, browser = cast.actor("office.window"), at_desk("office.window")
    view = saved.create(actor, "全单位", "tab=unit&sort=newest")
    assert browser.get("/").context["tab"] == "mine"
    saved.change(actor, view.pk, "start")
    assert browser.get("/").context["tab"] == "unit"
    assert browser.get("/").context["view"] == view
    assert browser.get("/?tab=mine").context["view"] is None
    saved.change(actor, view.pk, "start")
    assert browser.get("/").context["tab"] == "mine"


def test_a_head_shares_with_the_unit_and_nobody_else_changes_it(cast, at_desk):
    head, handler = cast.actor("town.head"), cast.actor("town.handler")
    with pytest.raises(ViewRefused, match="not_head"):
        saved.create(handler, "大家的", LATE, shared=True)
    at_desk("town.head").post("/views/", {"name": "大家的", "query": LATE, "shared": "on"})
    (view,) = saved.views_for(handler)
    assert view.unit == cast.units["town"]
    assert names(cast.actor("other_town.handler")) == []
    for step in saved.STEPS:
        with pytest.raises(NotVisible):
            saved.change(handler, view.pk, step, "别的")
        assert at_desk("far.head").post(f"/views/{view.pk}/", {"step": step}).status_code == 404
    assert "大家的" in at_desk("town.handler").get("/").content.decode()
    assert f"/views/{view.pk}/" not in at_desk("town.handler").get("/views/").content.decode()
    saved.change(head, view.pk, "rename", "全镇")
    assert names(handler) == ["全镇"]


def test_a_view_of_a_list_that_one_does_not_have_is_not_shown(cast, at_desk):
    saved.create(cast.actor("town.head"), "待确认", "tab=waiting", shared=True)
    assert "待确认" in at_desk("town.head").get("/").content.decode()
    assert "待确认" not in at_desk("town.handler").get("/").content.decode()


def test_a_strangers_view_does_not_exist(cast, at_desk):
    view = saved.create(cast.actor("town.handler"), "甲", LATE)
    browser = at_desk("town.window")
    assert browser.post(f"/views/{view.pk}/", {"step": "delete"}).status_code == 404
    body = json.dumps({"step": "delete"})
    answer = browser.post(f"/api/views/{view.pk}", body, "application/json")
    assert answer.status_code == 404
    assert SavedView.objects.count() == 1


def test_the_api_does_what_the_page_does(cast, at_desk):
    browser = at_desk("town.head")

    def send(address: str, **body: object):
        return browser.post(f"/api/views{address}", json.dumps(body), "application/json")

    made = send("", name="甲", query=LATE, shared=False).json()
    send("", name="乙", query=LATE)
    send(f"/{made['id']}", step="rename", name="丙")
    listed = send(f"/{made['id']}", step="down").json()["items"]
    assert [one["name"] for one in listed] == ["乙", "丙"]
    assert browser.get("/api/views").json()["items"] == listed
    assert send(f"/{made['id']}", step="burn").status_code == 422
    assert at_desk("county.admin").get("/api/views").json() == {"items": []}


def test_budgets(cast, at_desk, within_budget):
    actor, browser = cast.actor("county.supervisor"), at_desk("county.supervisor")
    for number in range(6):
        Walk(cast)
        saved.create(actor, f"第{number}个", f"tab=below&quiet={(10, 20, 30)[number % 3]}")
    within_budget("views", lambda: browser.get("/views/"))
    wide = "/?tab=below&more=1&category=04&place=910102000000&holder=nobody&due=later&quiet=10"
    within_budget("worklist: filters", lambda: browser.get(wide))
