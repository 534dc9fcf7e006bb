"""A small county, and who of it was told what."""

from __future__ import annotations

import pytest

from huiyin.matters.testing import Walk
from huiyin.notices.models import Notice
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast(password=None)


@pytest.fixture
def walk(cast) -> Walk:
    """A petition just registered at the office."""
    return Walk(cast)


@pytest.fixture
def told(cast):
    """`told("town.handler")`: kinds of what that person has not read and what stands."""

    def read(post: str) -> list[str]:
        rows = Notice.objects.filter(
            account=cast.accounts[post], read_at__isnull=True, settled_at__isnull=True
        )
        return list(rows.order_by("id").values_list("kind", flat=True))

    return read
