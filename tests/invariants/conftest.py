"""The fictional county, and browsers of its people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast) -> Walk:
    """A petition just registered at the office's window."""
    return Walk(cast)


@pytest.fixture
def browser(cast) -> Callable[..., Client]:
    """`browser("office.window")` is signed in as that post's holder, `browser()` as nobody."""

    def sign_in(post: str | None = None) -> Client:
        client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
        if post is not None:
            client.force_login(cast.accounts[post])
        return client

    return sign_in
