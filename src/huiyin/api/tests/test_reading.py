"""Reading through the API: lists, a matter, search, files; never a person in clear."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.matters.models import Matter
from huiyin.matters.testing import Walk
from huiyin.people.models import Reveal

PERSONAL = ("王小明", "13800001234", "柳湾村6号")


def test_definitions(call):
    caller = call("office.window")
    [petition_line] = [line for line in caller.get("/processes") if line["key"] == "petition"]
    assert petition_line["pack"] == "national"
    process = caller.get("/processes/petition")
    register = process["acts"]["register"]
    assert register["fields"]["channel"]["options"]["visit"] == {"zh": "走访", "en": "Visit"}
    assert register["json_schema"]["properties"].keys() == register["fields"].keys()
    assert "title" in register["json_schema"]["required"]
    assert process["acts"]["give_opinion"]["second"] == "head of owner"
    assert process["clocks"]["handle"]["law"] == "条例第三十四条"
    assert caller.get("/processes/petition", version=process["version"]) == process
    for path in ("/processes/nothing", "/processes/petition?version=1", "/processes/x?pack=../.."):
        assert caller.get(path, 404)["code"] == "not_found"


def test_a_matter_with_its_reasons_and_without_personal_data(call, walk):
    walk.to_handling()
    found = call("town.handler").get(f"/matters/{walk.matter.number}")
    assert (found["state"]["key"], found["seq"]) == ("handling", walk.matter.seq)
    [handle] = [clock for clock in found["clocks"] if clock["key"] == "handle"]
    assert handle["status"] == "running"
    assert any("natural days counted: 60" in sentence for sentence in handle["why"])
    assert handle["derivation"][0]["kind"] == "day_not_counted"
    assert "hear_statement" in {act["key"] for act in found["possible"]}
    assert found["parties"][0]["name"] == "王*明"
    assert found["events"][0]["data"]["requests"] == [{"request": "修好路灯"}]
    text = json.dumps(found, ensure_ascii=False)
    assert not [word for word in PERSONAL if word in text]
    assert {file["field"] for file in found["files"]} == {"letter"}


def test_an_erased_text_is_null(call, walk):
    from huiyin.matters.models import SealedText

    SealedText.objects.filter(matter=walk.pk, path="text").delete()
    found = call("office.window").get(f"/matters/{walk.matter.number}")
    assert found["events"][0]["data"]["text"] is None


def test_the_worklist_pages_by_a_cursor(call, cast):
    numbers = {Walk(cast).matter.number for _ in range(3)}
    caller = call("office.window")
    found = caller.get("/matters")
    assert found["tab"] == "mine"
    assert {line["number"] for line in found["items"]} == numbers
    assert found["items"][0]["petitioner"] == "王*明"
    assert found["next"] is None
    assert caller.get("/matters", tab="unit")["items"] == found["items"]
    assert caller.get("/matters", 404, tab="nothing")["code"] == "not_found"
    assert call("county.admin").get("/matters")["items"] == []


def test_the_second_page_begins_after_the_first(call, cast, monkeypatch):
    from huiyin.matters.queries import worklist

    numbers = {Walk(cast).matter.number for _ in range(5)}
    monkeypatch.setattr(worklist, "PAGE", 2)
    caller, seen, after = call("office.window"), [], ""
    for _ in range(3):
        page = caller.get("/matters", after=after)
        seen += [line["number"] for line in page["items"]]
        after = page["next"]
    assert after is None
    assert len(seen) == 5
    assert set(seen) == numbers


def test_search(call, walk):
    caller, number = call("office.window"), walk.matter.number
    assert caller.get("/search", q=number)["number"] == number
    assert [line["number"] for line in caller.get("/search", q="13800001234")["people"]] == [number]
    assert [line["number"] for line in caller.get("/search", q="路灯")["items"]] == [number]
    assert caller.get("/search", q="  ")["items"] == []
    [wrong] = caller.get("/search", 422, q="灯")["errors"]
    assert (wrong["field"], wrong["rule"], wrong["value"]) == ("q", "too_short", "灯")
    assert caller.get("/search", 422)["errors"][0]["field"] == "query.q"
    stranger = call("far.window").get("/search", q="路灯")
    assert (stranger["items"], stranger["people"], stranger["number"]) == ([], [], None)


def test_a_letter_comes_back_as_it_was_issued(call, walk):
    walk.to_handling()
    caller, path = call("town.handler"), f"/matters/{walk.matter.number}"
    file = caller.get(path)["files"][0]
    response = caller.client.get(f"/api{path}/files/{file['id']}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")
    assert call("county.auditor").get(f"{path}/files/{file['id']}", 403)["code"] == "not_allowed"
    assert call("far.handler").get(f"{path}/files/{file['id']}", 404)["code"] == "not_found"


def test_a_person_is_opened_with_a_reason_only_and_recorded(call, walk):
    caller = call("office.window")
    path = f"/matters/{walk.matter.number}"
    party = caller.get(path)["parties"][0]["id"]
    reveal = f"{path}/people/{party}/reveal"
    before = Reveal.objects.count()
    for body, field, rule in [
        ({"fields": ["phone"], "reason": " "}, "reason", "required"),
        ({"fields": ["salary"], "reason": "call back"}, "fields", "unknown"),
        ({"fields": [], "reason": "call back"}, "fields", "unknown"),
    ]:
        [wrong] = caller.post(reveal, body, 422)["errors"]
        assert (wrong["field"], wrong["rule"]) == (field, rule)
    assert caller.post(reveal, {"fields": ["phone"]}, 422)["code"] == "request"
    assert Reveal.objects.count() == before
    body = {"fields": ["phone"], "reason": "call back"}
    assert caller.post(reveal, body) == {"fields": {"phone": "13800001234"}}
    assert Reveal.objects.count() == before + 1
    assert call("county.auditor").post(reveal, body, 403)["code"] == "not_allowed"
    assert call("far.window").post(reveal, body, 404)["code"] == "not_found"


@pytest.mark.parametrize("path", ["/processes", "/processes/petition", "/matters", "/search?q=x"])
def test_nobody_reads(call, db, path):
    assert call().get(path, 401)["code"] == "not_signed_in"


def test_statements_do_not_grow_with_the_rows(call, cast):
    caller = call("office.window")
    walk = Walk(cast)

    def statements(path: str) -> int:
        caller.get(path)
        with CaptureQueriesContext(connection) as queries:
            caller.get(path)
        return len(queries)

    paths = ["/matters", "/search?q=路灯", f"/matters/{walk.matter.number}"]
    few = [statements(path) for path in paths]
    for _ in range(4):
        Walk(cast)
        walk.act("note", "office.window", 3, {"text": "又来电话"})
    assert Matter.objects.count() == 5
    assert [statements(path) for path in paths] == few
    assert max(few) <= 12


def test_one_description_for_programs(call, db):
    described = call().client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/matters/{number}/acts/{act}" in described["paths"]
    assert call().client.get("/api/docs").status_code == 404
