"""What is seen of a rota: gaps, substitutes, who looks, what is on duty now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huiyin.duties.models import Shift
from huiyin.duties.rotas.board import board
from huiyin.duties.rotas.overview import mine, on_duty, overview
from huiyin.engine.rota_cover import gaps
from huiyin.matters.errors import NotVisible
from huiyin.people.testing import make_cast

from .rota_world import World, day


@pytest.fixture
def world(db) -> World:
    return World(make_cast(None))


def test_leave_after_planning_is_a_hole_that_the_substitute_fills(world):
    rota = world.rota()
    for slot, post in (("leader", "town.head"), ("staff", "town.handler"),
                       ("substitute", "town.window")):  # fmt: skip
        world.plan(rota, day(2), slot, post)
    looks = world.actor("town.grid")
    assert board(looks, rota.pk, day(2), day(2)).holes == []
    world.leave("town.handler", day(2))
    shown = board(looks, rota.pk, day(2), day(2))
    hole = next(iter(shown.holes))
    assert (hole.slot, hole.missing) == ("staff", 0)
    assert (hole.away, hole.instead) == ((world.id("town.handler"),), (world.id("town.window"),))
    assert {one.slot for one in shown.shifts if shown.is_away(one)} == {"staff"}
    world.leave("town.window", day(2), day(3))
    missing = gaps(board(looks, rota.pk, day(2), day(2)).holes)
    assert {one.slot for one in missing} == {"staff", "substitute"}


def test_around_the_clock_one_missing_turn_is_seen(world):
    rota = world.rota()
    for offset in (1, 2, 4):
        world.plan(rota, day(offset), "leader", "town.head")
    found = gaps(board(world.actor("town.head"), rota.pk, day(1), day(4)).holes)
    assert [(one.turn.day, one.slot) for one in found if one.slot == "leader"] == [
        (day(3), "leader")
    ]


def test_supervisors_above_see_coverage_and_neighbours_do_not(world):
    rota = world.rota()
    for post in ("county.leader", "county.supervisor", "county.head"):
        assert [one.running.rota for one in overview(world.actor(post)).below] == [rota]
    for post in ("county.admin", "office.head", "other_town.head", "far.head"):
        found = overview(world.actor(post))
        assert (list(found.own), list(found.below)) == ([], [])
        with pytest.raises(NotVisible):
            board(world.actor(post), rota.pk, day(), day(3))
    assert [one.running.rota for one in overview(world.actor("town.grid")).own] == [rota]


def test_many_rotas_below_come_in_parts(world, monkeypatch):
    monkeypatch.setattr("huiyin.duties.rotas.overview.PART", 2)
    rotas = [world.rota(key, unit) for unit in ("town", "other_town", "office")
             for key in ("duty24", "reception")]  # fmt: skip
    found, after, parts = [], "", 0
    while True:
        part = overview(world.actor("county.leader"), after)
        found += [one.running.rota.pk for one in part.below]
        parts += 1
        if not (after := part.after):
            break
    assert (parts, len(found), set(found)) == (3, 6, {one.pk for one in rotas})


def test_on_duty_now_and_my_next_shifts(world):
    rota = world.rota("reception")
    account = world.cast.accounts["town.window"]
    now = timezone.now()
    shift = Shift.objects.create(
        rota=rota, slot="a", account=account, planned_by=account,
        begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    world.plan(world.rota("duty24"), day(3), "staff", "town.window")
    found = on_duty(world.cast.units["town"].pk, now, "reception")
    assert [list(one.now) for one in found] == [[shift]]
    assert [one.rota.key for one in mine(world.actor("town.window"))] == ["reception", "duty24"]
    assert mine(world.actor("town.head")) == []


def test_a_rota_that_the_method_does_not_know_is_not_shown(world):
    rota = world.rota()
    type(rota).objects.filter(pk=rota.pk).update(key="gone")
    with pytest.raises(NotVisible):
        board(world.actor("town.head"), rota.pk, day(), day())
    assert list(overview(world.actor("town.head")).own) == []
