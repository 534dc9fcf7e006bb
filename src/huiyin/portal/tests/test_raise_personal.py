"""Personal data in what is raised: all of it is shown, nothing is kept before the answer."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.matters.models import Category, Matter
from huiyin.people.testing import make_cast

from .raising import WHAT, filled, online, send, step

pytestmark = pytest.mark.django_db

TEXT = "打我电话13800001234，或者１３９００００５６７８，身份证11010519491231002X。"


@pytest.fixture
def cast(db):
    cache.clear()
    made = make_cast()
    online(made, "office")
    Category.objects.create(code="0302", zh="市政", en="City services")
    return made


def test_every_hit_is_shown_and_can_be_taken_out_with_one_button(client, cast):
    answer = step(client, "what", {**WHAT, "text": TEXT, "requests-0-request": "回电13700001111"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert [
        page.count(f">{one}</mark>")
        for one in ("13800001234", "１３９００００５６７８", "11010519491231002X", "13700001111")
    ] == [1, 1, 1, 1]
    again = {**WHAT, "text": TEXT, "requests-0-request": "回电13700001111", "_personal": "out"}
    assert step(client, "what", again).status_code == 302
    kept = client.get(reverse("portal:raise", args=["what"])).content.decode()
    for number in ("13800001234", "１３９００００５６７８", "11010519491231002X", "13700001111"):
        assert number not in kept
    assert "打我电话〔" in kept


def test_left_in_it_is_not_asked_again_but_something_new_is(client, cast):
    given = {**WHAT, "text": TEXT}
    assert step(client, "what", {**given, "_personal": "leave"}).status_code == 302
    assert step(client, "what", given).status_code == 302
    assert step(client, "what", {**given, "title": "打13511112222"}).status_code == 200


def test_it_never_stops_a_matter(client, cast):
    filled(client, cast, what={"text": TEXT, "_personal": "leave"})
    assert send(client).status_code == 302
    assert Matter.objects.get().words.text.count("13800001234") == 1


def test_a_mistake_is_told_first(client, cast):
    assert step(client, "what", {**WHAT, "title": "", "text": TEXT}).status_code == 422
