"""A small county at the desk: one browser per post, and petitions moved by real acts."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


@pytest.fixture
def at_desk(cast):
    """`at_desk("office.window")`: the browser of that post's holder, in English."""

    def sign_in(post: str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(cast.accounts[post])
        return client

    return sign_in
