"""Before sending, what is public about something alike; from three on, that others raised it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from huiyin.matters.models import Category, Matter
from huiyin.matters.testing import Walk
from huiyin.people.testing import make_cast
from huiyin.portal.similar import similar

from .raising import filled, online, send

pytestmark = pytest.mark.django_db
SAME = {"title": "村口的路灯坏了很久", "category": "0302"}


@pytest.fixture
def cast(db):
    cache.clear()
    made = make_cast()
    online(made, "office")
    Category.objects.create(code="0302", zh="市政", en="City services")
    return made


def check(client):
    return client.get(reverse("portal:raise", args=["check"])).content.decode()


def raised(cast, number):
    village = cast.divisions["village"].pk
    return [Walk(cast, place=village, **SAME).to_handling() for _ in range(number)]


def test_two_are_not_told_three_are_without_any_detail(client, cast):
    matters = raised(cast, 2)
    filled(client, cast)
    assert "松石镇人民政府正在" not in check(client)
    assert similar(cast.divisions["village"].pk, "0302", "x").handled_by == ""
    matters += raised(cast, 1)
    assert similar(cast.divisions["village"].pk, "0302", "x").handled_by == "松石镇人民政府"
    page = check(client)
    assert "松石镇人民政府" in page
    for walk in matters:
        assert walk.matter.number not in page
    assert send(client).status_code == 302
    assert Matter.objects.count() == 4


def test_another_place_or_category_is_not_counted(cast):
    raised(cast, 3)
    village = cast.divisions["village"].pk
    assert similar(cast.divisions["town"].pk, "0302", "x").handled_by == ""
    assert similar(village, "0704", "x").handled_by == ""
    assert similar("", "0302", "x").handled_by == ""


def test_only_what_two_persons_made_public_is_shown(client, cast):
    walk = Walk(cast, place=cast.divisions["village"].pk, **SAME).to_served()
    told = {"what": "opinion", "where": "县政府网站公开栏", "masked": True, "allowed": True}
    walk.act("publish", "town.handler", 30, told)
    filled(client, cast)
    assert "县政府网站公开栏" not in check(client)
    walk.act("publish", "town.head", 31)
    page = check(client)
    assert "县政府网站公开栏" in page
    assert SAME["title"] not in page
    village = cast.divisions["village"].pk
    assert similar(village, "0302", "医院排队时间太长").published == []
