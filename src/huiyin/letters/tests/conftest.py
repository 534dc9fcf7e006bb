"""The cast and a petition being handled, for the tests of issuing."""

from __future__ import annotations

import pytest

from huiyin.matters.testing import Walk
from huiyin.people.testing import make_cast


@pytest.fixture
def walk(db):
    return Walk(make_cast())


@pytest.fixture
def handling(walk):
    return walk.to_handling()
