"""The page of a matter: one glance, clocks with their rules, similar and earlier matters for the
handler alone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.desk.tests.browsing import Page
from huiyin.desk.timeline import clocks
from huiyin.matters.queries import matter as queries
from huiyin.matters.testing import TRIAGE, Walk, moment
from huiyin.packs import load
from huiyin.people.models import Reveal


def address(walk: Walk, rest: str = "") -> str:
    return f"/matters/{walk.matter.number}/{rest}"


def test_one_glance_says_what_whose_until_when_and_what_next(walk, at_desk):
    walk.to_handling()
    page = at_desk("town.handler").get(address(walk)).content.decode()
    glance = page.split('<dl class="glance">')[1].split("</dl>")[0]
    matter = walk.matter
    assert matter.owner_unit.name in glance
    assert matter.next_due.date().isoformat() in glance
    acts = load.process("national", "petition").acts
    named = [acts[key].name.en for key in ("hear_statement", "check_facts", "give_opinion")]
    assert ", ".join(named) in glance
    assert matter.title in page.split("<h1>")[1].split("</h1>")[0]


def test_the_parts_that_are_refreshed_have_names(walk, at_desk):
    page = Page(at_desk("office.window").get(address(walk)))
    assert {"acts", "clocks", "history", "state-line"} <= set(page.ids)
    assert f'data-live-matter="{walk.matter.number}" data-seq="{walk.matter.seq}"' in page.text


def test_on_a_phone_acts_come_first_then_clocks_then_the_story(walk, at_desk):
    page = Page(at_desk("office.window").get(address(walk)))
    places = [page.ids.index(part) for part in ("state-line", "acts", "clocks", "history")]
    assert places == sorted(places)
    assert page.ids.index("history") < page.ids.index("parties")


def test_the_first_clock_is_one_that_somebody_can_miss(walk, cast):
    walk.to_served()
    page = queries.page(cast.actor("town.handler"), walk.matter.number, moment(23).date())
    shown = clocks(page, moment(23))
    rights = [view.key for view in shown.running if not view.is_duty]
    assert "review" in " ".join(rights), "the petitioner's right to a review runs"
    assert shown.next is not None
    assert shown.next.is_duty


def test_running_clocks_say_which_rule_they_rest_on(walk, at_desk):
    page = at_desk("office.window", "zh-hans").get(address(walk)).content.decode()
    part = page.split('<section class="card" id="clocks"')[1].split("</section>")[0]
    assert "信访工作条例" in part
    assert "15日内" in part


def test_similar_matters_are_for_the_handler_and_only_visible_ones(walk, at_desk):
    other = Walk(walk.cast)
    hidden = Walk(walk.cast, by="far.window")
    page = at_desk("office.dispatcher").get(address(walk, "similar/"))
    assert page.status_code == 200
    text = page.content.decode()
    assert other.matter.number in text
    assert hidden.matter.number not in text
    assert at_desk("office.head").get(address(walk, "similar/")).status_code == 403
    assert at_desk("far.head").get(address(walk, "similar/")).status_code == 404


def test_earlier_matters_are_for_the_handler_alone_and_every_look_is_recorded(walk, at_desk):
    first = walk.to_served()
    now = Walk(walk.cast, title="路灯又坏了")
    elsewhere = Walk(walk.cast, by="far.window", title="别处的事")
    browser = at_desk("office.dispatcher")
    page = browser.get(address(now, "earlier/"))
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert first.matter.number in text
    assert "Opinion" in text or "supported" in text.lower()
    assert "王小明" not in text
    record = Reveal.objects.get(matter_id=now.pk)
    assert (record.reason, record.fields) == ("earlier matters", ["name"])
    assert record.account == walk.cast.accounts["office.dispatcher"]
    # what the handler may not read otherwise has no link, but its number, day, state and summary
    assert elsewhere.matter.number in text
    assert f'href="/matters/{elsewhere.matter.number}/"' not in text


@pytest.mark.parametrize("post", ["office.head", "county.leader", "county.supervisor"])
def test_who_only_reads_the_matter_sees_no_earlier_ones(walk, at_desk, post):
    Walk(walk.cast)
    browser = at_desk(post)
    assert browser.get(address(walk)).status_code == 200
    assert "earlier/" not in browser.get(address(walk)).content.decode()
    assert browser.get(address(walk, "earlier/")).status_code == 403
    assert not Reveal.objects.exists()


def test_somebody_else_with_the_same_name_is_not_the_same_person(walk, at_desk):
    Walk(walk.cast, title="重名的人", petitioner={"name": "王小明", "phone": "13900009999"})
    text = at_desk("office.dispatcher").get(address(walk, "earlier/")).content.decode()
    assert "No earlier matter" in text


def test_a_closed_matter_has_no_handler(walk, at_desk):
    walk.to_archive()
    assert at_desk("town.handler").get(address(walk, "earlier/")).status_code == 403


def test_nobody_is_recorded_by_opening_the_matter_itself(walk, at_desk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    before = Reveal.objects.count()
    at_desk("office.dispatcher").get(address(walk))
    assert Reveal.objects.count() == before


def test_a_script_gets_the_list_alone(walk, at_desk):
    browser = at_desk("office.dispatcher")
    part = browser.get(address(walk, "similar/"), headers={"x-requested-with": "fetch"})
    assert "<html" not in part.content.decode()
    assert "<html" in browser.get(address(walk, "similar/")).content.decode()


def test_the_page_and_what_is_loaded_beside_it_cost_few_statements(walk, at_desk, within_budget):
    """The dearest page: still to be triaged, with what may be the same."""
    Walk(walk.cast)
    browser, number = at_desk("office.dispatcher"), walk.matter.number
    browser.get(f"/matters/{number}/")  # what is read once a process
    walk.act("note", "office.dispatcher", 1, {"text": "已联系。"})
    within_budget("matter: to triage", lambda: browser.get(f"/matters/{number}/"))
    within_budget("matter: similar", lambda: browser.get(f"/matters/{number}/similar/"))
    within_budget("matter: earlier", lambda: browser.get(f"/matters/{number}/earlier/"))


def test_no_kind_of_thing_that_events_name_costs_a_statement_of_its_own(cast):
    """Units, posts, places and categories are named in one statement, whatever there is."""
    walk = Walk(cast, place=cast.divisions["village"].pk)
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": cast.unit("town")})
    actor, number = cast.actor("town.handler"), walk.matter.number
    with CaptureQueriesContext(connection) as captured:
        page = queries.page(actor, number, moment(3).date())
    assert len(captured) <= 4
    assert page.names[str(cast.units["town"].pk)] == cast.units["town"].name
    assert [file.field for file in page.files] == ["letter"]
    assert page.parties[0].person.name_masked == "王*明"
    assert page.events[0].data["text"].startswith("村口路灯")
