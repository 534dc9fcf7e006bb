"""Who is on duty: holders, deputies, chains of them; heads above."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.notices import who
from huiyin.notices.who import Wanted
from huiyin.people.deputies import acting_for
from huiyin.people.models import Absence, Account, Holding

TODAY = date(2025, 3, 3)


def away(cast, account: str, deputy: str | None, first: int = 0, last: int = 0) -> Absence:
    return Absence.objects.create(
        account=cast.accounts[account],
        deputy=cast.accounts[deputy] if deputy else None,
        starts_on=TODAY + timedelta(days=first),
        ends_on=TODAY + timedelta(days=last),
        entered_by=cast.accounts["county.admin"],
    )


@pytest.fixture
def acting(cast):
    """Names of who acts for a post on a day after today."""
    names = {account.pk: name for name, account in cast.accounts.items()}

    def read(post: str, day: int = 0) -> list[str]:
        duty = who.read([cast.posts[post].pk], [], TODAY)
        found = duty.acting([cast.posts[post].pk], TODAY + timedelta(days=day))
        return [names[account] for account in found]

    return read


def test_the_holder_acts_and_the_deputy_while_away(cast, acting):
    away(cast, "town.handler", "town.window", 0, 2)
    assert [acting("town.handler", day) for day in (0, 2, 3)] == [
        ["town.window"], ["town.window"], ["town.handler"],
    ]  # fmt: skip


def test_a_chain_of_deputies_ends_with_who_is_there(cast, acting):
    away(cast, "town.handler", "town.window", 0, 5)
    away(cast, "town.window", "town.head", 1, 1)
    assert acting("town.handler", 0) == ["town.window"]
    assert acting("town.handler", 1) == ["town.head"]
    assert acting("town.handler", 2) == ["town.window"]


def test_a_ring_of_deputies_falls_to_the_head(cast, acting):
    away(cast, "town.handler", "town.window")
    away(cast, "town.window", "town.dispatcher")
    away(cast, "town.dispatcher", "town.handler")
    assert acting("town.handler") == ["town.head"]


def test_a_ring_of_all_loses_nothing(cast, acting):
    away(cast, "town.handler", "town.head")
    away(cast, "town.head", "town.handler")
    assert acting("town.handler") == ["town.handler"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.data())
def test_the_same_as_people_say_who_deputises(cast, acting, data):
    """Where `people.deputies` names somebody, that is who is told."""
    town = [name for name in cast.accounts if name.startswith("town.")]
    with transaction.atomic():
        for name in data.draw(st.sets(st.sampled_from(town))):
            others = [None, *(one for one in town if one != name)]
            away(cast, name, data.draw(st.sampled_from(others)))
        shut = data.draw(st.sampled_from(town))
        Account.objects.filter(pk=cast.accounts[shut].pk).update(is_active=False)
        names = {account.pk: name for name, account in cast.accounts.items()}
        for name in town:
            post = cast.posts[name].pk
            theirs = {names[one] for one in acting_for([post], TODAY)[post]}
            assert not theirs or set(acting(name)) == theirs, name
        transaction.set_rollback(True)


def test_without_a_deputy_it_stays_with_the_holder(cast, acting):
    away(cast, "town.handler", None)
    assert acting("town.handler") == ["town.handler"]


def test_an_absence_called_off_and_a_closed_deputy_do_not_count(cast, acting):
    absence = away(cast, "town.handler", "town.window")
    cast.accounts["town.window"].is_active = False
    cast.accounts["town.window"].save()
    assert acting("town.handler") == ["town.head"]
    Absence.objects.filter(pk=absence.pk).update(
        ended_at="2025-03-01T00:00Z", deputy=cast.accounts["town.head"]
    )
    assert acting("town.handler") == ["town.handler"]


def test_who_takes_over_tomorrow_is_known_today(cast, acting):
    Holding.objects.filter(post=cast.posts["town.handler"]).update(ends_on=TODAY)
    Holding.objects.create(
        post=cast.posts["town.handler"], account=cast.accounts["town.window"],
        starts_on=TODAY + timedelta(days=1),
    )  # fmt: skip
    assert (acting("town.handler", 0), acting("town.handler", 1)) == (
        ["town.handler"], ["town.window"],
    )  # fmt: skip


def test_above_is_the_nearest_unit_that_has_such_a_post(cast):
    above = Wanted("supervisor", cast.units["town"].pk, above=True)
    heads = Wanted("head", cast.units["town"].pk)
    with CaptureQueriesContext(connection) as captured:
        duty = who.read([], [above, heads], TODAY, home=cast.units["town"].pk)
    assert len(captured) == 1
    assert duty.posts(above) == {cast.posts["county.supervisor"].pk}
    assert duty.posts(heads) == {cast.posts["town.head"].pk}
    assert duty.place == cast.divisions["town"].path
    assert duty.posts(Wanted("supervisor", cast.units["far"].pk, above=True)) == frozenset()
