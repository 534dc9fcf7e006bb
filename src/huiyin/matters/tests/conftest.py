"""The cast of every test of matters."""

from __future__ import annotations

import pytest

from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast):
    """A petition just registered at the office."""
    return Walk(cast)
