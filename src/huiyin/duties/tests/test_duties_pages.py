"""The pages of duties, and their twins in the API: the same rights, rules and refusals."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.duties.generate import generate
from huiyin.duties.models import Duty
from huiyin.duties.tests.duty_world import DUTIES, in_force, one
from huiyin.matters.testing import PDF
from huiyin.people.models import Post
from huiyin.people.testing import Cast, make_cast

DAILY = re.sub(
    'every: (workday, due: "17:00"|week fri|sensitive)', 'every: day, due: "23:59"', DUTIES
)
"""All of them every day, until the last minute: at any hour of a test they are open."""


@pytest.fixture
def cast(db, monkeypatch) -> Cast:
    made = make_cast(password=None)
    in_force(monkeypatch, made, DAILY)
    today = timezone.localdate()
    generate(today - timedelta(days=3), today + timedelta(days=3))
    return made


@pytest.fixture
def at_desk(cast):
    def sign_in(post: str) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(cast.accounts[post])
        return client

    return sign_in


def days_ago(number: int):
    return timezone.localdate() - timedelta(days=number)


def duty(cast, key="daily", unit="town", ago=0) -> Duty:
    return one(key, unit=cast.units[unit], day=days_ago(ago))


def test_a_day_of_a_handler(cast, at_desk):
    browser, today = at_desk("town.handler"), duty(cast)
    page = browser.get("/duties/").content.decode()
    assert f"/duties/{today.pk}/" in page
    assert "Missing" in page
    form = browser.get(f"/duties/{today.pk}/")
    assert b'name="found"' in form.content
    wrong = browser.post(f"/duties/{today.pk}/", {"found": "many"})
    assert wrong.status_code == 422
    assert b'value="many"' in wrong.content
    done = browser.post(f"/duties/{today.pk}/", {"found": "3"}, follow=True)
    assert done.redirect_chain == [(f"/duties/?filed={today.pk}", 302)]
    assert "Filed: Daily check" in done.content.decode()
    again = browser.post(f"/duties/{today.pk}/", {"found": "3"})
    assert again.status_code == 409
    assert "What was filed" in browser.get(f"/duties/{today.pk}/").content.decode()


def test_nothing_happened_and_late(cast, at_desk):
    browser, late = at_desk("town.handler"), duty(cast, ago=2)
    both = browser.post(f"/duties/{late.pk}/", {"found": "1", "_zero": "1"})
    assert both.status_code == 422
    assert b'value="1"' in both.content
    browser.post(f"/duties/{late.pk}/", {"_zero": "1"})
    late.refresh_from_db()
    assert late.is_zero
    page = at_desk("town.head").get(f"/duties/unit/?day={days_ago(2)}").content.decode()
    assert "zero report, " in page
    assert "late" in page


def test_a_file_proves_it_and_comes_back(cast, at_desk):
    browser, weekly = at_desk("town.head"), duty(cast, "weekly")
    browser.post(f"/duties/{weekly.pk}/", {"proof": SimpleUploadedFile("研判.pdf", PDF)})
    back = browser.get(f"/duties/{weekly.pk}/proofs/0/")
    assert b"".join(back.streaming_content) == PDF
    assert browser.get(f"/duties/{weekly.pk}/proofs/1/").status_code == 404
    assert at_desk("town.window").get(f"/duties/{weekly.pk}/proofs/0/").status_code == 404


@pytest.mark.parametrize(
    ("post", "unit", "below", "one_of_town"),
    [
        ("town.handler", 403, 403, 200), ("town.head", 200, 200, 200),
        ("town.dispatcher", 200, 403, 404), ("county.supervisor", 200, 200, 200),
        ("county.admin", 403, 403, 404), ("far.head", 200, 200, 404),
        ("bureau.head", 200, 200, 404),
    ],
)  # fmt: skip
def test_who_sees_what(cast, at_desk, post, unit, below, one_of_town):
    browser = at_desk(post)
    assert browser.get("/duties/").status_code == 200
    assert browser.get("/duties/unit/").status_code == unit
    assert browser.get("/duties/below/").status_code == below
    assert browser.get(f"/duties/{duty(cast).pk}/").status_code == one_of_town
    assert browser.get(f"/api/duties/{duty(cast).pk}").status_code == one_of_town
    assert browser.get("/api/duties/unit").status_code == unit
    assert browser.get("/api/duties/below").status_code == below


def test_a_unit_of_another_county_is_not_there(cast, at_desk):
    far = cast.units["far"].pk
    assert at_desk("county.head").get(f"/duties/unit/?unit={far}").status_code == 404
    assert at_desk("county.head").get("/duties/below/?unit=nothing").status_code == 404
    town = cast.units["town"].pk
    assert at_desk("county.head").get(f"/duties/unit/?unit={town}").status_code == 200


def test_the_units_below_are_counted(cast, at_desk):
    browser, today = at_desk("county.head"), duty(cast)
    at_desk("town.handler").post(f"/duties/{today.pk}/", {"found": "1"})
    found = browser.get(f"/api/duties/below?day={days_ago(0)}").json()["rows"]
    town = next(row for row in found if row["name"]["zh"] == "松石镇人民政府")
    assert {name: town[name] for name in ("due", "in_time", "late", "missing", "nobody")} == {
        "due": 3, "in_time": 1, "late": 0, "missing": 0, "nobody": 0,
    }  # fmt: skip
    past = browser.get(f"/api/duties/below?day={days_ago(1)}").json()["rows"]
    other = next(row for row in past if row["name"]["zh"] == "白塔镇人民政府")
    assert (other["missing"], other["nobody"]) == (3, 1)
    assert "白塔镇人民政府" in browser.get("/duties/below/?month=2027-03").content.decode()


def test_a_post_that_nobody_holds_is_told_to_the_head(cast, at_desk):
    page = at_desk("other_town.head").get("/duties/unit/").content.decode()
    assert "nobody holds this duty" in page


@pytest.mark.parametrize(
    "address",
    [
        "/duties/", "/duties/unit/", "/duties/unit/?show=missing", "/duties/unit/?month=2027-03",
        "/duties/below/", "/duties/below/?month=2027-03",
    ],
)  # fmt: skip
def test_statements_do_not_grow(cast, at_desk, address):
    browser = at_desk("county.head" if "below" in address else "town.head")
    few = _count(lambda: browser.get(address))
    for number in range(8):
        Post.objects.create(unit=cast.units["town"], title=f"承办{number}", role="handler")
    generate(days_ago(9), days_ago(-9))
    assert _count(lambda: browser.get(address)) == few <= 12


def _count(request) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert request().status_code == 200
    return len(captured)


def test_pages_go_on_where_they_ended(cast, at_desk):
    generate(days_ago(80), days_ago(1))
    browser, seen, after, pages = at_desk("town.handler"), [], "", 0
    while after or not pages:
        found = browser.get(f"/api/duties?after={after}").json()["missing"]
        seen += [row["id"] for row in found["rows"]]
        after, pages = found["after"], pages + 1
    mine = Duty.objects.filter(post=cast.posts["town.handler"], due_at__lt=timezone.now())
    assert seen == list(mine.order_by("-due_at", "-pk").values_list("pk", flat=True))
    assert pages == 3
    assert browser.get("/api/duties?after=nonsense").json()["missing"]["rows"][0]["id"] == seen[0]


def api(client, address, data):
    return client.post(f"/api/duties/{address}", json.dumps(data), "application/json")


def test_the_api_files_by_the_same_rules(cast, at_desk):
    client, today = at_desk("town.handler"), duty(cast)
    wrong = api(client, today.pk, {"data": {"found": "many"}})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["rule"] == "whole_number"
    assert api(client, today.pk, {"data": {"found": 1}, "zero": True}).status_code == 422
    assert api(at_desk("town.head"), today.pk, {"data": {"found": 1}}).status_code == 403
    assert api(at_desk("bureau.head"), today.pk, {"data": {"found": 1}}).status_code == 404
    done = api(client, today.pk, {"data": {"found": 1}})
    assert (done.status_code, done.json()["standing"]) == (200, "in_time")
    assert api(client, today.pk, {"zero": True}).json()["code"] == "filed"
    weekly = duty(cast, "weekly")
    sent = {"body": json.dumps({"data": {}}), "proof": SimpleUploadedFile("研判.pdf", PDF)}
    filed = at_desk("town.head").post(f"/api/duties/{weekly.pk}", sent)
    assert filed.json()["proof"] == ["研判.pdf"]


@pytest.mark.parametrize(
    ("key", "post", "sent", "field", "rule"),
    [
        ("daily", "town.handler", {}, "found", "required"),
        ("daily", "town.handler", {"found": "-1"}, "found", "too_small"),
        ("weekly", "town.head", {}, "proof", "required"),
    ],
)
def test_page_and_api_say_the_same(cast, at_desk, key, post, sent, field, rule):
    client, today = at_desk(post), duty(cast, key)
    page = client.post(f"/duties/{today.pk}/", sent)
    answer = api(client, today.pk, {"data": sent})
    assert (page.status_code, answer.status_code) == (422, 422)
    (error,) = answer.json()["errors"]
    assert (error["field"], error["rule"]) == (field, rule)
    shown = [text for view in page.context["fields"] for text in view.errors]
    assert shown == [error["message"]]


def test_the_worklist_says_what_waits(cast, at_desk):
    browser, today = at_desk("town.handler"), duty(cast)
    assert "1 duty to file now, 3 missing" in browser.get("/").content.decode()
    browser.post(f"/duties/{today.pk}/", {"_zero": "1"})
    page = browser.get("/").content.decode()
    assert "to file now" not in page
    assert "3 missing" in page
    assert "missing" not in at_desk("far.head").get("/").content.decode()


def test_a_number_that_is_none(cast, at_desk):
    assert at_desk("town.head").get(f"/duties/{10**30}/").status_code == 404
    assert at_desk("town.head").get(f"/api/duties/{10**30}").status_code == 404
    for query in (
        "day=2026-99-99",
        "day=0001-01-01",
        "month=2026-13",
        "after=x",
        "after=" + "9" * 30,
    ):
        assert at_desk("town.head").get(f"/duties/unit/?{query}").status_code == 200
