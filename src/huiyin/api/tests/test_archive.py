"""The archive by the API: the same actions, with problems by code and field."""

from __future__ import annotations

import json

import pytest

from huiyin.archive.models import Disposal, Hold
from huiyin.archive.tests.long_ago import Archived, archived_by
from huiyin.archive.tests.papers import words


@pytest.fixture
def archived(cast, monkeypatch) -> Archived:
    return archived_by(cast, monkeypatch)


@pytest.fixture
def call(cast, client):
    """`call("town.head", "/archive/due")`, or with a body: the answer to that post's holder."""

    def send(post: str, path: str, body: object = None):
        client.force_login(cast.accounts[post])
        address = f"/api{path}"
        if body is None:
            return client.get(address)
        return client.post(address, json.dumps(body), content_type="application/json")

    return send


def test_the_whole_matter_as_pdf(archived, call):
    walk = archived()
    response = call("town.handler", f"/matters/{walk.matter.number}/bundle")
    assert walk.matter.number in words(b"".join(response.streaming_content))[0]
    assert response["Cache-Control"] == "no-store"
    assert call("county.auditor", f"/matters/{walk.matter.number}/bundle").status_code == 403
    assert call("far.head", f"/matters/{walk.matter.number}/bundle").status_code == 404


def test_retention_and_holds(archived, call):
    walk = archived()
    at = f"/matters/{walk.matter.number}"
    kept = call("town.handler", f"{at}/archive").json()
    assert kept["retention"] == {"zh": "10年", "en": "10 years"}
    assert (kept["archived_on"], kept["destroy_after"]) == ("2014-05-03", "2024-12-31")
    placed = call("county.auditor", f"{at}/holds", {"reason": "审计"})
    assert placed.status_code == 201
    row = Hold.objects.get()
    assert placed.json()["id"] == str(row.pk)
    [shown] = call("town.handler", f"{at}/archive").json()["holds"]
    assert shown["placed_seq"] == row.placed_seq
    [listed] = call("county.auditor", "/archive/holds").json()["items"]
    assert (listed["number"], listed["reason"]) == (walk.matter.number, "审计")
    refused = call("town.window", f"{at}/holds/{row.pk}/release", {"reason": "x"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    released = call("county.auditor", f"{at}/holds/{row.pk}/release", {"reason": "结束"})
    assert released.json()["released_seq"] == walk.matter.seq


@pytest.mark.parametrize(
    ("body", "field"),
    [({"reason": " "}, "reason"), ({"reason": "x", "until": "2020-01-01"}, "until"),
     ({}, "body.body.reason"), ({"reason": "x", "until": "x"}, "body.body.until")],
)  # fmt: skip
def test_a_wrong_hold_names_the_field(walk, call, body, field):
    response = call("office.head", f"/matters/{walk.matter.number}/holds", body)
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]


def test_lists_from_proposal_to_approval(archived, call):
    walk = archived()
    [due] = call("town.handler", "/archive/due").json()["items"]
    assert (due["number"], due["held"], due["listed"]) == (walk.matter.number, False, False)
    made = call("town.handler", "/archive/lists", {"numbers": [due["number"]]})
    assert made.status_code == 201
    at = f"/archive/lists/{made.json()['id']}"
    again = call("town.handler", "/archive/lists", {"numbers": [due["number"]]})
    assert (again.status_code, again.json()["code"]) == (409, "not_due")
    assert not call("town.handler", at).json()["may_decide"]
    own = call("town.handler", f"{at}/decide", {"answer": "approve"})
    assert own.json()["code"] == "not_allowed"
    seen = call("town.head", at).json()
    assert seen["may_decide"]
    assert [item["number"] for item in seen["items"]] == [walk.matter.number]
    reason = call("town.head", f"{at}/decide", {"answer": "reject"})
    assert (reason.status_code, reason.json()["errors"][0]["field"]) == (422, "reason")
    assert call("town.head", f"{at}/decide", {"answer": "approve"}).json()["status"] == "approved"
    assert Disposal.objects.get().status == "approved"
    assert call("far.head", at).status_code == 404
    assert call("far.head", "/archive/lists").json()["items"] == []
