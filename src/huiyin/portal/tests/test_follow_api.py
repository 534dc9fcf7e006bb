"""The residents' API: the same facts and acts, the same limits, no session."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huiyin.letters.models import Letter
from huiyin.matters.models import Event, Matter
from huiyin.matters.testing import Walk
from huiyin.people.testing import make_cast
from huiyin.portal.access import MOST_TRIES
from huiyin.portal.tests.following import ask, key, open_it

pytestmark = pytest.mark.django_db
RATING = {"office": "good", "unit": "poor"}


@pytest.fixture
def cast(db):
    cache.clear()
    return make_cast()


def test_the_api_tells_what_the_page_tells(client, cast):
    walk = Walk(cast).to_served()
    told = ask(client, "", key(walk.matter)).json()
    open_it(client, walk.matter)
    facts = client.get(reverse("portal:follow")).context["facts"]
    assert told["state"] == facts.state
    assert [one["key"] for one in told["dates"]] == [one.key for one in facts.dates]
    assert [one["key"] for one in told["choices"]] == [one.key for one in facts.choices]
    assert [one["what"] for one in told["past"]] == [one.what for one in facts.past]
    assert [one["id"] for one in told["letters"]] == [str(one.id) for one in facts.letters]
    assert told["holder"]["phone"] == walk.matter.owner_unit.phone
    assert "王小明" not in str(told)
    assert "sessionid" not in Client().cookies


def test_an_act_is_done_with_number_and_code_each_time(client, cast):
    walk = Walk(cast).to_served()
    body = {**key(walk.matter), "expected_seq": walk.matter.seq, "data": RATING}
    assert ask(client, "/acts/rate", {**body, "expected_seq": 1}).status_code == 409
    assert ask(client, "/acts/rate", {**body, "code": "00000000"}).status_code == 404
    assert ask(client, "/acts/close", body).status_code == 404
    wrong = ask(client, "/acts/rate", {**body, "data": {"office": "great"}})
    assert wrong.status_code == 422
    assert {"office", "unit"} == {error["field"] for error in wrong.json()["errors"]}
    assert ask(client, "/acts/rate", body).json()["seq"] == walk.matter.seq
    event = Event.objects.get(matter=walk.pk, act="rate")
    assert (event.via, event.account_id) == ("portal", None)


def test_wrong_codes_of_page_and_api_are_counted_together(client, cast):
    matter = Walk(cast).matter
    wrong = {"number": matter.number, "code": "00000000"}
    for turn in range(MOST_TRIES):
        if turn % 2:
            assert client.post(reverse("portal:follow"), wrong).status_code == 422
        else:
            assert ask(client, "", wrong).status_code == 404
    assert ask(client, "", key(matter)).status_code == 429
    assert client.post(reverse("portal:follow"), key(matter)).status_code == 429


def test_a_complaint_is_opened_and_followed(client, cast):
    walk = Walk(cast).to_handling()
    data = {"ground": "silent", "text": "没有人答复我。", "about_unit": cast.unit("town")}
    made = ask(client, "/open/handling_complaint", {**key(walk.matter), "data": data}).json()
    assert Matter.objects.get(number=made["number"]).owner_unit == cast.units["county"]
    assert ask(client, "", made).json()["number"] == made["number"]
    other = ask(client, "/open/supervision", {**key(walk.matter), "data": data})
    assert other.status_code == 404


def test_a_letter_is_read_as_text(client, cast):
    walk = Walk(cast).to_served()
    opinion = Letter.objects.get(matter=walk.pk, key="opinion")
    told = ask(client, f"/letters/{opinion.pk}", key(walk.matter)).json()
    assert told["number"] == opinion.number
    assert "十日内修复。" in str(told["content"])
    hidden = Letter.objects.get(matter=walk.pk, key="transfer_letter")
    assert ask(client, f"/letters/{hidden.pk}", key(walk.matter)).status_code == 404


def test_a_body_of_another_shape_is_refused(client, cast):
    assert ask(client, "", {"number": "26-000001-9"}).status_code == 422
    assert ask(client, "", {"number": "26-0", "code": "x", "more": 1}).status_code == 422
