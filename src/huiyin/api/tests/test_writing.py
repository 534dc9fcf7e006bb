"""Writing through the API: the same door, the same refusals, told as problems."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.matters.models import Event, File, Matter
from huiyin.matters.testing import OPINION, PDF, TRIAGE, Walk, petition


def test_from_registration_to_acceptance(call, cast):
    done = call("office.window").post("/matters", {"data": petition()}, 201)
    assert (done["act"], done["event"], done["seq"], done["state"]) == (
        "register",
        1,
        1,
        "registered",
    )
    path = f"/matters/{done['number']}/acts"
    dispatcher = call("office.dispatcher")
    done = dispatcher.post(f"{path}/identify", {"expected_seq": 1, "data": dict(TRIAGE)})
    data = {"to_unit": cast.unit("town")}
    done = dispatcher.post(f"{path}/forward", {"expected_seq": done["seq"], "data": data})
    assert done["seq"] == done["event"] + 1  # the letter is an event of its own
    done = call("town.handler").post(f"{path}/accept", {"expected_seq": done["seq"]})
    assert done["state"] == "handling"
    assert set(Event.objects.filter(step="do").values_list("via", flat=True)) == {"api"}


def test_four_eyes(call, walk):
    walk.to_handling()
    day = {"checked_on": "2025-03-11", "findings": "线路老化。"}
    heard = {"heard_on": "2025-03-11", "way": "home", "statement": "看不见。"}
    walk.act("hear_statement", "town.handler", 9, heard)
    walk.act("check_facts", "town.handler", 9, day)
    path = f"/matters/{walk.matter.number}"
    act = f"{path}/acts/give_opinion"
    handler, head = call("town.handler"), call("town.head")
    body = {"expected_seq": walk.matter.seq, "data": dict(OPINION)}
    assert handler.post(act, body)["step"] == "propose"
    body = {"expected_seq": walk.matter.seq}
    assert handler.post(act, body, 403)["code"] == "not_allowed"
    assert head.get(path)["possible"][0]["key"] != "give_opinion"
    [answer] = [act for act in head.get(path)["possible"] if act["answers"]]
    assert answer["key"] == "give_opinion"
    sent_back = {"expected_seq": walk.matter.seq, "step": "send_back"}
    [wrong] = head.post(act, sent_back, 422)["errors"]
    assert (wrong["field"], wrong["rule"]) == ("reason", "required")
    done = head.post(act, sent_back | {"data": {"reason": "依据不足"}})
    assert done["step"] == "send_back"
    handler.post(act, {"expected_seq": walk.matter.seq, "data": dict(OPINION)})
    assert head.post(act, {"expected_seq": walk.matter.seq})["state"] == "answered"


def test_a_refused_form_names_field_value_rule_and_law(call, walk):
    path = f"/matters/{walk.matter.number}/acts/identify"
    body = {"expected_seq": 1, "data": {**TRIAGE, "route": "art99"}}
    problem = call("office.dispatcher").post(path, body, 422)
    assert problem["code"] == "form"
    [wrong] = problem["errors"]
    assert (wrong["field"], wrong["rule"], wrong["value"]) == ("route", "choice", "art99")
    assert wrong["law"] == "条例第三十一条"
    assert "art99" in wrong["message"]
    assert Event.objects.count() == 1


def test_what_was_said_of_a_person_is_not_repeated(call, cast):
    person = {"phone": "13800001234"}
    problem = call("office.window").post("/matters", {"data": petition(petitioner=person)}, 422)
    assert [error["rule"] for error in problem["errors"]] == ["name_required"]
    assert "13800001234" not in json.dumps(problem)
    assert not Matter.objects.exists()


def test_stale_and_wrong_state_and_not_allowed(call, walk):
    path = f"/matters/{walk.matter.number}/acts"
    stale = call("office.dispatcher").post(
        f"{path}/identify", {"expected_seq": 7, "data": dict(TRIAGE)}, 409
    )
    assert (stale["code"], stale["expected_seq"], stale["found_seq"]) == ("stale", 7, 1)
    window = call("office.window")
    assert window.post(f"{path}/archive", {"expected_seq": 1}, 409)["code"] == "wrong_state"
    body = {"expected_seq": 1, "data": dict(TRIAGE)}
    refused = window.post(f"{path}/identify", body, 403)
    assert refused["code"] == "not_allowed"
    assert "dispatcher" in refused["detail"]
    assert window.post(f"{path}/explode", {"expected_seq": 1}, 404)["code"] == "not_found"
    assert call("far.window").post(f"{path}/note", body, 404)["code"] == "not_found"
    assert (
        call("county.auditor").post("/matters", {"data": petition()}, 403)["code"] == "not_allowed"
    )
    assert call().post("/matters", {"data": petition()}, 401)["code"] == "not_signed_in"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("not json", ""),
        ("[1]", ""),
        ({}, "data"),
        ({"data": []}, "data"),
        ({"data": {}, "sealed": True}, "sealed"),
    ],
)
def test_a_body_of_another_shape(call, cast, body, field):
    problem = call("office.window").post("/matters", body, 422)
    assert problem["code"] == "request"
    assert problem["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "body", [{"pack": "../x"}, {"pack": "/etc"}, {"process": "x"}, {"act": "x"}]
)
def test_no_such_process(call, cast, body):
    assert call("office.window").post("/matters", {"data": {}, **body}, 404)["code"] == "not_found"


def test_an_act_that_does_not_begin_a_matter(call, cast):
    body = {"act": "note", "data": {"text": "x"}}
    assert call("office.window").post("/matters", body, 409)["code"] == "wrong_state"


def test_expected_seq_is_needed_and_a_number(call, walk):
    path = f"/matters/{walk.matter.number}/acts/note"
    for body in ({}, {"expected_seq": None}, {"expected_seq": -1}, {"expected_seq": "x"}):
        problem = call("office.window").post(path, {"data": {"text": "x"}, **body}, 422)
        assert problem["errors"][0]["field"] == "expected_seq"


def test_files_come_as_parts(call, cast):
    client = call("office.window").client
    body = json.dumps({"data": petition()})
    file = SimpleUploadedFile("照片.pdf", PDF)
    response = client.post("/api/matters", {"body": body, "files": file})
    assert response.status_code == 201, response.content
    assert [(row.name, row.media_type) for row in File.objects.filter(field="files")] == [
        ("照片.pdf", "application/pdf")
    ]
    wrong = SimpleUploadedFile("照片.png", PDF)
    response = client.post("/api/matters", {"body": body, "files": wrong})
    assert response.status_code == 422
    assert response.json()["errors"][0]["rule"] == "file_is_something_else"
    assert client.post("/api/matters", {"files": file}).status_code == 422


def test_a_foreign_site_cannot_write(cast, walk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.accounts["office.window"])
    body = json.dumps({"data": petition()})
    response = client.post("/api/matters", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (403, "csrf")
    client.get(f"/matters/{walk.matter.number}/acts/note/")  # a page sets the cookie
    token = client.cookies["csrftoken"].value
    headers = {"X-CSRFToken": token}
    response = client.post("/api/matters", body, content_type="application/json", headers=headers)
    assert response.status_code == 201


def test_a_body_too_large(call, cast):
    body = {"data": petition(text="长" * 5_000_000)}
    assert call("office.window").post("/matters", body, 413)["code"] == "too_large"
    assert not Matter.objects.exists()


def test_statements_of_a_registration(call, cast):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    caller = call("office.window")
    Walk(cast)
    with CaptureQueriesContext(connection) as queries:
        caller.post("/matters", {"data": petition()}, 201)
    assert len(queries) <= 15, [query["sql"] for query in queries]
