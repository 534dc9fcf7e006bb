"""Who acts while somebody is away: chains, rings, shut accounts, against a slow obvious oracle."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from huiyin.people.actor import actor_for
from huiyin.people.deputies import GUARDED, acting_for
from huiyin.people.models import Absence, Account, Holding
from huiyin.people.testing import Cast, make_cast

DAY = date(2026, 3, 2)
HANDLER, WINDOW, DISPATCHER, HEAD = (
    "town.handler", "town.window", "town.dispatcher", "town.head",
)  # fmt: skip


@pytest.fixture
def cast(db) -> Cast:
    return make_cast(None)


def away(cast: Cast, who: str, deputy: str | None, first: date = DAY, last: date = DAY) -> Absence:
    account = cast.accounts[who]
    return Absence.objects.create(
        account=account, deputy=cast.accounts[deputy] if deputy else None,
        starts_on=first, ends_on=last, entered_by=account,
    )  # fmt: skip


def posts(cast: Cast, who: str, on: date = DAY) -> set[str]:
    names = {post.pk: name for name, post in cast.posts.items()}
    return {names[post.id] for post in actor_for(cast.accounts[who], on).posts}


def acting(cast: Cast, post: str, on: date = DAY) -> set[str]:
    names = {account.pk: name for name, account in cast.accounts.items()}
    return {names[one] for one in acting_for([cast.posts[post].pk], on)[cast.posts[post].pk]}


def test_the_deputy_has_the_posts_for_just_these_days(cast, django_assert_num_queries):
    away(cast, HANDLER, WINDOW)
    with django_assert_num_queries(1):
        actor = actor_for(cast.accounts[WINDOW], DAY)
    assert [post.for_name for post in actor.posts] == ["", str(cast.accounts[HANDLER])]
    assert actor.stands_in_for == (str(cast.accounts[HANDLER]),)
    assert {post.role for post in actor.own_posts} == {"window"}
    assert actor.account_id == cast.accounts[WINDOW].pk
    for other in (DAY - timedelta(1), DAY + timedelta(1)):
        assert posts(cast, WINDOW, other) == {WINDOW}
        assert acting(cast, HANDLER, other) == {HANDLER}
    assert acting(cast, HANDLER) == {WINDOW}


def test_a_chain_ends_with_who_is_there(cast):
    away(cast, HANDLER, WINDOW, last=DAY + timedelta(2))
    away(cast, WINDOW, DISPATCHER)
    assert posts(cast, DISPATCHER) == {HANDLER, WINDOW, DISPATCHER}
    assert posts(cast, WINDOW) == {WINDOW}, "one who is away stands in for nobody"
    assert posts(cast, WINDOW, DAY + timedelta(1)) == {HANDLER, WINDOW}


def test_a_ring_falls_to_the_head(cast):
    away(cast, HANDLER, WINDOW)
    away(cast, WINDOW, HANDLER)
    assert posts(cast, HEAD) == {HEAD, HANDLER, WINDOW}
    assert acting(cast, HANDLER) == acting(cast, WINDOW) == {HEAD}
    assert posts(cast, "office.head") == {"office.head"}


def test_a_chain_that_leads_nowhere_falls_to_the_head_or_their_deputy(cast):
    away(cast, HANDLER, WINDOW)
    away(cast, WINDOW, None)
    assert posts(cast, HEAD) == {HEAD, HANDLER}
    away(cast, HEAD, DISPATCHER)
    assert posts(cast, HEAD) == {HEAD}
    assert posts(cast, DISPATCHER) == {DISPATCHER, HEAD, HANDLER}
    assert acting(cast, HANDLER) == {DISPATCHER}
    assert acting(cast, WINDOW) == set()


def test_a_shut_deputy_is_nobody(cast):
    away(cast, HANDLER, WINDOW)
    Account.objects.filter(pk=cast.accounts[WINDOW].pk).update(is_active=False)
    assert acting(cast, HANDLER) == {HEAD}
    assert posts(cast, HEAD) == {HEAD, HANDLER}


def test_administration_falls_to_nobody_who_was_not_named(cast):
    away(cast, "county.admin", "county.auditor")
    away(cast, "county.auditor", "county.admin")
    assert posts(cast, "county.head") == {"county.head"}
    assert acting(cast, "county.admin") == set()


def test_without_a_deputy_nobody_stands_in(cast):
    away(cast, HANDLER, None)
    assert posts(cast, HEAD) == {HEAD}
    assert posts(cast, HANDLER) == {HANDLER}


def test_what_was_called_off_does_not_count(cast):
    absence = away(cast, HANDLER, WINDOW)
    absence.ended_at = timezone.now()
    absence.save()
    assert posts(cast, WINDOW) == {WINDOW}


def test_days_begin_at_midnight_of_this_place(cast):
    """At 16:30 UTC it is half past midnight of the next day here."""
    away(cast, HANDLER, WINDOW, DAY, DAY)
    zone = ZoneInfo("Asia/Shanghai")
    for hour, minute, expected in ((23, 59, {WINDOW}), (0, 0, {WINDOW, HANDLER})):
        day = DAY - timedelta(1) if hour else DAY
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        with time_machine.travel(moment, tick=False):
            assert posts(cast, WINDOW, timezone.localdate()) == expected
    with time_machine.travel(datetime(2026, 3, 3, 0, 0, tzinfo=zone), tick=False):
        assert posts(cast, WINDOW, timezone.localdate()) == {WINDOW}


@pytest.mark.parametrize("seed", range(12))
def test_both_rules_say_what_the_slow_one_says(cast, seed):
    """Random absences in one town and the county, rings and shut accounts among them."""
    rng = random.Random(seed)  # noqa: S311 -- a test
    names = [name for name in cast.accounts if name.startswith(("town.", "county."))]
    deputies: dict[str, str | None] = {}
    for name in rng.sample(names, rng.randint(3, len(names))):
        others = [other for other in names if other != name]
        deputies[name] = rng.choice([*others, *others, None])
        away(cast, name, deputies[name])
    shut = set(rng.sample(names, rng.randint(0, 2)))
    Account.objects.filter(username__in=shut).update(is_active=False)
    for account in cast.accounts.values():
        account.refresh_from_db()
    expected = {post: _slow(post, names, deputies, shut) for post in names}
    assert {post: acting(cast, post) for post in names} == expected
    for name in names:
        mine = {post for post in names if name in expected[post]} | {name}
        assert posts(cast, name) == (set() if name in shut else mine), name


def _slow(post: str, names: list[str], deputies: dict[str, str | None], shut: set[str]) -> set[str]:
    """Every post is held by the account of its name: walk from it."""

    def walk(name: str) -> str | None:
        for _ in range(len(names) + 1):
            if name in shut:
                return None
            if name not in deputies:
                return name
            following = deputies[name]
            if following is None:
                return None
            name = following
        return None

    if post in shut or (post in deputies and deputies[post] is None):
        return set()
    if (found := walk(post)) is not None:
        return {found}
    unit, _, role = post.partition(".")
    if role in GUARDED:
        return set()
    head = walk(f"{unit}.head")
    return {head} if head else set()


def test_a_holding_that_ended_passes_to_nobody(cast):
    away(cast, HANDLER, WINDOW)
    Holding.objects.filter(post=cast.posts[HANDLER]).update(ends_on=DAY - timedelta(1))
    assert posts(cast, WINDOW) == {WINDOW}
    assert acting_for([cast.posts[HANDLER].pk, UUID(int=0)], DAY) == {
        cast.posts[HANDLER].pk: [], UUID(int=0): [],
    }  # fmt: skip
