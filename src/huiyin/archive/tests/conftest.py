"""A small county, and matters of long ago whose retention is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.storage import storages

from huiyin.archive.tests.long_ago import Archived, archived_by
from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast, make_cast


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast)


@pytest.fixture
def archived(cast, monkeypatch) -> Archived:
    """`archived("y10")`: see `long_ago.archived_by`."""
    return archived_by(cast, monkeypatch)


@pytest.fixture
def stored() -> Callable[[str], bool]:
    """Whether the storage has the bytes of a hash."""
    return lambda digest: storages["files"].exists(f"{digest[:2]}/{digest[2:4]}/{digest}")
