"""Units and posts to choose from, the receipt of a registration, and addresses that are none."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.api.routes import units as routes
from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.matters.testing import petition
from huiyin.people.models import Account, Holding


def test_units_in_use_by_code(call, cast):
    cast.units["bureau"].dissolved_on = "2026-01-01"
    cast.units["bureau"].save()
    found = call("town.window").get("/units")
    assert [unit["code"] for unit in found["items"]] == [
        "county", "far", "office", "other_town", "town",
    ]  # fmt: skip
    assert found["next"] is None
    town = found["items"][-1]
    assert (town["id"], town["parent"]) == (cast.unit("town"), "松岭县人民政府")
    assert [unit["code"] for unit in call("far.head").get("/units", q="镇")["items"]] == [
        "other_town", "town",
    ]  # fmt: skip


def test_units_page_by_page(call, cast, monkeypatch):
    monkeypatch.setattr(routes, "PAGE", 2)
    caller, seen, after = call("town.window"), [], ""
    while after is not None:
        page = caller.get("/units", after=after)
        seen += [unit["code"] for unit in page["items"]]
        after = page["next"]
    assert seen == sorted(cast.units)


def test_posts_of_a_unit(call, cast):
    Holding.objects.filter(post=cast.posts["town.head"]).delete()
    found = call("far.head").get("/posts", unit=cast.unit("town"))["items"]
    assert {post["id"] for post in found} == {
        str(post.pk) for name, post in cast.posts.items() if name.startswith("town.")
    }
    holders = {post["role"]: post["holder"] for post in found}
    assert holders["head"] == ""
    assert holders["window"] == cast.accounts["town.window"].display_name
    assert {post["unit"] for post in found} == {cast.unit("town")}
    own = call("far.head").get("/posts")["items"]
    assert {post["unit"] for post in own} == {cast.unit("far")}
    assert call("far.head").get("/posts", 422, unit="x")["code"] == "request"


@pytest.mark.parametrize("path", ["/units", "/posts"])
def test_for_staff_with_a_post_only(call, cast, path):
    assert call().get(path, 401)["code"] == "not_signed_in"
    client = Client()
    client.force_login(Account.objects.create_user("nobody", "x", display_name="无"))
    assert client.get(f"/api{path}").status_code == 403


def test_a_registration_answers_with_the_receipt(call, cast):
    told = call("office.window").post("/matters", {"data": petition()}, 201)
    matter = Matter.objects.get(number=told["number"])
    assert told["code"] == code_of(matter.pk)
    assert told["is_visible"] is True


@pytest.mark.parametrize("path", ["/", "/nothing", "/matters/1/2/3", "/matters/", "/%00", "/中/"])
def test_addresses_that_are_none(call, cast, path):
    for caller in (call(), call("office.window")):
        assert caller.get(path, 404) == {
            "type": "about:blank", "title": "Not Found", "status": 404, "code": "not_found",
            "detail": "", "errors": [],
        }  # fmt: skip
        assert caller.post(path, {}, 404)["code"] == "not_found"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/api{path}", {}).status_code == 404
