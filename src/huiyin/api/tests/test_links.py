"""Relations over the API: the same action as the page, the same refusals."""

from __future__ import annotations

import pytest

from huiyin.matters.models import Link
from huiyin.matters.testing import Walk


@pytest.fixture
def pair(cast):
    return Walk(cast).matter.number, Walk(cast).matter.number


def test_made_read_and_undone(pair, call):
    one, two = pair
    clerk = call("office.window")
    made = clerk.post(f"/matters/{one}/links", {"kind": "repeat_of", "number": two}, 201)
    assert made["seq"] == 2
    (row,) = clerk.get(f"/matters/{two}/links")
    assert row["id"] == made["id"]
    assert (row["kind"], row["way"], row["text"]) == ("repeat_of", "in", "Repeated by")
    assert (row["number"], row["may_undo"]) == (one, True)
    undone = clerk.post(f"/matters/{two}/links/{row['id']}/undo", {"reason": "不是一回事"})
    assert undone == {"id": row["id"], "seq": 3}
    assert clerk.get(f"/matters/{one}/links") == []
    assert Link.objects.get().undone_seq == 3


@pytest.mark.parametrize(
    ("kind", "number", "field", "rule"),
    [("merged_into", "two", "kind", "choice"), ("repeat_of", "own", "number", "itself"),
     ("repeat_of", "nothing", "number", "unknown_matter")],
)  # fmt: skip
def test_wrong_fields_are_named(pair, call, kind, number, field, rule):
    one, two = pair
    body = {"kind": kind, "number": {"two": two, "own": one}.get(number, number)}
    (error,) = call("office.window").post(f"/matters/{one}/links", body, 422)["errors"]
    assert (error["field"], error["rule"]) == (field, rule)
    assert error["message"]


def test_who_may_not_and_who_does_not_see(pair, call):
    one, two = pair
    body = {"kind": "repeat_of", "number": two}
    assert call("county.supervisor").post(f"/matters/{one}/links", body, 403)["detail"]
    call("far.head").post(f"/matters/{one}/links", body, 404)
    call("far.head").get(f"/matters/{one}/links", 404)
    clerk = call("office.window")
    made = clerk.post(f"/matters/{one}/links", body, 201)["id"]
    undo = f"/matters/{one}/links/{made}/undo"
    (error,) = clerk.post(undo, {"reason": ""}, 422)["errors"]
    assert (error["field"], error["rule"]) == ("reason", "required")
    call("county.supervisor").post(undo, {"reason": "x"}, 403)
    unknown = f"/matters/{two}/links/{Link.objects.get().source_id}/undo"
    clerk.post(unknown, {"reason": "x"}, 404)
