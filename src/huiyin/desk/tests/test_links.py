"""Relations and hints on the pages of the desk."""

from __future__ import annotations

import pytest

from huiyin.desk.tests.browsing import Page
from huiyin.matters.actions.linking import link
from huiyin.matters.models import Link
from huiyin.matters.testing import Walk


@pytest.fixture
def pair(cast):
    return Walk(cast).matter, Walk(cast).matter


def test_a_relation_is_made_shown_and_undone(pair, at_desk):
    one, two = pair
    browser, address = at_desk("office.dispatcher"), f"/matters/{one.number}/"
    page = Page(browser.get(f"{address}links/?kind=same_issue&number={two.number}"))
    assert page.values["number"] == two.number
    assert '<option value="same_issue" selected>' in page.text
    response = browser.post(f"{address}links/", {"kind": "same_issue", "number": two.number})
    assert response["Location"] == f"{address}?done=2#relations"
    shown = browser.get(f"{address}?done=2").content.decode()
    assert "Related to another matter · Same issue as" in shown
    assert f"/matters/{two.number}/" in shown
    other = browser.get(f"/matters/{two.number}/").content.decode()
    assert f"/matters/{one.number}/" in other
    made = Link.objects.get()
    undo = f"/matters/{two.number}/links/{made.pk}/undo/"
    refused = browser.post(undo, {"reason": " "})
    assert refused.status_code == 422
    assert "Reason: must be filled in" in refused.content.decode()
    response = browser.post(undo, {"reason": "不是一回事"})
    assert response.status_code == 302
    shown = browser.get(response["Location"]).content.decode()
    assert "Relation undone" in shown
    assert "不是一回事" in shown
    assert browser.post(undo, {"reason": "again"}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [({"kind": "same_issue", "number": ""}, 422, "there is no matter"),
     ({"kind": "merged_into", "number": "two"}, 422, "is not one of Repeats"),
     ({"kind": "same_issue", "number": "own"}, 422, "no relation to itself")],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_field(pair, at_desk, sent, status, said):
    one, two = pair
    numbers = {"two": two.number, "own": one.number}
    sent = sent | {"number": numbers.get(sent["number"], sent["number"])}
    response = at_desk("office.window").post(f"/matters/{one.number}/links/", sent)
    assert response.status_code == status
    text = response.content.decode()
    assert said in text
    assert 'aria-invalid="true"' in text


def test_who_may_not_is_told_and_strangers_find_nothing(pair, at_desk):
    one, two = pair
    sent = {"kind": "same_issue", "number": two.number}
    address = f"/matters/{one.number}/links/"
    refused = at_desk("county.supervisor").post(address, sent)
    assert refused.status_code == 403
    assert "Your post may not do this" in refused.content.decode()
    assert at_desk("far.head").post(address, sent).status_code == 404
    assert Link.objects.count() == 0


def test_a_relation_to_what_one_may_not_see_does_not_show(cast, at_desk):
    one, other = Walk(cast).matter, Walk(cast, by="other_town.window", title="别的镇").matter
    link(other.pk, one.number, "same_issue", by=cast.actor("county.head"))
    here = at_desk("office.window").get(f"/matters/{one.number}/").content.decode()
    assert other.number not in here
    assert "别的镇" not in here
    there = at_desk("county.supervisor").get(f"/matters/{one.number}/").content.decode()
    assert other.number in there
    assert "Undo the relation" not in there


def test_what_may_be_the_same_is_a_hint_with_the_act_that_marks_it(cast, pair, at_desk):
    one, two = pair
    browser = at_desk("office.window", "en")
    page = Page(browser.get(f"/matters/{two.number}/?registered=1"))
    assert "Possibly the same: please look" in page.text
    mark = f"/matters/{two.number}/acts/mark_repeat/?earlier={one.number}"
    assert mark in page.links
    assert Page(browser.get(mark)).values["earlier"] == one.number
    link(two.pk, one.number, "repeat_of", by=cast.actor("office.window"))
    assert "Possibly the same" not in browser.get(f"/matters/{two.number}/").content.decode()
