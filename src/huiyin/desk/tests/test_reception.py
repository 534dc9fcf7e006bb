"""The reception at the desk: from the first ticket to closing time; the API does the same."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.matters import testing
from huiyin.matters.actions import register
from huiyin.matters.models import Matter
from huiyin.reception.models import Session, State, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(cast):
    return signed_in(cast, "office.window")


def signed_in(cast, post):
    client = Client()
    client.force_login(cast.accounts[post])
    return client


def visit_now(cast):
    data = testing.petition(received_at=timezone.now().isoformat())
    return register(by=cast.actor("office.window"), data=data).matter


def begun(window, tickets=1):
    window.post("/reception/open/")
    for _one in range(tickets):
        window.post("/reception/arrive/", {"people": "1"})


def test_a_whole_day(cast, window):
    assert "desk:reception" not in window.get("/reception/").content.decode()
    begun(window, 2)
    assert window.post("/reception/call/").status_code == 302
    page = window.get("/reception/").content.decode()
    assert "/register/?channel=visit" in page
    matter = visit_now(cast)
    assert matter.number in window.get("/reception/").content.decode()
    assert window.post("/reception/close/", {"close": "1"}).status_code == 409
    second = Visit.objects.get(state=State.WAITING)
    window.post(f"/reception/{second.pk}/left/")
    left = window.get("/reception/close/").content.decode()
    assert matter.number in left
    handed = {
        "hand": "1", "matter": matter.number, f"seq-{matter.number}": matter.seq,
        "leader_post": str(cast.posts["office.head"].pk), "told": "到现场看一下",
        "finish_by": (timezone.localdate() + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert window.post("/reception/close/", handed).status_code == 200
    assert Matter.objects.get(pk=matter.pk).holder == cast.posts["office.head"]
    assert matter.number not in window.get("/reception/close/").content.decode()
    assert window.post("/reception/close/", {"close": "1"}).status_code == 302
    assert Session.objects.get().closed_at


def test_a_form_with_mistakes_hands_over_nothing_and_keeps_what_was_typed(cast, window):
    begun(window)
    window.post("/reception/call/")
    matter = visit_now(cast)
    wrong = {
        "hand": "1", "matter": matter.number, f"seq-{matter.number}": matter.seq,
        "finish_by": "2020-01-01", "told": "到现场看一下，不要丢",
    }  # fmt: skip
    answer = window.post("/reception/close/", wrong)
    assert answer.status_code == 422
    assert "到现场看一下，不要丢" in answer.content.decode()
    assert Matter.objects.get(pk=matter.pk).seq == matter.seq


def test_somebody_who_acted_meanwhile_is_told(cast, window):
    begun(window)
    window.post("/reception/call/")
    matter = visit_now(cast)
    handed = {
        "hand": "1", "matter": matter.number, f"seq-{matter.number}": matter.seq - 1,
        "leader_post": str(cast.posts["office.head"].pk), "told": "到现场看一下",
        "finish_by": timezone.localdate().isoformat(),
    }  # fmt: skip
    assert window.post("/reception/close/", handed).status_code == 409
    assert Matter.objects.get(pk=matter.pk).seq == matter.seq


@pytest.mark.parametrize(("people", "status"), [("0", 422), ("abc", 422), ("4", 302)])
def test_a_group_says_how_many(window, people, status):
    begun(window, 0)
    assert window.post("/reception/arrive/", {"people": people}).status_code == status


@pytest.mark.parametrize(
    ("post", "status"),
    [
        ("office.head", 200),
        ("county.supervisor", 200),
        ("county.auditor", 403),
        ("far.window", 200),
    ],
)
def test_who_may_look(cast, post, status):
    assert signed_in(cast, post).get("/reception/").status_code == status


@pytest.mark.parametrize("address", ["open/", "arrive/", "call/", "close/"])
def test_looking_is_not_receiving(cast, window, address):
    begun(window)
    head = signed_in(cast, "office.head")
    assert head.post(f"/reception/{address}", {"close": "1"}).status_code == 403


def test_the_api_does_the_same(cast, window):
    def post(path, body=None):
        return window.post(f"/api/reception{path}", json.dumps(body or {}), "application/json")

    assert post("/arrive").status_code == 403, "not opened yet"
    assert post("").json()["is_open"]
    ticket = post("/arrive", {"people": 3}).json()
    assert (ticket["ticket"], ticket["people"]) == (1, 3)
    wrong = post("/arrive", {"people": 0})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "people")
    assert post("/call").json()["state"] == "called"
    assert post("/call").json()["code"] == "nobody_waits"
    number = {"number": "26-000000-0"}
    wrong = post(f"/visits/{ticket['id']}/received", number)
    assert wrong.json()["errors"][0]["rule"] == "unknown_matter"
    matter = visit_now(cast)
    day = window.get("/api/reception").json()
    assert [one["matter"] for one in day["visits"]] == [matter.number]
    assert not post("/close").json()["is_open"]
    assert post("/arrive").json()["code"] == "closed"


def test_pages_need_few_statements(cast, window, django_assert_max_num_queries):
    begun(window, 8)
    for _one in range(6):
        window.post("/reception/call/")
        visit_now(cast)
    with django_assert_max_num_queries(12):
        window.get("/reception/")
    with django_assert_max_num_queries(12):
        window.get("/reception/close/")
