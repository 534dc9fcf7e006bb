"""Ledgers, indicators, bulletins on the desk: real acts, every number opens what is behind it."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pytest

from huiyin.engine.method_shape import IndicatorShape, Select
from huiyin.matters.actions import perform, register
from huiyin.matters.testing import moment
from huiyin.packs import method_file

NAMES = {"law": "测试"}
DISPUTE = {"process": ("dispute",)}
SHAPES = {
    "C3.found": IndicatorShape(zh="排查纠纷", en="Found", count=Select(**DISPUTE), **NAMES),
    "C3.resolved": IndicatorShape(
        zh="化解纠纷", en="Resolved", count=Select(**DISPUTE, act=("resolve",)), **NAMES
    ),
    "C3.rate": IndicatorShape(
        zh="化解率", en="Share resolved", share=("C3.resolved", "C3.found"), form="percent", **NAMES
    ),
    "C3.change": IndicatorShape(zh="同比", en="Year on year", change="C3.found", **NAMES),
    "C1.grids": IndicatorShape(
        zh="网格", en="Grids", count=Select(records="grids"), standing=True, **NAMES
    ),
}
MARCH = "from=2025-03-01&to=2025-03-31"


@pytest.fixture
def town(cast, monkeypatch):
    """The grassroots method is in force in the county, with a few indicators."""
    cast.divisions["county"].pack = "grassroots"
    cast.divisions["county"].save()
    own = method_file.method("grassroots")
    with_figures = replace(own, indicators=SHAPES)
    for where in ("huiyin.desk.figuring.method", "huiyin.insight.policy.method"):
        monkeypatch.setattr(where, lambda pack: with_figures)
    return cast


class Dispute:
    """A dispute of the village, registered in the town and moved by real acts."""

    def __init__(self, cast, title="两家争水沟", day=0, **changes):
        self.cast = cast
        form = {
            "source": "grid", "found_at": moment(day).isoformat(), "listed": "growth",
            "kind": "d17", "title": title, "text": "两家为一条水沟吵。", "people": 2,
            "place": cast.divisions["village"].pk,
        } | changes  # fmt: skip
        self.done = register(
            "dispute", pack="grassroots", by=cast.actor("town.handler"), data=form,
            at=moment(day, 10),
        )  # fmt: skip
        self.number = self.done.matter.number

    def act(self, act, by, day, **data):
        matter = type(self.done.matter).objects.get(pk=self.done.matter.pk)
        perform(
            matter.pk, act, by=self.cast.actor(by), data=data, expected_seq=matter.seq,
            at=moment(day, 11),
        )  # fmt: skip
        return self

    def resolved(self, day):
        self.act("assign_squad", "town.handler", day - 2, team="squad",
                 to_unit=self.cast.unit("town"))  # fmt: skip
        settled = moment(day).date().isoformat()
        return self.act("resolve", "town.handler", day, settled_on=settled, way="explained",
                        result="讲清了")  # fmt: skip

    def struck(self, day):
        checked = moment(day).date().isoformat()
        self.act("strike_off", "town.handler", day, checked_on=checked, checked_by="visit",
                 settled=True, kept=True)  # fmt: skip
        return self.act("strike_off", "town.head", day)


@pytest.fixture
def disputes(town):
    return [
        Dispute(town, "一号水沟").resolved(5).struck(7),
        Dispute(town, "二号田埂", 3),
        Dispute(town, "三号树木", 4, listed="backlog").resolved(9),
    ]


def figures(page: str) -> dict[str, str]:
    return dict(re.findall(r"/indicators/grassroots/([\w.]+)/\?[^\"]*\">(\d+)</a>", page))


def test_indicators_open_the_matters_behind(disputes, at_desk, within_budget):
    browser = at_desk("county.leader")
    response = within_budget("indicators", lambda: browser.get(f"/indicators/?{MARCH}"))
    page = response.content.decode()
    assert figures(page) == {"C3.found": "3", "C3.resolved": "2"}
    assert "66.7%" in page
    within = browser.get(f"/indicators/grassroots/C3.resolved/?{MARCH}").content.decode()
    shown = set(re.findall(r"/matters/([\d-]+)/", within))
    assert shown == {disputes[0].number, disputes[2].number}
    assert browser.get(f"/indicators/grassroots/C3.rate/?{MARCH}").status_code == 404
    assert browser.get(f"/indicators/nowhere/C3.found/?{MARCH}").status_code == 404


def test_the_budget_of_a_list_behind_a_figure(disputes, at_desk, within_budget):
    address = f"/indicators/grassroots/C3.found/?{MARCH}"
    browser = at_desk("county.leader")
    within_budget("indicators: matters", lambda: browser.get(address))


def test_indicators_are_for_whoever_counts(disputes, at_desk):
    assert at_desk("town.handler").get("/indicators/").status_code == 403
    assert at_desk("county.auditor").get("/bulletins/").status_code == 403
    far = at_desk("far.head").get(f"/indicators/?{MARCH}")
    assert "No work method is in force" in far.content.decode()


def test_a_ledger_balances_and_every_number_opens(disputes, at_desk, within_budget):
    browser = at_desk("county.leader")
    address = "/ledgers/grassroots/disputes/?round=2025-03-01"
    response = within_budget("ledger", lambda: browser.get(address))
    page = response.content.decode()
    now = browser.get("/ledgers/grassroots/disputes/").content.decode()
    rounds = re.findall(r"round=2025-03-01&amp;show=(\w+)\"[^>]*>(\d+)</a>", now)
    assert rounds == []  # March 2025 is further back than a year
    shown = set(re.findall(r"/matters/([\d-]+)/", page))
    assert shown == {disputes[1].number, disputes[2].number}
    left = browser.get(f"{address}&show=left").content.decode()
    assert set(re.findall(r"/matters/([\d-]+)/", left)) == {disputes[0].number}
    entered = browser.get(f"{address}&show=entered").content.decode()
    assert len(set(re.findall(r"/matters/([\d-]+)/", entered))) == 3
    assert "New" in page
    assert "Neighbours" in page


def test_the_lists_are_told_apart(disputes, at_desk):
    browser = at_desk("town.head")
    for key, number in (("growth", disputes[1].number), ("backlog", disputes[2].number)):
        page = browser.get(f"/ledgers/grassroots/{key}/?round=2025-03-01").content.decode()
        assert set(re.findall(r"/matters/([\d-]+)/", page)) == {number}


def test_what_nobody_may_see_is_not_counted(disputes, at_desk):
    page = at_desk("other_town.head").get("/ledgers/grassroots/disputes/?round=2025-03-01")
    assert "Nothing stands here" in page.content.decode()
    assert at_desk("far.head").get("/ledgers/grassroots/disputes/").status_code == 404
    assert at_desk("town.dispatcher").get("/ledgers/grassroots/nothing/").status_code == 404


def test_all_ledgers_in_one_statement(disputes, at_desk, within_budget):
    browser = at_desk("county.leader")
    response = within_budget("ledgers", lambda: browser.get("/ledgers/"))
    page = response.content.decode()
    assert page.count('class="figure-big"') == len(method_file.method("grassroots").ledgers)


def test_the_workbook_has_the_rows_and_both_languages(disputes, at_desk):
    response = at_desk("county.leader", "zh-hans").get(
        "/ledgers/grassroots/disputes/table.xlsx?round=2025-03-01&show=entered"
    )
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    rows = list(book.active.values)
    assert rows[2][:2] == ("编号\nNumber", "纠纷\nDispute")
    assert {row[0] for row in rows[3:]} == {one.number for one in disputes}
    kinds = rows[2].index("类别\nKind")
    assert {row[kinds] for row in rows[3:]} == {"邻里关系"}


def test_the_bulletin_marks_quiet_places_and_ranks_nobody(disputes, town, at_desk, within_budget):
    browser = at_desk("county.leader")
    response = within_budget("bulletin", lambda: browser.get("/bulletins/?month=2025-03"))
    page = response.content.decode()
    rows = re.findall(r"<th scope=\"row\"><a[^>]*>([^<]+)</a>(.*?)</th>", page)
    assert [name for name, _ in rows] == ["松石镇", "白塔镇"]
    assert ["visit" in cells for _, cells in rows] == [False, True]
    town_code = town.divisions["town"].pk
    behind = browser.get(
        f"/bulletins/grassroots/monthly/received/?month=2025-03&place={town_code}"
    ).content.decode()
    assert len(set(re.findall(r"/matters/([\d-]+)/", behind))) == 3
    due = browser.get(f"/bulletins/grassroots/monthly/due/?month=2025-04&place={town_code}")
    assert due.status_code == 200
    assert browser.get("/bulletins/table.xlsx?month=2025-03").status_code == 200


def test_the_wall_shows_what_stands_by_place(disputes, at_desk, within_budget):
    browser = at_desk("county.leader")
    address = "/ledgers/grassroots/disputes/wall/"
    page = within_budget("wall", lambda: browser.get(address)).content.decode()
    assert "柳湾村" in page
    assert set(re.findall(r"/matters/([\d-]+)/", page)) == {one.number for one in disputes[1:]}


def test_what_cannot_be_read_is_told(town, at_desk):
    browser = at_desk("county.leader")
    response = browser.get("/indicators/?from=tomorrow")
    assert response.status_code == 422
    assert "is not a date" in response.content.decode()
    assert browser.get("/indicators/table.xlsx?from=tomorrow").status_code == 404
    assert browser.get("/ledgers/grassroots/disputes/?place=1").status_code == 404
    assert browser.get("/bulletins/?place=1").status_code == 422
    assert browser.get("/indicators/?pack=nowhere").status_code == 404
