"""Work methods by API: the same drafts, settings, walks and migrations as at the desk."""

from __future__ import annotations

from huiyin.matters.testing import Walk
from huiyin.methods.models import Draft
from huiyin.methods.testing import ADMIN, in_days, overlay, publish, second_admin
from huiyin.packs import published

REF = "national/petition@2022-05-01"
TIGHTER = "clocks: {handle: {within: 45nd}}\n"
RATING = "/settings/national/petition/clocks.rating.within"


def test_versions_and_differences(cast, call):
    new = f"national/petition@2022-05-01~{publish(cast, TIGHTER).mark}"
    clerk = call("office.window")
    national = next(one for one in clerk.get("/methods") if one["pack"] == "national")
    found = {one["reference"]: one for one in national["versions"]}
    assert found[new]["in_force"]
    assert not found[REF]["in_force"]
    assert found[new]["published_by"] == ["干部4", "干部甲"] or len(found[new]["published_by"]) == 2
    changes = {
        one["path"]: one["text"]["en"] for one in clerk.get("/methods/differences", a=REF, b=new)
    }
    assert changes["clocks.handle.within"] == "clock “Handle” (handle): term 60 days → 45 days"
    clerk.get("/methods/differences", 404, a=REF, b="national/none")


def test_a_walk(cast, call):
    lines = ["2026-05-11 register", "2026-05-12 identify", '2026-05-13 forward {"to_unit": "town"}']
    stops = call("office.window").post("/methods/walk", {"lines": lines})
    assert [stop["state"] for stop in stops] == ["new", "registered", "identified", "forwarded"]
    assert (stops[-1]["owner"], stops[-1]["letters"]) == ("town", ["transfer_letter"])
    refused = call("office.window").post(
        "/methods/walk", {"lines": ["2026-05-11 register", "2026-05-12 accept"]}
    )
    assert refused[-1]["refused"] == "wrong_state"
    call("office.window").post("/methods/walk", {"lines": ["2026-05-11 register {"]}, 422)
    call("office.window").post("/methods/walk", {"lines": [], "process": "x"}, 404)


def test_a_draft_of_two_people(cast, call):
    cast.accounts["second"] = second_admin(cast)
    first, second = call(ADMIN), call("second")
    draft = first.post("/methods/drafts", {"title": "四十五日", "files": overlay(TIGHTER)}, 201)
    path = f"/methods/drafts/{draft['number']}"
    assert draft["is_sound"]
    assert "clocks.handle.within" in [one["path"] for one in draft["effects"][0]["changes"]]
    first.post(path, {"step": "submit", "expected_seq": 1}, 422)
    first.post(
        path, {"step": "submit", "expected_seq": 1, "valid_from": in_days(-1).isoformat()}, 422
    )
    first.post(path, {"step": "submit", "expected_seq": 1, "valid_from": in_days(0).isoformat()})
    assert first.post(path, {"step": "approve", "expected_seq": 2}, 403)["code"] == "same_person"
    assert second.post(path, {"step": "approve", "expected_seq": 1}, 409)["code"] == "stale"
    done = second.post(path, {"step": "approve", "expected_seq": 2})
    assert (done["status"], [step["action"] for step in done["steps"]]) == (
        "published", ["created", "submitted", "approved"],
    )  # fmt: skip
    assert Walk(cast).matter.version == f"2022-05-01~{draft['number']}"
    assert [one["number"] for one in call("county.auditor").get("/methods/drafts")] == [
        draft["number"]
    ]
    call("county.auditor").post(path, {"step": "withdraw", "expected_seq": 3}, 403)
    call("county.head").get(path, 403)
    first.get("/methods/drafts/99", 404)
    first.get("/methods/drafts/99999999999", 404)
    first.post(path, {"step": "edit", "expected_seq": 3, "title": "x"}, 409)


def test_settings(cast, call):
    admin = call(ADMIN)
    found = {one["key"]: one for one in admin.get("/settings")}
    assert (
        found["clocks.rating.within"]["value"],
        found["clocks.rating.within"]["confidence"],
    ) == ("30nd", "D")
    draft = admin.post(RATING, {"value": "45nd"}, 201)
    again = admin.post("/settings/national/petition/follow_ups.execution.in",
                       {"value": "9nd", "into": draft["number"]}, 201)  # fmt: skip
    assert (again["number"], Draft.objects.count()) == (draft["number"], 1)
    for wrong in ("soon", "30nd"):
        assert admin.post(RATING, {"value": wrong}, 422)["errors"][0]["field"] == "value"
    admin.post("/settings/national/petition/clocks.handle.within", {"value": "90nd"}, 404)
    admin.get("/settings", 404, pack="nowhere")
    call("county.auditor").post(RATING, {"value": "45nd"}, 403)
    call("town.head").get("/settings", 403)


def test_moving_a_matter(cast, call):
    walk = Walk(cast).to_handling()
    to = f"national/petition@2022-05-01~{publish(cast, TIGHTER).mark}"
    published.refresh()
    head, path = call("town.head"), f"/matters/{walk.matter.number}/migration"
    planned = head.get(path, to=to)
    (moved,) = [one for one in planned["clocks"] if one["differs"]]
    assert (moved["clock"]["key"], planned["reasons"]) == ("handle", [])
    body = {"to": to, "expected_seq": planned["expected_seq"], "reason": "新办法更短"}
    head.post(path, {**body, "reason": " "}, 422)
    head.post(path, {**body, "expected_seq": 1}, 409)
    head.post(path, body)
    assert walk.matter.version == to.rpartition("@")[2]
    back = {**body, "to": REF, "expected_seq": walk.matter.seq}
    assert head.post(path, back, 409)["code"] == "looser"
    assert "never gets longer" in head.get(path, to=REF)["reasons"][0]
    call("town.handler").post(path, body, 403)
    call("far.head").get(path, 404, to=to)
    head.get(path, 404, to="x")
