"""Planning rotas: who may, what is refused (overlap, leave, no post), what is flagged."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from huiyin.duties.models import Rota, Shift, Swap
from huiyin.duties.rotas import planning, proposing, running
from huiyin.duties.rotas.board import board
from huiyin.matters.errors import NotVisible
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.models import Account, Change, Holding, Post, Unit
from huiyin.people.testing import SINCE, make_cast

from .rota_world import PACK, World, at, day

STAFF = ("window", "dispatcher", "handler", "mediator", "grid")


@pytest.fixture
def world(db) -> World:
    return World(make_cast(None))


def codes(raised) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in raised.value.wrong}


def test_a_head_starts_a_rota_of_the_method_once(world):
    town = {"unit": world.cast.unit("town"), "key": "duty24"}
    made = running.start(town, by=world.actor("town.head"))
    assert (made.pack, made.key, made.unit) == (PACK, "duty24", world.cast.units["town"])
    with pytest.raises(Invalid) as again:
        running.start(town, by=world.actor("town.head"))
    assert codes(again) == {("key", "invalid_choice")}
    assert Change.objects.filter(kind="rota", act="create").count() == 1


@pytest.mark.parametrize(
    ("by", "key", "allowed"),
    [("town.dispatcher", "duty24", True), ("town.window", "duty24", False),
     ("town.window", "reception", True), ("town.head", "village_secretaries", True),
     ("bureau.head", "village_secretaries", False), ("county.head", "duty24", True)],
)  # fmt: skip
def test_who_starts_what(world, by, key, allowed):
    given = {"unit": world.cast.unit(by.partition(".")[0]), "key": key}
    if allowed:
        assert running.start(given, by=world.actor(by)).key == key
        return
    with pytest.raises(Invalid) as wrong:
        running.start(given, by=world.actor(by))
    assert codes(wrong) <= {("key", "invalid_choice"), ("unit", "invalid_choice")}


def test_who_plans_nothing_starts_nothing(world):
    with pytest.raises(PermissionDenied):
        running.start_form(None, by=world.actor("town.handler"))


def test_without_a_method_there_is_no_rota(world):
    far = {"unit": world.cast.unit("far"), "key": "duty24"}
    with pytest.raises(Invalid):
        running.start(far, by=world.actor("far.head"))


@pytest.mark.parametrize(
    ("by", "error"),
    [("town.head", None), ("town.dispatcher", None), ("town.window", PermissionDenied),
     ("town.handler", PermissionDenied), ("county.leader", PermissionDenied),
     ("county.supervisor", PermissionDenied), ("office.head", NotVisible),
     ("other_town.head", NotVisible), ("far.head", NotVisible)],
)  # fmt: skip
def test_the_head_and_dispatch_plan_others_only_look(world, by, error):
    rota = world.rota()
    if error is None:
        assert world.plan(rota, day(2), "leader", "town.head", by).slot == "leader"
        return
    with pytest.raises(error):
        world.plan(rota, day(2), "leader", "town.head", by)


def test_overlap_is_refused_by_form_and_database(world):
    rota, other = world.rota(), world.rota("reception")
    first = world.plan(rota, day(2), "staff", "town.handler")
    with pytest.raises(Invalid) as wrong:
        world.plan(rota, day(2), "substitute", "town.handler")
    assert codes(wrong) == {("account", "taken")}
    with transaction.atomic(), pytest.raises(IntegrityError, match="shift_no_overlap"):
        Shift.objects.create(
            rota=other, slot="a", account=first.account, planned_by=first.account,
            begins_at=first.ends_at - timezone.timedelta(minutes=1), ends_at=first.ends_at,
        )  # fmt: skip
    assert Shift.objects.count() == 1


def test_two_planners_at_once_are_told_kindly(world, monkeypatch):
    """The form lets the second pass, as it looked before the first was written; not the table."""
    rota = world.rota()
    world.plan(rota, day(2), "staff", "town.handler")
    monkeypatch.setattr("huiyin.duties.rotas.obstacles._busy", lambda *_args: {})
    with pytest.raises(Invalid) as wrong:
        world.plan(rota, day(2), "substitute", "town.handler")
    assert codes(wrong) == {("account", "taken")}


def test_nobody_away_and_nobody_without_the_post(world):
    rota = world.rota()
    world.leave("town.handler", day(3), day(3))
    with pytest.raises(Invalid) as wrong:  # 24 hours: the shift of the day before reaches into it
        world.plan(rota, day(2), "staff", "town.handler")
    assert codes(wrong) == {("account", "away")}
    with pytest.raises(Invalid) as wrong:
        world.plan(rota, day(2), "leader", "town.window")
    assert codes(wrong) == {("account", "invalid_choice")}
    with pytest.raises(Invalid):
        world.plan(rota, day(2), "staff", "office.window")
    with pytest.raises(NotVisible):
        world.plan(rota, day(2), "nobody", "town.window")
    with pytest.raises(Refused, match="over"):
        world.plan(rota, day(-3), "staff", "town.window")


def test_too_little_rest_is_planned_and_shown(world):
    rota = world.rota()
    world.plan(rota, day(2), "staff", "town.handler")
    world.plan(rota, day(3), "staff", "town.handler")
    shown = board(world.actor("town.window"), rota.pk, day(1), day(5))
    tired = world.running(rota).turn_on(day(3))
    assert shown.tired == [(str(world.cast.accounts["town.handler"]), tired.begins)]


def test_a_shift_is_replaced_and_cancelled(world):
    rota = world.rota()
    first = world.plan(rota, day(2), "staff", "town.handler")
    asked = Swap.objects.create(
        shift=first, asked_by=first.account, asked_of=world.cast.accounts["town.window"]
    )
    head = world.actor("town.head")
    second = planning.replace(first.pk, {"account": world.id("town.window")}, by=head)
    first.refresh_from_db()
    asked.refresh_from_db()
    assert first.cancelled_at is not None
    assert (asked.answered_at is not None, asked.accepted) == (True, None)
    assert (second.begins_at, second.ends_at) == (first.begins_at, first.ends_at)
    planning.cancel(second.pk, by=head)
    for change in (lambda: planning.cancel(second.pk, by=head),
                   lambda: planning.replace(first.pk, {}, by=head)):  # fmt: skip
        with pytest.raises(Refused, match="over"):
            change()
    told = list(Change.objects.filter(kind="shift").order_by("pk").values_list("act", flat=True))
    assert told == ["create", "cancel", "create", "cancel"]


def test_who_falls_ill_on_duty_is_relieved_from_now_on(world):
    rota = world.rota()
    account = world.cast.accounts["town.handler"]
    now = timezone.now()
    begun = Shift.objects.create(
        rota=rota, slot="staff", account=account, planned_by=account,
        begins_at=now - timezone.timedelta(hours=1), ends_at=now + timezone.timedelta(hours=1),
    )  # fmt: skip
    rest = planning.replace(
        begun.pk, {"account": world.id("town.window")}, by=world.actor("town.head")
    )
    begun.refresh_from_db()
    assert begun.cancelled_at is None
    assert begun.ends_at == rest.begins_at >= now


def test_a_plan_covers_the_span_and_is_put_in_force_as_it_was_shown(world):
    rota, head = world.rota(), world.actor("town.head")
    world.leave("town.grid", day(1), day(30))
    shown = proposing.proposal(rota.pk, day(1), day(14), by=head)
    assert not Shift.objects.exists()
    given = {"first": str(day(1)), "last": str(day(14)), "mark": shown.mark}
    made = proposing.fill(rota.pk, given, by=head)
    assert [proposing.stand(one) for one in made] == list(shown.stands)
    assert world.id("town.grid") not in {str(one.account_id) for one in made}
    found = board(head, rota.pk, day(1), day(14))
    staff = [hole for hole in found.holes if hole.slot != "leader"]
    assert staff == []
    assert found.tired == []
    leaders = [hole for hole in found.holes if hole.slot == "leader"]
    assert len(leaders) == 7, "one leader alone rests every second day: the gap is shown"
    there = {str(world.cast.accounts[f"town.{role}"]) for role in STAFF[:4]}
    counts = [had.shifts for name, had in found.tally if name in there]
    assert max(counts) - min(counts) <= 1
    with pytest.raises(Refused, match="stale"):
        proposing.fill(rota.pk, given, by=head)
    again = proposing.proposal(rota.pk, day(1), day(14), by=head)
    assert again.stands == []


def test_a_plan_does_not_put_anybody_in_two_places(world):
    duty, desk = world.rota(), world.rota("reception")
    head = world.actor("town.head")
    for rota in (duty, desk):
        plan = proposing.proposal(rota.pk, day(1), day(10), by=head)
        given = {"first": str(day(1)), "last": str(day(10)), "mark": plan.mark}
        assert proposing.fill(rota.pk, given, by=head)


def test_nobody_sits_at_the_reception_after_a_night_on_duty(world):
    duty, desk, head = world.rota(), world.rota("reception"), world.actor("town.head")
    on = next(turn.day for turn in world.running(desk).turns(day(3), day(20)))
    night = on - timezone.timedelta(days=1)
    for role in ("handler", "window"):
        world.plan(duty, night, "staff" if role == "handler" else "substitute", f"town.{role}")
    plan = proposing.proposal(desk.pk, on, on, by=head)
    tired = {world.id("town.handler"), world.id("town.window")}
    assert plan.stands
    assert not tired & {one.person for one in plan.stands}
    found = planning.place_of(desk.pk, on, "a", by=head).free
    assert {found.obstacle(one) for one in tired} == {"rest"}


@pytest.mark.parametrize(
    ("first", "last", "field", "code"),
    [(5, 4, "last", "too_early"), (0, 90, "last", "too_late")],
)
def test_spans_that_make_no_sense(world, first, last, field, code):
    given = {"first": str(day(first)), "last": str(day(last))}
    with pytest.raises(Invalid) as wrong:
        proposing.fill(world.rota().pk, given, by=world.actor("town.head"))
    assert codes(wrong) == {(field, code)}


def test_village_secretaries_come_from_the_villages(world):
    village = Unit.objects.create(
        code="liuwan", name="柳湾村", kind="village", division=world.cast.divisions["village"],
        parent=world.cast.units["town"],
    )  # fmt: skip
    post = Post.objects.create(unit=village, title="村支书", role="head")
    secretary = Account.objects.create(username="secretary", display_name="村支书老周")
    Holding.objects.create(post=post, account=secretary, starts_on=SINCE)
    rota, head = world.rota("village_secretaries"), world.actor("town.head")
    plan = proposing.proposal(rota.pk, day(1), day(14), by=head)
    assert {one.person for one in plan.stands if one.slot == "secretary"} == {str(secretary.pk)}
    others = {one.person for one in plan.stands if one.slot == "receiver"}
    assert others
    assert str(secretary.pk) not in others
    assert world.id("town.head") not in {one.person for one in plan.stands}


def test_an_ended_rota_keeps_what_was_and_drops_what_comes(world):
    rota, head = world.rota(), world.actor("town.head")
    old = world.shift(rota, day(-3), "staff", "town.handler")
    coming = world.plan(rota, day(3), "staff", "town.handler")
    running.end(rota.pk, by=head)
    assert not Shift.objects.get(pk=old.pk).cancelled_at
    assert Shift.objects.get(pk=coming.pk).cancelled_at
    for change in (lambda: running.end(rota.pk, by=head),
                   lambda: world.plan(rota, day(3), "staff", "town.handler")):  # fmt: skip
        with pytest.raises(Refused, match="over"):
            change()
    given = {"unit": world.cast.unit("town"), "key": "duty24"}
    assert running.start(given, by=head).pk != rota.pk
    assert Rota.objects.filter(key="duty24").count() == 2


def test_a_post_has_one_holder_at_a_time(world):
    """Double holding is refused by the table; a rota's people are the holders of posts."""
    post = world.cast.posts["town.handler"]
    with transaction.atomic(), pytest.raises(IntegrityError, match="holding_one_at_a_time"):
        Holding.objects.create(
            post=post, account=world.cast.accounts["town.window"], starts_on=at(0).date()
        )
    assert Holding.objects.filter(post=post).count() == 1
