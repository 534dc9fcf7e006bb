"""A county with two administrators."""

from __future__ import annotations

import pytest

from huiyin.matters.testing import Walk
from huiyin.methods.testing import ADMIN, actor, second_admin
from huiyin.people.testing import make_cast


@pytest.fixture
def cast(db):
    return make_cast(password=None)


@pytest.fixture
def walk(cast):
    return Walk(cast)


@pytest.fixture
def admin(cast):
    return cast.actor(ADMIN)


@pytest.fixture
def second(cast):
    return actor(second_admin(cast))


@pytest.fixture
def time_machine_to():
    """Travel to noon of a day."""
    import time_machine

    travels = []

    def go(day):
        travel = time_machine.travel(f"{day}T12:00:00+08:00", tick=False)
        travel.start()
        travels.append(travel)

    yield go
    for travel in travels:
        travel.stop()
