"""The counting pages: figures that open the matters behind them, a table, who may."""

from __future__ import annotations

import csv
import io
import re

import pytest

from huiyin.desk.tests.browsing import Page
from huiyin.matters.testing import Walk

MARCH = "from=2025-03-01&to=2025-03-31"


@pytest.fixture
def county(cast):
    village = cast.divisions["village"].pk
    return [
        Walk(cast, place=village, people=6).matter,
        Walk(cast, channel="letter", read_back=None, title="来信一件").matter,
        Walk(cast, by="town.window", place=village, title="镇上登记").matter,
    ]


def test_every_figure_opens_its_matters(cast, county, at_desk):
    browser = at_desk("county.leader")
    page = Page(browser.get(f"/counts/?{MARCH}"))
    figures = dict(re.findall(r"of=([\w.]+)\">(\d+)</a>", page.text))
    assert figures["total"] == "3"
    assert figures["group.batches"] == "1"
    links = [address for address in page.links if address.startswith("/counts/matters/")]
    assert links
    for address in links:
        behind = browser.get(address.replace("&amp;", "&"))
        assert behind.status_code == 200
        shown = set(re.findall(r"/matters/([\d-]+)/", behind.content.decode()))
        assert shown <= {matter.number for matter in county}
        assert shown, address
    visits = browser.get(f"/counts/matters/?{MARCH}&of=group.batches").content.decode()
    assert county[0].number in visits
    assert county[1].number not in visits


def test_a_place_and_the_units_below_only(cast, county, at_desk):
    village = cast.divisions["village"].pk
    page = at_desk("county.leader").get(f"/counts/?{MARCH}&place={village}").content.decode()
    assert dict(re.findall(r"of=([\w.]+)\">(\d+)</a>", page))["total"] == "2"
    town = at_desk("town.head").get(f"/counts/?{MARCH}").content.decode()
    assert dict(re.findall(r"of=([\w.]+)\">(\d+)</a>", town))["total"] == "1"
    assert "of=total" not in at_desk("far.head").get(f"/counts/?{MARCH}").content.decode()


def test_the_table_has_the_same_figures(county, at_desk):
    response = at_desk("county.supervisor", "zh-hans").get(f"/counts/table.csv?{MARCH}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    text = response.content.decode("utf-8-sig")
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(text))}
    assert rows["件（批）次合计"] == ["3", "3"]
    assert rows["集体访批次"] == ["1", "1"]


@pytest.mark.parametrize(
    ("query", "said"),
    [("from=tomorrow", "is not a date"), ("from=2025-03-02&to=2025-03-01", "too early"),
     ("from=2020-01-01&to=2025-03-01", "At most 400 days"), ("place=1", "no such place"),
     ("from=0001-01-01", "the year of")],
)  # fmt: skip
def test_what_cannot_be_read_is_told(cast, at_desk, query, said):
    browser = at_desk("county.leader")
    response = browser.get(f"/counts/?{query}")
    assert response.status_code == 422
    assert said in response.content.decode()
    assert browser.get(f"/counts/table.csv?{query}").status_code == 404
    assert browser.get(f"/counts/matters/?{query}&of=total").status_code == 404


def test_only_roles_that_count(cast, at_desk):
    for post, status in (("county.leader", 200), ("county.supervisor", 200), ("town.head", 200),
                         ("office.dispatcher", 200), ("office.window", 403),
                         ("town.handler", 403), ("county.admin", 403)):  # fmt: skip
        browser = at_desk(post)
        for page in ("", "matters/", "table.csv"):
            address = f"/counts/{page}?{MARCH}&of=total"
            assert browser.get(address).status_code == status, (post, page)
        assert ('href="/counts/"' in browser.get("/").content.decode()) == (status == 200)


@pytest.mark.parametrize("key", ["", "nothing", "band.7.batches", "\x00"])
def test_there_is_no_such_figure(cast, at_desk, key):
    browser = at_desk("county.leader")
    assert browser.get("/counts/matters/", {"of": key}).status_code == 404


def test_the_page_costs_the_same_for_few_and_many(cast, county, at_desk, within_budget):
    browser = at_desk("county.leader")
    within_budget("counts: page", lambda: browser.get(f"/counts/?{MARCH}"))
    within_budget("counts: matters", lambda: browser.get(f"/counts/matters/?{MARCH}&of=total"))
