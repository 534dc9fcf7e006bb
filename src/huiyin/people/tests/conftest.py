"""A small fictional office: a county bureau above a town office, with three posts."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from huiyin.people.actor import actor_for
from huiyin.people.models import Account, Holding, Post, Role, Unit
from huiyin.places.models import Division

DAY = date(2026, 3, 2)


@pytest.fixture
def office(db):
    county = Division.objects.create(code="910102000000", name="松岭县", level=3)
    town = Division.objects.create(code="910102001000", name="松石镇", level=4, parent=county)
    bureau = Unit.objects.create(code="bureau", name="松岭县信访局", kind="bureau", division=county)
    hall = Unit.objects.create(
        code="hall", name="松石镇政府", kind="township", division=town, parent=bureau
    )
    account = Account.objects.create_user("lin", "a-good-password", display_name="林晓")
    posts = [
        Post.objects.create(unit=bureau, title="窗口", role=Role.WINDOW),
        Post.objects.create(unit=hall, title="承办", role=Role.HANDLER),
        Post.objects.create(unit=hall, title="负责人", role=Role.HEAD),
    ]
    for post in posts[:2]:
        Holding.objects.create(post=post, account=account, starts_on=date(2026, 1, 1))
    return SimpleNamespace(
        county=county, town=town, bureau=bureau, hall=hall, account=account, posts=posts
    )


@pytest.fixture
def clerk(office):
    return actor_for(office.account, DAY)
