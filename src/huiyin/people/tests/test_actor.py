"""The actor: the union of posts held on a day, read in one query."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from huiyin.people.actor import SYSTEM, actor_for, resident
from huiyin.people.models import Holding
from huiyin.places.models import Grid

DAY = date(2026, 3, 2)


def test_rights_are_the_union_over_posts_in_one_query(office, django_assert_num_queries):
    with django_assert_num_queries(1):
        actor = actor_for(office.account, DAY)
    assert actor.roles == {"window", "handler"}
    assert actor.unit_ids == {office.bureau.id, office.hall.id}
    assert actor.post_ids == {office.posts[0].id, office.posts[1].id}
    assert actor.name == "林晓"
    handler = actor.posts_with("handler")[0]
    assert handler.unit_above == (office.bureau.id,)
    assert handler.unit_name == "松石镇政府"
    assert handler.division_path == "91.01.02.001"
    assert handler.grid is None


def test_only_holdings_of_the_day_count(office):
    assert not actor_for(office.account, date(2025, 12, 31)).posts
    Holding.objects.filter(post=office.posts[0]).update(ends_on=DAY)
    assert len(actor_for(office.account, DAY).posts) == 2
    assert len(actor_for(office.account, date(2026, 3, 3)).posts) == 1


def test_closed_posts_units_and_accounts_give_nothing(office, django_assert_num_queries):
    office.posts[0].active = False
    office.posts[0].save()
    assert actor_for(office.account, DAY).roles == {"handler"}
    office.hall.dissolved_on = DAY
    office.hall.save()
    assert actor_for(office.account, DAY).roles == set()
    office.account.is_active = False
    with django_assert_num_queries(0):
        assert actor_for(office.account, DAY).posts == ()


def test_a_grid_post_names_its_grid(office):
    grid = Grid.objects.create(code="910102001000001", division=office.town, name="一格")
    office.posts[1].grid = grid
    office.posts[1].save()
    assert {post.grid for post in actor_for(office.account, DAY).posts} == {None, grid.code}


def test_an_actor_is_a_value(office):
    assert actor_for(office.account, DAY) == actor_for(office.account, DAY)
    with pytest.raises(FrozenInstanceError):
        SYSTEM.name = "x"
    assert resident("张**").kind == "resident"
    assert not resident("张**").posts
