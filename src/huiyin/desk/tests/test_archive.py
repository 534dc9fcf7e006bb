"""The archive at the desk: retention and holds on the page, the file, lists and four eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huiyin.archive.models import Disposal, Hold
from huiyin.archive.tests.long_ago import Archived, archived_by
from huiyin.archive.tests.papers import words
from huiyin.people.models import Reveal


@pytest.fixture
def archived(cast, monkeypatch) -> Archived:
    return archived_by(cast, monkeypatch)


def page_of(browser, walk) -> str:
    return browser.get(f"/matters/{walk.matter.number}/").content.decode()


def test_the_page_says_how_long_it_is_kept_and_links_the_file(archived, at_desk):
    walk = archived()
    shown = page_of(at_desk("town.handler"), walk)
    for said in ("10 years", "2014-05-03", "2024-12-31", f"/matters/{walk.matter.number}/bundle/"):
        assert said in shown, said
    assert "/bundle/" not in page_of(at_desk("county.auditor"), walk)


def test_the_file_comes_as_a_download_and_is_recorded(archived, at_desk):
    walk = archived()
    before = Reveal.objects.count()
    response = at_desk("town.handler").get(f"/matters/{walk.matter.number}/bundle/")
    text = words(b"".join(response.streaming_content))
    assert walk.matter.number in text[0]
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert f'filename="{walk.matter.number}.pdf"' in response["Content-Disposition"]
    assert Reveal.objects.count() == before + 1


def test_a_hold_is_placed_shown_and_released(walk, at_desk):
    browser, address = at_desk("office.head"), f"/matters/{walk.matter.number}"
    day = (timezone.localdate() + timedelta(30)).isoformat()
    response = browser.post(f"{address}/holds/", {"reason": "诉讼期间保全", "until": day})
    assert response["Location"] == f"{address}/?done=2"
    shown = page_of(browser, walk)
    assert f"until {day}" in shown
    assert "诉讼期间保全" in shown
    row = Hold.objects.get()
    assert f"{address}/holds/{row.pk}/release/" in shown
    assert "/release/" not in page_of(at_desk("office.handler"), walk)
    assert "诉讼期间保全" in browser.get("/archive/?tab=holds").content.decode()
    response = browser.post(f"{address}/holds/{row.pk}/release/", {"reason": "判决生效"})
    assert response.status_code == 302
    assert f"until {day}" not in page_of(browser, walk)
    again = browser.post(f"{address}/holds/{row.pk}/release/", {"reason": "x"})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"reason": " "}, "Say why."),
        ({"reason": "x", "until": "2020-01-01"}, "must not be past"),
        ({"reason": "x", "until": "2026-02-31"}, "not a date"),
        ({"reason": "x" * 501}, "at most 500"),
    ],
)
def test_a_wrong_hold_is_told_by_its_field_and_kept_as_typed(walk, at_desk, given, said):
    browser = at_desk("office.head")
    response = browser.post(f"/matters/{walk.matter.number}/holds/", given)
    shown = response.content.decode()
    assert response.status_code == 422
    assert said in shown
    assert 'aria-invalid="true"' in shown
    assert given.get("until", "") in shown
    assert not Hold.objects.exists()


def test_a_list_is_proposed_by_one_and_approved_by_another(archived, at_desk, cast):
    walk = archived()
    handler, head = at_desk("town.handler"), at_desk("town.head")
    due = handler.get("/archive/").content.decode()
    assert f'value="{walk.matter.number}"' in due
    response = handler.post("/archive/lists/", {"numbers": [walk.matter.number], "remark": "到期"})
    made = Disposal.objects.get()
    address = f"/archive/lists/{made.pk}/"
    assert response["Location"] == address
    assert "on a list" in handler.get("/archive/").content.decode()
    assert "Approve and anonymise" not in handler.get(address).content.decode()
    refused = handler.post(f"{address}decide/", {"answer": "approve"})
    assert refused.status_code == 403
    shown = head.get(address).content.decode()
    assert "Approve and anonymise" in shown
    assert walk.matter.title in shown
    assert made.number in head.get("/archive/?tab=lists").content.decode()
    assert head.post(f"{address}decide/", {"answer": "approve"}).status_code == 302
    made.refresh_from_db()
    assert (made.status, made.decided_by) == ("approved", cast.accounts["town.head"])
    assert head.post(f"{address}decide/", {"answer": "approve"}).status_code == 409


def test_rejecting_needs_a_reason(archived, at_desk):
    archived()
    at_desk("town.handler").post("/archive/lists/", {"everything": "1"})
    made, head = Disposal.objects.get(), at_desk("town.head")
    response = head.post(f"/archive/lists/{made.pk}/decide/", {"answer": "reject"})
    assert response.status_code == 422
    assert "Say why." in response.content.decode()
    decided = {"answer": "reject", "reason": "有一件要留"}
    assert head.post(f"/archive/lists/{made.pk}/decide/", decided).status_code == 302
    assert "有一件要留" in head.get(f"/archive/lists/{made.pk}/").content.decode()


def test_choosing_nothing_is_told_and_what_was_chosen_stays(archived, at_desk, walk):
    mine = archived()
    handler = at_desk("town.handler")
    nothing = handler.post("/archive/lists/", {})
    assert nothing.status_code == 422
    assert "at least one" in nothing.content.decode()
    given = {"numbers": [mine.matter.number, walk.matter.number], "remark": "我的备注"}
    response = handler.post("/archive/lists/", given)
    shown = response.content.decode()
    assert response.status_code == 409
    assert walk.matter.number in shown
    assert "我的备注" in shown
    assert "checked" in shown


def test_an_erased_file_has_no_link(archived, at_desk, cast):
    from huiyin.matters.erasure import erase

    walk = archived()
    erase(walk.pk, 2, "files.0", by=cast.actor("office.head"), reason="x")
    browser, file = at_desk("town.handler"), walk.matter.files.get(erased_seq__isnull=False)
    assert f"/files/{file.pk}/" not in page_of(browser, walk)
    assert "erased by law" in page_of(browser, walk)
    assert browser.get(f"/matters/{walk.matter.number}/files/{file.pk}/").status_code == 404


def test_others_see_neither_lists_nor_holds(archived, at_desk):
    walk = archived()
    at_desk("town.handler").post("/archive/lists/", {"everything": "1"})
    at_desk("town.head").post(f"/matters/{walk.matter.number}/holds/", {"reason": "x"})
    made, far = Disposal.objects.get(), at_desk("far.head")
    for tab in ("due", "lists", "holds"):
        shown = far.get(f"/archive/?tab={tab}").content.decode()
        assert walk.matter.number not in shown
        assert made.number not in shown
    assert far.get(f"/archive/lists/{made.pk}/").status_code == 404
    assert far.post(f"/archive/lists/{made.pk}/decide/", {"answer": "approve"}).status_code == 404


def test_the_lists_cost_the_same_for_few_and_many(archived, at_desk, within_budget):
    browser = at_desk("town.handler")
    archived()
    browser.get("/archive/")
    within_budget("archive: due", lambda: browser.get("/archive/"))
    for _ in range(3):
        archived()
    within_budget("archive: due", lambda: browser.get("/archive/"))
    made = browser.post("/archive/lists/", {"everything": "1"})["Location"]
    within_budget("archive: list", lambda: browser.get(made))
    within_budget("archive: lists", lambda: browser.get("/archive/?tab=lists"))
