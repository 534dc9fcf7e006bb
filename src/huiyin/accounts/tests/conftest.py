"""The small county at the sign-in page."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def browser() -> Client:
    return Client(headers={"accept-language": "en"})
