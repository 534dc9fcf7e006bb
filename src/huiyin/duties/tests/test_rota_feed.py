"""The private calendar address: what it says, to whom, until when."""

from __future__ import annotations

import pytest
from icalendar import Calendar

from huiyin.duties import feed
from huiyin.duties.models import Feed
from huiyin.duties.rotas import planning
from huiyin.people.models import Account
from huiyin.people.testing import make_cast

from .rota_world import World, day

ME = "town.handler"


@pytest.fixture
def world(db) -> World:
    return World(make_cast(None))


def test_the_calendar_has_ones_shifts_and_says_only_rota_place_and_slot(world):
    rota = world.rota()
    mine = world.plan(rota, day(2), "staff", ME)
    world.plan(rota, day(2), "leader", "town.head")
    gone = world.plan(rota, day(4), "staff", ME)
    planning.cancel(gone.pk, by=world.actor("town.head"))
    owner = feed.owner(feed.make(by=world.actor(ME)))
    assert owner == world.cast.accounts[ME]
    calendar = Calendar.from_ical(feed.calendar_of(owner))
    events = calendar.walk("VEVENT")
    assert [str(one["uid"]) for one in events] == [f"{mine.pk}@huiyin"]
    event = events[0]
    assert event.decoded("dtstart") == mine.begins_at
    assert event.decoded("dtend") == mine.ends_at
    said = {name: str(event[name]) for name in event if not name.startswith("DT")}
    assert said == {
        "SUMMARY": "二十四小时值班 · 值班干部", "LOCATION": "松石镇人民政府",
        "UID": f"{mine.pk}@huiyin", "CLASS": "PRIVATE",
    }  # fmt: skip


def test_only_a_hash_is_kept(world):
    token = feed.make(by=world.actor(ME))
    row = Feed.objects.get()
    assert token not in " ".join(map(str, vars(row).values()))
    assert row.token_hash == feed.hash_of(token)
    assert len(token) >= 43


def test_a_new_address_ends_the_old_and_it_can_be_ended(world):
    old = feed.make(by=world.actor(ME))
    new = feed.make(by=world.actor(ME))
    assert feed.owner(old) is None
    assert feed.owner(new) is not None
    assert feed.end(by=world.actor(ME))
    assert feed.owner(new) is None
    assert not feed.end(by=world.actor(ME))
    assert feed.current(world.actor(ME)) is None


def test_a_shut_account_has_no_calendar(world):
    token = feed.make(by=world.actor(ME))
    Account.objects.filter(pk=world.cast.accounts[ME].pk).update(is_active=False)
    assert feed.owner(token) is None


def test_anything_else_opens_nothing(world):
    feed.make(by=world.actor(ME))
    for token in ("", "x", "x" * 43, Feed.objects.get().token_hash):
        assert feed.owner(token) is None
