"""The page of supervision, the page for everybody, and the API's twins of its forms."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.duties.models import Looked
from huiyin.duties.queries.standing import answers
from huiyin.duties.tests.watch_world import due, worked
from huiyin.duties.watching.sweep import sweep
from huiyin.matters.actions import perform
from huiyin.matters.categories import sync
from huiyin.matters.models import Clock, Matter
from huiyin.matters.testing import Walk, moment

PAGE = "/supervision/"


@pytest.fixture
def late(cast):
    """Three petitions that the town has let run seven working days over; found."""
    sync()
    walks = [Walk(cast, category="0103").to_handling() for _ in range(3)]
    sweep(worked(due(walks[0]), 7))
    return walks


def found(watch: str = "petition_late") -> list[int]:
    rows = Looked.objects.filter(watch=watch).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def text(response) -> str:
    return response.content.decode()


def test_the_menu_and_the_page_are_for_those_who_supervise_or_answer(at_desk, late):
    for post, status in (
        ("county.supervisor", 200), ("town.head", 200), ("town.handler", 200),
        ("town.grid", 404), ("county.admin", 404), ("county.auditor", 404),
    ):  # fmt: skip
        client = at_desk(post)
        assert client.get(PAGE).status_code == status
        assert (PAGE in text(client.get("/"))) == (status == 200)
    assert at_desk("town.head").get(f"{PAGE}?tab=found").status_code == 404


def test_pages_within_their_statements(at_desk, late, within_budget):
    supervisor = at_desk("county.supervisor")
    response = within_budget("supervision: found", lambda: supervisor.get(f"{PAGE}?tab=found"))
    assert text(response).count('name="n"') == 6
    supervisor.post("/supervision/orders/", {"n": found()})
    response = within_budget("supervision: orders", lambda: supervisor.get(f"{PAGE}?tab=issued"))
    assert text(response).count('class="title"') == 3
    head = at_desk("town.head")
    response = within_budget("supervision: alerts", lambda: head.get(f"{PAGE}?tab=alerts"))
    assert "idle for" in text(response)


def test_what_lies_idle_stands_at_the_top_of_the_heads_page(at_desk, late):
    head = at_desk("town.head")
    first = text(head.get(PAGE))
    assert 'href="?tab=alerts" aria-current="page"' in first
    other = text(head.get(f"{PAGE}?tab=received"))
    assert "6 matters of your unit have lain idle" in other


def test_orders_are_drawn_up_of_what_is_ticked(at_desk, late):
    client = at_desk("county.supervisor")
    response = client.post("/supervision/orders/", {"n": found()[:2]})
    assert response.status_code == 302
    assert "2 supervision orders were drawn up" in text(client.get(response["Location"]))
    assert Matter.objects.filter(process="supervision", state="drafted").count() == 2
    again = client.post("/supervision/orders/", {"n": found()})
    assert again.status_code == 409
    assert text(again).count("decided on this already") == 2
    assert Matter.objects.filter(process="supervision").count() == 3


def test_nothing_ticked_and_no_reason_are_told(at_desk, late):
    client = at_desk("county.supervisor")
    assert client.post("/supervision/orders/", {}).status_code == 422
    response = client.post("/supervision/dismissals/", {"n": found()[:1], "reason": " "})
    assert response.status_code == 422
    assert 'aria-describedby="reason-error"' in text(response)
    assert f'value="{found()[0]}" checked' in text(response)
    assert client.post("/supervision/orders/", {"n": ["x", "-1"]}).status_code == 422


def test_dismissing(at_desk, late):
    client = at_desk("county.supervisor")
    sent = {"n": found()[:1], "reason": "承办人住院，已经换人"}
    response = client.post("/supervision/dismissals/", sent, follow=True)
    assert "1 finding was dismissed" in text(response)
    assert text(response).count('name="n"') == 5


@pytest.mark.parametrize("post", ["town.head", "county.leader", "office.window"])
def test_nobody_else_decides(at_desk, late, post):
    client = at_desk(post)
    for address in ("/supervision/orders/", "/supervision/dismissals/"):
        assert client.post(address, {"n": found(), "reason": "x"}).status_code == 403
    for address in ("raise", "dismiss"):
        body = json.dumps({"ids": found(), "reason": "x"} if address == "dismiss" else
                          {"ids": found()})  # fmt: skip
        answer = client.post(f"/api/supervision/findings/{address}", body, "application/json")
        assert answer.status_code == 403


def test_the_api_does_the_same(at_desk, late):
    client = at_desk("county.supervisor")
    listed = client.get("/api/supervision/findings").json()
    assert {row["act"] for row in listed["items"]} == {"order"}
    ids = [row["id"] for row in listed["items"] if row["clock"]]

    def post(what: str, body: dict) -> object:
        address = f"/api/supervision/findings/{what}"
        return client.post(address, json.dumps(body), "application/json")

    (done, missing) = post("raise", {"ids": [ids[0], 999_999]}).json()
    assert (done["status"], missing["status"]) == (200, 404)
    assert Matter.objects.get(number=done["order"]).process == "supervision"
    assert post("raise", {"ids": ids[:1]}).json()[0]["code"] == "decided"
    wrong = post("dismiss", {"ids": ids[1:], "reason": ""})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "reason"
    answers = post("dismiss", {"ids": ids[1:], "reason": "不需要"}).json()
    assert [one["status"] for one in answers] == [200, 200]
    orders = client.get("/api/supervision/orders?tab=issued").json()
    assert [row["number"] for row in orders["items"]] == [done["order"]]
    assert client.get("/api/supervision/findings?tab=alerts").status_code == 404


def test_a_drawn_up_order_goes_its_way_and_is_seen_by_both(at_desk, cast, late):
    supervisor = at_desk("county.supervisor")
    supervisor.post("/supervision/orders/", {"n": found()[:1]})
    order = Matter.objects.get(process="supervision")
    assert order.number in text(supervisor.get(f"{PAGE}?tab=issued"))
    assert order.number not in text(at_desk("town.head").get(f"{PAGE}?tab=received"))
    issue(cast, order)
    assert order.number in text(at_desk("town.head").get(f"{PAGE}?tab=received"))
    assert order.number in text(supervisor.get(f"{PAGE}?tab=due"))


def issue(cast, order: Matter) -> None:
    """To the town, an answer due at once, signed by the county's head."""
    form = {
        "to_unit": cast.unit("town"), "method": "letter", "demands": "七日内作出处理意见",
        "answer_by": "2080-01-05", "feedback_way": "书面",
    }  # fmt: skip
    by = {"issue": ("county.supervisor", form), "confirm": ("county.head", {})}
    for post, data in by.values():
        order.refresh_from_db()
        perform(order.pk, "issue", by=cast.actor(post), data=data, expected_seq=order.seq)
    Clock.objects.filter(matter=order.pk).update(legal=moment(60))
    Matter.objects.filter(pk=order.pk).update(next_due=moment(60))


def test_answers_in_time_and_late_are_counted_for_each_unit(at_desk, cast, late):
    at_desk("county.supervisor").post("/supervision/orders/", {"n": found()[:2]})
    orders = list(Matter.objects.filter(process="supervision").order_by("number"))
    for order in orders:
        issue(cast, order)
    running = Clock.objects.filter(matter__in=orders, key="answer")
    assert running.count() == 2
    assert answers(moment(0), moment(90)) == {}
    for order, verdict in zip(orders, ("in_time", "late"), strict=True):
        running.filter(matter=order).update(
            status="stopped", verdict=verdict, stopped_at=moment(61)
        )
    assert answers(moment(0), moment(90)) == {cast.units["town"].pk: (1, 1)}
    assert answers(moment(0), moment(61)) == {}


def put_on_list(cast, order: Matter) -> None:
    form = {"listed": True, "terms": "处理意见落实并回访群众王小明", "leader": "分管副县长"}
    for post, data in (("county.supervisor", form), ("county.head", {})):
        order.refresh_from_db()
        perform(order.pk, "put_on_list", by=cast.actor(post), data=data, expected_seq=order.seq)


def test_the_public_list_shows_offices_and_kinds_and_nothing_else(at_desk, cast, late):
    everybody, supervisor = Client(headers={"accept-language": "en"}), at_desk("county.supervisor")
    address = reverse("portal:listed")
    assert "Nothing is on this list now" in text(everybody.get(address))
    supervisor.post("/supervision/orders/", {"n": found()[:1]})
    order = Matter.objects.get(process="supervision")
    issue(cast, order)
    assert "Nothing is on this list now" in text(everybody.get(address))
    put_on_list(cast, order)
    page = text(everybody.get(address))
    assert cast.units["town"].name in page
    kind = str(order.category.parent or order.category)
    assert kind in page
    for secret in (
        order.number, order.title, late[0].matter.number, late[0].matter.title, "王小明", "路灯",
        "13800001234", "副县长", "处理意见", "柳湾",
    ):  # fmt: skip
        assert secret not in page
    assert order.number in text(supervisor.get(f"{PAGE}?tab=listed"))
    Matter.objects.filter(pk=order.pk).update(category=None)  # that of the matter it is about
    assert kind in text(everybody.get(address))
    Matter.objects.filter(pk=order.pk).update(sealed=True)
    assert cast.units["town"].name not in text(everybody.get(address))


def test_the_promise_page_leads_there(client, db):
    assert reverse("portal:listed") in text(client.get(reverse("portal:promise")))
