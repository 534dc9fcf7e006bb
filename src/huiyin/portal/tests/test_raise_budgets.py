"""How many statements each page of raising needs: fixed, and never more than twelve."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.matters.models import Category
from huiyin.matters.testing import Walk
from huiyin.people.testing import make_cast

from .raising import WHAT, WHO, filled, online, send, step, where

pytestmark = pytest.mark.django_db
PAGES = {
    "home": ("portal:home", None, 2), "what": ("portal:raise", "what", 2),
    "where": ("portal:raise", "where", 7), "who": ("portal:raise", "who", 2),
    "check": ("portal:raise", "check", 11),
}  # fmt: skip
ROWS = 4


@pytest.fixture
def cast(db):
    cache.clear()
    made = make_cast()
    online(made, "office", "town")
    Category.objects.create(code="0302", zh="市政", en="City services")
    for _ in range(ROWS):
        Walk(made, place=made.divisions["village"].pk, category="0302")
    return made


def statements(call):
    with CaptureQueriesContext(connection) as seen:
        answer = call()
    assert answer.status_code < 400
    return len([one for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]])


@pytest.mark.parametrize(("name", "argument", "most"), PAGES.values(), ids=PAGES.keys())
def test_pages(client, cast, name, argument, most):
    filled(client, cast)
    address = reverse(name, args=[argument] if argument else [])
    assert statements(lambda: client.get(address)) <= most <= 12


def test_keeping_a_step(client, cast):
    filled(client, cast)
    assert statements(lambda: step(client, "what", {**WHAT, "_keep": "1"})) <= 3
    assert statements(lambda: step(client, "who", WHO)) <= 3
    assert statements(lambda: step(client, "where", where(cast))) <= 8


def test_the_receipt(client, cast):
    filled(client, cast)
    send(client)
    assert statements(lambda: client.get(reverse("portal:sent"))) <= 5
