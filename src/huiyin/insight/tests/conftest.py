"""The cast of every test of ledgers and indicators."""

from __future__ import annotations

import pytest

from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast(password=None)
