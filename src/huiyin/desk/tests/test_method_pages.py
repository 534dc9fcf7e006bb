"""Pages of work methods: looked up, tried out, changed by two people, and matters moved."""

# ruff: noqa: E501 -- a request stays on one line
from __future__ import annotations

import pytest

from huiyin.desk.tests.browsing import Page
from huiyin.matters.testing import Walk
from huiyin.methods import drafts
from huiyin.methods.models import Draft, Publication
from huiyin.methods.testing import ADMIN, in_days, overlay, publish, second_admin
from huiyin.packs import published

REF = "national/petition@2022-05-01"
RATING = "/admin/settings/national/petition/clocks.rating.within/"
TIGHTER = "clocks: {handle: {within: 45nd}}\n"


@pytest.fixture
def two(cast, at_desk):
    """The browsers of two administrators."""
    cast.accounts["second"] = second_admin(cast)
    return at_desk(ADMIN), at_desk("second")


def test_methods_for_everybody_of_the_staff(cast, at_desk):
    for post in ("office.window", "county.auditor", ADMIN):
        browser = at_desk(post)
        page = Page(browser.get("/methods/"))
        assert f"/methods/national/petition/?version={'2022-05-01'}" in page.links
        assert ("/admin/settings/" in page.links) is (post != "office.window")
        detail = browser.get("/methods/national/petition/")
        assert "flowchart TD" in detail.content.decode()
        assert "stories, all come true" in detail.content.decode()
    assert at_desk("office.window").get("/methods/national/nothing/").status_code == 404
    assert at_desk("office.window").get("/methods/nowhere/petition/").status_code == 404


def test_two_versions_compared(cast, at_desk):
    publication = publish(cast, TIGHTER)
    browser = at_desk("office.window")
    new = f"national/petition@2022-05-01~{publication.mark}"
    page = Page(browser.get("/methods/differences/", {"a": REF, "b": new}))
    assert "clock “Handle” (handle): term 60 days → 45 days" in page.text
    assert "Nothing differs." in browser.get(
        "/methods/differences/", {"a": REF, "b": REF}).content.decode()  # fmt: skip
    assert browser.get("/methods/differences/", {"a": REF, "b": "x"}).status_code == 404
    listed = Page(browser.get("/methods/")).text
    assert "干部甲" in listed
    assert "in force" in listed


def test_the_simulator_walks_and_writes_nothing(cast, at_desk, django_assert_max_num_queries):
    browser = at_desk("office.window")
    start = Page(browser.get("/methods/simulate/"))
    assert "before registration" in start.text
    told: list[str] = []
    for day, act in (
        ("2026-05-11", "register"),
        ("2026-05-12", "identify"),
        ("2026-05-13", "accept"),
    ):
        with django_assert_max_num_queries(8) as captured:
            response = browser.get("/methods/simulate/", {
                "process": REF, "line": told, "on": day, "act": act})  # fmt: skip
        assert not [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE"))]
        told.append(f"{day} {act}")
    page = response.content.decode()
    assert "Being handled" in page
    assert "2026-07-13" in page  # the legal due: 2026-07-12 is a Sunday
    assert "2026-07-12 is a weekend" in page
    assert "信访事项受理告知书" in page
    assert "〔信访人〕" in page
    for line in told:
        assert f'name="line" value="{line}"' in page


def test_the_simulator_tells_what_is_refused(cast, at_desk):
    browser = at_desk("office.window")
    told = ["2026-05-11 register", "2026-05-12 identify"]
    said = browser.get("/methods/simulate/", {
        "process": REF, "line": told, "on": "2026-05-13", "act": "forward",
        "data": "to_unit: office"}).content.decode()  # fmt: skip
    assert "the matter is at this unit already" in said
    assert 'value="2026-05-12 identify"' in said
    assert 'value="2026-05-13' not in said.replace('value="2026-05-13"', "")
    moved = browser.get("/methods/simulate/", {
        "process": REF, "line": told, "on": "2026-05-13", "act": "forward",
        "data": "to_unit: town"}).content.decode()  # fmt: skip
    assert "Responsible unit: town" in moved


@pytest.mark.parametrize("query", [
    {"line": ["nonsense"]}, {"line": ["2026-13-99 register"]}, {"line": ["2026-05-11 register {"]},
    {"line": ['2026-05-11 register {"a": {"b": 1}}']}, {"act": "nothing"}, {"on": "x", "act": "register"},
    {"act": "register", "data": "- 1"}, {"act": "register", "data": ": : :"}, {"act": "register", "data": "x"},
    {"line": ["9999-12-31 register"]}, {"line": ["2026-05-11 register"] * 61}, {"act": "register", "data": "people: [1]"},
    {"act": "register", "data": "received_at: 2026-05-11"}, {"line": ["2026-05-11 register by nobody of moon"]},
    {"act": "register", "data": "a: &x [*x]"}, {"line": ["0001-01-01 register"]},
])  # fmt: skip
def test_odd_walks_are_answered(cast, at_desk, query):
    response = at_desk("office.window").get("/methods/simulate/", {"process": REF, **query})
    assert response.status_code == 200


def test_a_draft_from_writing_to_publication(cast, two):
    first, second = two
    (name, text), = overlay(TIGHTER).items()  # fmt: skip
    made = first.post("/methods/drafts/", {
        "title": "办理四十五日", "pack": "national", "file": name, "text": text.replace("\n", "\r\n")})  # fmt: skip
    draft = Draft.objects.get()
    address = f"/methods/drafts/{draft.number}/"
    assert (made.status_code, made["Location"]) == (302, address)
    assert draft.files == {name: text}
    page = first.get(address).content.decode()
    assert "term 60 days → 45 days" in page
    assert "sound" in page
    submitted = first.post(address, {
        "step": "submit", "expected_seq": draft.seq, "valid_from": in_days(0).isoformat()})  # fmt: skip
    assert submitted.status_code == 302
    own = first.post(address, {"step": "approve", "expected_seq": 2})
    assert own.status_code == 403
    assert "A second person must approve this" in own.content.decode()
    assert second.post(address, {"step": "approve", "expected_seq": 1}).status_code == 409
    assert second.post(address, {"step": "approve", "expected_seq": 2}).status_code == 302
    publication = Publication.objects.get()
    assert Walk(cast).matter.version == f"2022-05-01~{publication.mark}"
    assert "approved and published" in first.get(address).content.decode()
    assert first.post(address, {"step": "edit", "expected_seq": 3, "title": "x"}).status_code == 409


def test_mistakes_of_a_draft_are_shown_with_their_lines(cast, two):
    first, _second = two
    body = "clocks: {handle: {within: 61nd}}\n"
    (name, text), = overlay(body).items()  # fmt: skip
    first.post("/methods/drafts/", {"title": "x", "pack": "national", "file": name, "text": text})
    number = Draft.objects.get().number
    page = first.get(f"/methods/drafts/{number}/").content.decode()
    assert "processes/petition.yaml:3:" in page
    assert "not sound" in page
    step = {"step": "submit", "expected_seq": 1, "valid_from": in_days(0).isoformat()}
    assert first.post(f"/methods/drafts/{number}/", step).status_code == 422
    for bad in ({"step": "submit", "valid_from": "soon"}, {"step": "return"}, {"step": "dance"},
                {"step": "edit", "title": ""}, {}):  # fmt: skip
        answer = first.post(f"/methods/drafts/{number}/", {"expected_seq": 1, **bad})
        assert answer.status_code in {409, 422}, bad
    assert first.post("/methods/drafts/", {"pack": "nowhere", "title": "x"}).status_code == 422
    assert first.get("/methods/drafts/99/").status_code == 404


def test_settings_are_listed_and_changed_by_a_draft(cast, two):
    first, _second = two
    page = first.get("/admin/settings/").content.decode()
    assert "D: unsure, or varies by place and year" in page
    address = "/admin/settings/national/petition/clocks.rating.within/"
    assert address in page
    assert "0 open matters keep" in first.get(address).content.decode()
    for value in ("", "soon", "30nd"):
        assert first.post(address, {"value": value}).status_code == 422
    done = first.post(address, {"value": "45nd"})
    draft = Draft.objects.get()
    assert done["Location"] == f"/methods/drafts/{draft.number}/"
    assert "term 30 days → 45 days" in first.get(done["Location"]).content.decode()
    other = "/admin/settings/national/petition/follow_ups.execution.in/"
    first.post(other, {"value": "15nd", "into": str(draft.number)})
    draft.refresh_from_db()
    assert "15nd" in str(draft.files)
    assert "45nd" in str(draft.files)
    assert first.get("/admin/settings/national/petition/clocks.handle.within/").status_code == 404
    assert first.get("/admin/settings/?pack=nowhere").status_code == 404


def test_an_auditor_reads_and_others_do_not(cast, at_desk):
    auditor = at_desk("county.auditor")
    setting = "/admin/settings/national/petition/clocks.rating.within/"
    for address in ("/admin/settings/", setting, "/methods/drafts/"):
        assert auditor.get(address).status_code == 200
        assert at_desk("county.head").get(address).status_code == 403
    assert auditor.post(setting, {"value": "45nd"}).status_code == 403
    assert auditor.post("/methods/drafts/", {"title": "x", "pack": "national"}).status_code == 403


def test_moving_a_matter(cast, at_desk):
    walk = Walk(cast).to_handling()
    to = f"national/petition@2022-05-01~{publish(cast, TIGHTER).mark}"
    published.refresh()
    head, number = at_desk("town.head"), walk.matter.number
    query = {"number": number, "to": to}
    page = Page(head.get("/methods/move/", query))
    assert "due before" in page.text
    assert page.values["expected_seq"] == str(walk.matter.seq)
    form = {**query, "expected_seq": walk.matter.seq, "state": "handling"}
    assert head.post("/methods/move/", form).status_code == 422  # no reason
    assert (
        head.post("/methods/move/", {**form, "reason": "新办法", "expected_seq": 1}).status_code
        == 409
    )
    done = head.post("/methods/move/", {**form, "reason": "新办法更短"})
    assert done["Location"] == f"/matters/{number}/?done={walk.matter.seq}"
    assert walk.matter.version == to.rpartition("@")[2]
    shown = head.get(done["Location"]).content.decode()
    assert "新办法更短" in shown
    back = head.get("/methods/move/", {"number": number, "to": REF}).content.decode()
    assert "a running statutory clock never gets longer" in back
    answer = head.post("/methods/move/", {**form, "to": REF, "reason": "x",
                                          "expected_seq": walk.matter.seq})  # fmt: skip
    assert answer.status_code == 409
    assert at_desk("far.head").get("/methods/move/", query).status_code == 404
    assert at_desk("office.head").get("/methods/move/", query).status_code == 403
    assert at_desk("town.handler").get("/methods/move/", query).status_code == 403


def test_what_the_pages_cost(cast, two, within_budget):
    """The same for any number of drafts and publications."""
    first, _second = two
    publish(cast, TIGHTER)
    draft = drafts.start(
        "national", "改动", overlay("clocks: {rating: {within: 9nd}}\n"), by=cast.actor(ADMIN)
    )
    for name, address in {
        "methods": "/methods/",
        "methods: one": "/methods/national/petition/",
        "methods: walk": "/methods/simulate/?line=2026-05-11+register",
        "settings": "/admin/settings/",
        "setting": RATING,
        "drafts": "/methods/drafts/",
        "draft": f"/methods/drafts/{draft.number}/",
    }.items():
        first.get(address)  # definitions are built once a process
        assert within_budget(name, lambda address=address: first.get(address)).status_code == 200
