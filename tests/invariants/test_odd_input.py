"""Odd addresses and bodies from anybody's program get an answer, never an error of ours."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from huiyin.matters.testing import OPINION, Walk

NUL, HUGE = "%00", "9" * 400
CURSOR = "-7fffffffffffffff-" + "0" * 32


@pytest.mark.parametrize(
    "path",
    [
        f"/matters/{NUL}/", f"/matters/{HUGE}/", "/matters/１/", f"/?tab={NUL}",
        f"/?after={CURSOR}",
        f"/search/?q={NUL}", f"/search/?q={quote('路灯' * 300)}", f"/register/?channel={NUL}",
        f"/matters/1/people/{HUGE}/reveal/", f"/api/matters/{NUL}", f"/api/matters/{HUGE}",
        f"/api/matters?tab={NUL}", f"/api/matters?after={CURSOR}", f"/api/search?q={NUL}",
        f"/api/search?q={quote('😀')}", f"/api/processes/{NUL}",
        f"/api/processes/petition?version={NUL}",
        f"/api/processes/petition?pack={NUL}", f"/api/matters/1/people/{HUGE}/reveal",
    ],
)  # fmt: skip
def test_odd_addresses(browser, walk, path):
    client = browser("office.window")
    for method in (client.get, client.post, client.put, client.delete):
        assert method(path).status_code < 500, method.__name__


@pytest.mark.parametrize(
    "data",
    [
        {"reason": "\x00"}, {"reason": 5}, {"reason": ["x"]}, {"reason": {"a": 1}}, {}, {"x": "y"},
        {"reason": "长" * 3000},
    ],
)  # fmt: skip
def test_odd_reasons_for_a_return(browser, cast, data):
    walk = Walk(cast, channel="call", read_back=None)
    simple = {
        "class": "appeal",
        "route": "art31_6",
        "procedure": "simple",
        "simple_ground": "clear",
    }
    walk.act("identify", "office.handler", 1, simple)
    walk.act("accept", "office.handler", 2)
    walk.act("give_opinion", "office.handler", 3, OPINION)
    body = {"expected_seq": walk.matter.seq, "step": "send_back", "data": data}
    path = f"/api/matters/{walk.matter.number}/acts/give_opinion"
    answer = browser("office.head").post(path, json.dumps(body), "application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "form")
    assert walk.matter.waiting_for == "give_opinion"


@pytest.mark.parametrize("value", ["\x00", "\ud800", 5, None, [], {"a": []}, True, "1e999", "-1"])
@pytest.mark.parametrize(
    "field", ["title", "people", "anonymous", "petitioner", "requests", "category", "place",
              "received_at", "channel", "files"],
)  # fmt: skip
def test_odd_values_in_a_registration(browser, cast, field, value):
    body = json.dumps({"data": {field: value}})
    answer = browser("office.window").post("/api/matters", body, "application/json")
    assert answer.status_code == 422
    assert answer.json()["code"] in {"form", "request"}


@pytest.mark.parametrize("reason", ["\x00", "\ud800", 5, None, []])
def test_odd_reasons_to_open_personal_data(browser, walk, reason):
    client = browser("office.window")
    party = client.get(f"/api/matters/{walk.matter.number}").json()["parties"][0]["id"]
    path = f"/api/matters/{walk.matter.number}/people/{party}/reveal"
    body = json.dumps({"fields": ["phone"], "reason": reason})
    assert client.post(path, body, "application/json").status_code == 422
    page = f"/matters/{walk.matter.number}/people/{party}/reveal/"
    form = {"fields": "phone", "reason": str(reason).encode("utf-8", "replace").decode()}
    assert client.post(page, form).status_code < 500
