"""Somebody whom an agent goes for follows it alone, and can end it at any time (Z24)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiyin.matters.actions import register
from huiyin.matters.testing import Acts, moment
from huiyin.people.testing import make_cast
from huiyin.portal.tests.following import open_it


@pytest.fixture
def proxy(db) -> Acts:
    """Taken on by the town's window for a resident; the grid member is the agent."""
    cast = make_cast(password=None)
    data = {
        "kind": "appeal", "resident": {"name": "王五", "address": "柳湾村12号"},
        "agent": str(cast.posts["town.grid"].pk), "consent": True, "title": "水管老漏",
        "text": "漏了两个月，老人走不动。",
    }  # fmt: skip
    by = cast.actor("town.window")
    return Acts(cast, register("proxy", by=by, data=data, pack="grassroots", at=moment(0, 10)))


def test_the_agent_holds_it_and_the_resident_reads_what_the_agent_told(client, proxy):
    told = {"told_on": moment(2).date().isoformat(), "way": "phone", "told": "水务站月底前来换。"}
    proxy.act("tell_back", "town.grid", 2, told)
    assert proxy.matter.holder_id == proxy.cast.posts["town.grid"].pk
    page = open_it(client, proxy.matter)
    assert "水务站月底前来换。" in page
    assert "王五" not in page


def test_the_resident_ends_it_and_the_agent_can_do_no_more(client, proxy):
    page = open_it(client, proxy.matter)
    end = reverse("portal:act", args=["end"])
    assert end in page
    assert "不要代办了" in client.get(end, headers={"accept-language": "zh-hans"}).content.decode()
    answer = client.post(end, {"ground": "resident", "expected_seq": proxy.matter.seq})
    assert answer.status_code == 302
    assert (proxy.matter.state, proxy.matter.outcome) == ("ended", "taken_back")
