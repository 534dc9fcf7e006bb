"""Administration by the API: the same forms, actions and answers as the pages."""

from __future__ import annotations

import json

import pytest

from huiyin.people.models import Account, Change, Unit
from huiyin.places.models import CalendarVersion

JSON = "application/json"
UNIT = {"name": "松石镇司法所", "code": "justice", "kind": "bureau", "division": "松石镇"}
TEXT = "day,kind,zh,en\n2027-01-01,rest,元旦,\n"


def send(client, method, address, body=None):
    call = getattr(client, method)
    return call(f"/api/admin/{address}", json.dumps(body or {}), content_type=JSON)


@pytest.fixture
def signed_in(call):
    """A browser of that post's holder."""
    return lambda post: call(post).client


@pytest.fixture
def admin(signed_in):
    return signed_in("county.admin")


def test_an_office_is_set_up(cast, admin):
    unit = send(admin, "post", "units", UNIT | {"parent": "town"})
    assert unit.status_code == 201
    post = send(admin, "post", f"units/{unit.json()['id']}/posts", {"title": "长", "role": "head"})
    account = send(admin, "post", "accounts", {"username": "zhao", "display_name": "赵敏"})
    link = send(admin, "post", f"accounts/{account.json()['id']}/link")
    assert link.json()["path"].startswith("/set-password/")
    held = send(
        admin, "post", f"posts/{post.json()['id']}/holdings",
        {"account": "zhao", "starts_on": "2026-01-01"},
    )  # fmt: skip
    assert held.status_code == 201
    listed = admin.get(f"/api/admin/accounts/{account.json()['id']}/holdings").json()
    assert [one["post"] for one in listed] == [post.json()["id"]]


def test_wrong_fields_and_conflicts(cast, admin):
    wrong = send(admin, "post", "units", UNIT | {"code": "town"})
    assert wrong.status_code == 422
    assert [(one["field"], one["rule"]) for one in wrong.json()["errors"]] == [("code", "taken")]
    stale = send(admin, "put", f"units/{cast.unit('town')}", UNIT | {"expected": "before"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    needed = send(admin, "post", f"units/{cast.unit('county')}/dissolve", {"reason": "撤并"})
    assert (needed.status_code, needed.json()["code"]) == (409, "has_units")


def test_what_was_read_can_be_changed(cast, admin):
    found = admin.get(f"/api/admin/units/{cast.unit('town')}").json()
    keys = ("code", "name", "kind", "division", "parent", "expected")
    changed = send(
        admin, "put", f"units/{found['id']}", {key: found[key] for key in keys} | {"phone": "7"}
    )
    assert changed.status_code == 200
    assert Unit.objects.get(code="town").phone == "7"


def test_shut_and_opened(cast, admin):
    key = cast.accounts["town.head"].pk
    assert send(admin, "post", f"accounts/{key}/shut").json()["is_active"] is False
    assert send(admin, "post", f"accounts/{key}/reopen").json()["is_active"] is True
    assert Account.objects.get(pk=key).is_active


def test_suggestions(cast, admin):
    found = admin.get("/api/admin/choices/units?q=松石").json()
    assert found == [{"value": "town 松石镇人民政府"}]
    assert admin.get("/api/admin/choices/secrets?q=x").status_code == 422


def test_a_year_is_looked_at_and_published(cast, admin):
    effect = send(admin, "post", "calendars/preview", {"text": TEXT})
    assert (effect.status_code, effect.json()["days"]) == (200, ["2027-01-01"])
    assert not CalendarVersion.objects.exists()
    made = send(admin, "post", "calendars", {"text": TEXT})
    assert made.status_code == 201
    shown = admin.get(f"/api/admin/calendars/versions/{made.json()['id']}").json()
    assert (shown["year"], shown["pending"]) == (2027, 0)
    assert send(admin, "post", "calendars", {"text": "?"}).status_code == 422


def test_the_log(cast, admin, signed_in):
    send(admin, "post", "units", UNIT)
    auditor = signed_in("county.auditor")
    items = auditor.get("/api/admin/audit/changes?kind=unit").json()["items"]
    assert [(one["act"], one["title"]) for one in items] == [("create", "松石镇司法所")]
    assert auditor.get("/api/admin/audit/reads").status_code == 200
    assert signed_in("county.head").get("/api/admin/audit/changes").status_code == 403


@pytest.mark.parametrize("post", ["county.auditor", "town.head"])
def test_nobody_else_changes_anything(cast, signed_in, post):
    client = signed_in(post)
    assert send(client, "post", "units", UNIT).status_code == 403
    assert send(client, "post", "calendars", {"text": TEXT}).status_code == 403
    assert not Change.objects.exists()
