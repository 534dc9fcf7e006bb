"""A resident follows the own matter with number and code, rates the answer, and sees no other."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.common.ids import matter_number
from huiyin.matters.codes import code_of
from huiyin.matters.models import Event
from huiyin.matters.testing import Walk
from huiyin.people.testing import make_cast
from huiyin.portal.access import MOST_TRIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    cache.clear()
    return make_cast()


def open_it(client, matter, code=None):
    given = {"number": matter.number, "code": code or code_of(matter.pk)}
    return client.post(reverse("portal:follow"), given)


def test_number_and_code_open_the_matter_and_nothing_stands_in_the_address(client, cast):
    walk = Walk(cast).to_served()
    answer = open_it(client, walk.matter)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("portal:follow")
    page = client.get(reverse("portal:follow")).content.decode()
    assert walk.matter.number in page
    assert reverse("portal:act", args=["rate"]) in page
    assert "王小明" not in page


def test_a_wrong_code_and_a_number_that_does_not_exist_get_the_same_answer(client, cast):
    matter = Walk(cast).matter
    wrong = open_it(client, matter, "00000000")
    unknown = client.post(
        reverse("portal:follow"), {"number": matter_number(2026, 999999), "code": "00000000"}
    )
    assert wrong.status_code == unknown.status_code == 422
    said = [page.content.decode().partition('role="alert"')[2].partition("</p>")[0]
            for page in (wrong, unknown)]  # fmt: skip
    assert said[0] == said[1] != ""
    assert client.get(reverse("portal:follow")).content.decode().find(matter.title) == -1


def test_codes_cannot_all_be_tried(client, cast):
    matter = Walk(cast).matter
    for _ in range(MOST_TRIES):
        assert open_it(client, matter, "00000000").status_code == 422
    assert open_it(client, matter).status_code == 429
    assert "follow" not in client.session


def test_a_resident_rates_once_and_may_not_do_what_offices_do(client, cast):
    walk = Walk(cast).to_served()
    open_it(client, walk.matter)
    seq = walk.matter.seq
    given = {"expected_seq": str(seq), "office": "good", "unit": "good"}
    address = reverse("portal:act", args=["rate"])
    assert client.post(address, {**given, "office": "great"}).status_code == 422
    assert client.post(address, {**given, "expected_seq": "1"}).status_code == 409
    assert client.post(address, given).status_code == 302
    event = Event.objects.filter(matter=walk.pk, act="rate").get()
    assert (event.via, event.account_id, event.post_id) == ("portal", None, None)
    again = client.post(address, {**given, "expected_seq": str(seq + 1)})
    assert again.status_code == 422
    assert client.get(reverse("portal:act", args=["close"])).status_code == 404


def test_without_a_matter_every_page_asks_for_it_and_leaving_closes_it(client, cast):
    walk = Walk(cast).to_served()
    rate = reverse("portal:act", args=["rate"])
    assert client.get(rate).status_code == 302
    open_it(client, walk.matter)
    assert client.get(rate).status_code == 200
    client.post(reverse("portal:leave"))
    assert client.get(rate).status_code == 302


def test_everybody_who_signed_has_a_number_a_code_and_a_rating_of_their_own(client, cast):
    people = [{"person": {"name": f"王{n}", "address": "柳湾村"}} for n in range(1, 4)]
    joint = {"channel": "letter", "joint": True, "signatories": people, "read_back": None}
    walk = Walk(cast, **joint).to_served()
    matter, address = walk.matter, reverse("portal:act", args=["rate"])
    for signatory in (2, 3):
        given = {"number": f"{matter.number}/{signatory}", "code": code_of(matter.pk, signatory)}
        assert client.post(reverse("portal:follow"), given).status_code == 302
        seq = walk.matter.seq
        rating = {"expected_seq": str(seq), "office": "good", "unit": "fair", "signatory": "1"}
        assert client.post(address, rating).status_code == 302
        assert walk.matter.events.get(seq=seq + 1).data["signatory"] == signatory
        again = client.post(address, {**rating, "expected_seq": str(seq + 1)})
        assert again.status_code == 422
    for signatory, code in ((4, 4), (0, 1), (2, 1), (1, 2)):
        given = {"number": f"{matter.number}/{signatory}", "code": code_of(matter.pk, code)}
        assert client.post(reverse("portal:follow"), given).status_code == 422
