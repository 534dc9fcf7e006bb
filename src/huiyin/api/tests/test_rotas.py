"""Rotas over the API: the same rules as the pages, the same refusals."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from huiyin.duties.models import Rota, Shift
from huiyin.duties.tests.rota_world import World, day

HEAD, ME, YOU = "town.head", "town.handler", "town.window"


@pytest.fixture
def world(cast) -> World:
    return World(cast)


@pytest.fixture
def call(cast):
    """`call("town.head", "rotas", {…})`: POST with a body, GET without."""

    def send(post: str, path: str, body: dict | None = None):
        client = Client(headers={"accept-language": "en"})
        client.force_login(cast.accounts[post])
        if body is None:
            return client.get(f"/api/{path}")
        return client.post(f"/api/{path}", json.dumps(body), "application/json")

    return send


def test_start_propose_fill_replace_cancel_end(world, call):
    town = {"unit": world.cast.unit("town"), "key": "duty24"}
    made = call(HEAD, "rotas", town)
    assert made.status_code == 201
    assert made.json()["name"] == "Duty around the clock"
    assert call(HEAD, "rotas", town).json()["errors"][0]["field"] == "key"
    rota = made.json()["id"]
    span = f"first={day(1)}&last={day(7)}"
    plan = call(HEAD, f"rotas/{rota}/proposal?{span}").json()
    assert plan["shifts"]
    assert {one["slot"] for one in plan["left"]} == {"leader"}
    assert not Shift.objects.exists()
    given = {"first": str(day(1)), "last": str(day(7)), "mark": plan["mark"]}
    rows = call(HEAD, f"rotas/{rota}/fill", given).json()
    assert len(rows) == len(plan["shifts"])
    assert call(HEAD, f"rotas/{rota}/fill", given).json()["code"] == "stale"
    month = call("county.leader", f"rotas/{rota}?{span}").json()
    assert len(month["shifts"]) == len(rows)
    assert {one["slot"] for one in month["holes"]} == {"leader"}
    assert sum(one["shifts"] for one in month["tally"]) == len(rows)
    leads = next(one for one in rows if one["slot"] == "leader")
    cancelled = call(HEAD, f"shifts/{leads['id']}/cancel", {})
    assert cancelled.json()["cancelled_at"]
    again = call(HEAD, f"rotas/{rota}/turns/{leads['begins_at'][:10]}/leader",
                 {"account": world.id(HEAD)})  # fmt: skip
    assert again.status_code == 201
    same = call(HEAD, f"shifts/{again.json()['id']}/replace", {"account": world.id(HEAD)})
    assert same.json()["errors"][0]["rule"] == "taken"
    assert call(HEAD, f"rotas/{rota}/end", {}).json()["ended_on"]
    assert call(HEAD, f"rotas/{rota}/end", {}).status_code == 409


def test_overlap_leave_and_rights(world, call):
    rota = world.rota()
    place = f"rotas/{rota.pk}/turns/{day(2)}"
    mine = {"account": world.id(ME)}
    assert call(ME, f"{place}/staff", mine).status_code == 403
    assert call("far.head", f"{place}/staff", mine).status_code == 404
    assert call(HEAD, f"{place}/nobody", mine).status_code == 404
    assert call(HEAD, f"{place}/staff", mine).status_code == 201
    wrong = call(HEAD, f"{place}/substitute", mine)
    assert (wrong.status_code, wrong.json()["errors"][0]["rule"]) == (422, "taken")
    world.leave(YOU, day(2))
    wrong = call(HEAD, f"{place}/substitute", {"account": world.id(YOU)})
    assert wrong.json()["errors"][0]["rule"] == "away"
    assert call(HEAD, f"{place}/substitute", {"account": "\x00"}).status_code == 422
    assert call(HEAD, f"rotas/{rota.pk}/proposal?first={day(9)}&last={day(1)}").status_code == 422
    assert call(HEAD, "rotas?after=%00").status_code == 200


def test_swaps(world, call):
    rota = world.rota()
    mine, yours = world.plan(rota, day(2), "staff", ME), world.plan(rota, day(9), "staff", YOU)
    body = {"asked_of": world.id(YOU), "other": str(yours.pk)}
    assert call(YOU, f"shifts/{mine.pk}/swaps", body).status_code == 404
    asked = call(ME, f"shifts/{mine.pk}/swaps", body)
    assert asked.status_code == 201
    swap = asked.json()["id"]
    assert call(ME, f"swaps/{swap}/answer", {"accept": True}).status_code == 404
    assert call(YOU, "rotas").json()["swaps"][0]["id"] == swap
    assert call(YOU, f"swaps/{swap}/answer", {"accept": True}).json()["accepted"] is True
    assert call(ME, f"swaps/{swap}/withdraw", {}).json()["code"] == "answered"
    found = call(ME, "rotas").json()
    assert [one["begins_at"][:10] for one in found["shifts"]] == [str(day(9))]
    assert [one["key"] for one in found["own"]] == ["duty24"]
    assert Rota.objects.count() == 1


def test_the_private_calendar(world, call):
    world.plan(world.rota(), day(2), "staff", ME)
    address = call(ME, "calendar/make", {}).json()["address"]
    assert b"VEVENT" in Client().get(address).content
    assert call(ME, "calendar/end", {}).json() == {"ended": True}
    assert Client().get(address).status_code == 404
