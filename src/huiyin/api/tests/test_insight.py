"""Ledgers, indicators and bulletins over the API: the page's figures, the page's rights."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.matters.actions import register
from huiyin.matters.testing import moment
from huiyin.people.testing import make_cast

MARCH = "first=2025-03-01&last=2025-03-31"


@pytest.fixture
def county(db):
    cast = make_cast(password=None)
    cast.divisions["county"].pack = "grassroots"
    cast.divisions["county"].save()
    form = {
        "source": "grid", "found_at": moment(0).isoformat(), "listed": "backlog", "kind": "d17",
        "title": "两家争水沟", "text": "吵了几年。", "place": cast.divisions["village"].pk,
    }  # fmt: skip
    done = register(
        "dispute", pack="grassroots", by=cast.actor("town.handler"), data=form, at=moment(0, 10)
    )
    return cast, done.matter.number


@pytest.fixture
def api(county):
    def get(post: str, path: str):
        client = Client()
        client.force_login(county[0].accounts[post])
        return client.get(f"/api/{path}")

    return get


def test_figures_and_what_is_behind_them(county, api):
    found = api("county.leader", f"indicators?{MARCH}").json()
    shown = {one["key"]: one["shown"] for one in found["items"]}
    assert found["pack"] == "grassroots"
    assert shown["X4.received"] == "1"
    behind = api("county.leader", f"indicators/grassroots/X4.received/matters?{MARCH}").json()
    assert [one["matter"]["number"] for one in behind["items"]] == [county[1]]
    rate = api("county.leader", f"indicators/grassroots/X4.satisfied_rate/matters?{MARCH}")
    assert rate.status_code == 404


def test_a_ledger_with_its_columns(county, api):
    page = api("town.head", "ledgers/grassroots/backlog?day=2025-03-10&show=entered").json()
    (row,) = page["rows"]
    assert row["number"] == county[1]
    assert row["cells"]["kind"] == {"zh": "邻里关系", "en": "Neighbours"}
    assert row["cells"]["place"] == "柳湾村"
    everything = api("county.leader", "ledgers").json()["items"]
    closing = {one["key"]: one["rounds"][0]["closing"] for one in everything}
    assert (closing["backlog"], closing["disputes"], closing["growth"]) == (1, 1, 0)
    assert api("town.head", "ledgers/grassroots/backlog?show=nothing").status_code == 404


def test_the_bulletin_of_a_month(county, api):
    found = api("county.leader", "bulletins/grassroots/monthly?month=2025-03-01").json()
    lines = {one["name"]: (one["counts"]["received"], one["visit"]) for one in found["lines"]}
    assert lines == {"松石镇": (1, False), "白塔镇": (0, True)}
    assert found["total"]["received"] == 1


def test_rights_are_those_of_the_pages(county, api):
    assert api("town.handler", f"indicators?{MARCH}").status_code == 403
    assert api("far.head", f"indicators?{MARCH}").status_code == 404
    assert api("county.admin", "ledgers").status_code == 403
    other = api("other_town.head", "ledgers/grassroots/backlog?day=2025-03-10&show=entered")
    assert other.json()["rows"] == []
