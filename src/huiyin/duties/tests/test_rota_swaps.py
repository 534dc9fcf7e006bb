"""Swaps: asked of whom, in exchange or not, both persons checked twice, two answers at once."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import translation

from huiyin.duties.models import Shift, Swap
from huiyin.duties.rotas import planning, swapping
from huiyin.duties.rotas.overview import asked
from huiyin.matters.errors import NotVisible
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.testing import make_cast

from .rota_world import World, day

ME, YOU, THIRD = "town.handler", "town.window", "town.dispatcher"


@pytest.fixture
def world(db) -> World:
    return World(make_cast(None))


def ask(world: World, shift: Shift, of: str, other: Shift | None = None, by: str = ME) -> Swap:
    given = {"asked_of": world.id(of), "other": str(other.pk) if other else "", "reason": "出差"}
    return swapping.ask(shift.pk, given, by=world.actor(by))


def codes(raised) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in raised.value.wrong}


def on_duty(world: World) -> set[tuple[str, str, int]]:
    """Slot, person, days from today of every shift that stands."""
    rows = Shift.objects.filter(cancelled_at__isnull=True).select_related("account")
    return {(one.slot, one.account.username, (one.begins_at.date() - day()).days) for one in rows}


def test_somebody_takes_a_shift_without_exchange(world):
    mine = world.plan(world.rota(), day(2), "staff", ME)
    swap = ask(world, mine, YOU)
    assert asked(world.actor(YOU)) == [swap] == asked(world.actor(ME))
    assert asked(world.actor(THIRD)) == []
    swapping.answer(swap.pk, True, by=world.actor(YOU))
    assert on_duty(world) == {("staff", YOU, 2)}
    swap.refresh_from_db()
    assert swap.accepted is True
    assert asked(world.actor(YOU)) == []


def test_two_shifts_change_hands(world):
    rota = world.rota()
    mine, yours = (world.plan(rota, day(2), "staff", ME), world.plan(rota, day(9), "staff", YOU))
    swapping.answer(ask(world, mine, YOU, yours).pk, True, by=world.actor(YOU))
    assert on_duty(world) == {("staff", YOU, 2), ("staff", ME, 9)}


def test_a_and_b_of_one_day_change_places(world):
    """In between, neither stands in two places: both shifts are taken back first."""
    rota = world.rota()
    mine, yours = (
        world.plan(rota, day(2), "staff", ME), world.plan(rota, day(2), "substitute", YOU),
    )  # fmt: skip
    swapping.answer(ask(world, mine, YOU, yours).pk, True, by=world.actor(YOU))
    assert on_duty(world) == {("staff", YOU, 2), ("substitute", ME, 2)}


def test_a_request_is_declined_or_taken_back(world):
    mine = world.plan(world.rota(), day(2), "staff", ME)
    swap = ask(world, mine, YOU)
    with pytest.raises(Invalid) as wrong:
        ask(world, mine, THIRD)
    assert codes(wrong) == {("asked_of", "taken")}
    swapping.answer(swap.pk, False, by=world.actor(YOU))
    second = ask(world, mine, THIRD)
    swapping.withdraw(second.pk, by=world.actor(ME))
    for late in (lambda: swapping.answer(second.pk, True, by=world.actor(THIRD)),
                 lambda: swapping.withdraw(swap.pk, by=world.actor(ME))):  # fmt: skip
        with pytest.raises(Refused, match="answered"):
            late()
    assert on_duty(world) == {("staff", ME, 2)}
    assert [(one.accepted, one.answered_at is None) for one in Swap.objects.order_by("pk")] == [
        (False, False), (None, False)
    ]  # fmt: skip


def test_only_ones_own_shift_and_only_who_was_asked(world):
    mine = world.plan(world.rota(), day(2), "staff", ME)
    with pytest.raises(NotVisible):
        ask(world, mine, YOU, by=THIRD)
    swap = ask(world, mine, YOU)
    for by in (THIRD, ME, "town.head", "far.head"):
        with pytest.raises(NotVisible):
            swapping.answer(swap.pk, True, by=world.actor(by))
    with pytest.raises(NotVisible):
        swapping.withdraw(swap.pk, by=world.actor(YOU))


def test_who_cannot_have_the_shift_cannot_be_asked(world):
    rota = world.rota()
    mine = world.plan(rota, day(5), "staff", ME)
    with pytest.raises(Invalid) as wrong:
        ask(world, mine, "town.head")  # leads, is no officer on duty
    assert codes(wrong) == {("asked_of", "invalid_choice")}
    world.plan(rota, day(5), "substitute", YOU)
    world.plan(rota, day(6), "staff", THIRD)
    world.leave("town.mediator", day(5))
    for post, code in ((YOU, "taken"), ("town.mediator", "away")):
        with pytest.raises(Invalid) as wrong:
            ask(world, mine, post)
        assert codes(wrong) == {("asked_of", code)}
    with translation.override("en"):
        form = swapping.swap_form(mine.pk, None, by=world.actor(ME))
        names = dict(form.fields["asked_of"].choices)
    assert "rest" in names[world.id(THIRD)], "too little rest is said, and theirs to accept"
    assert "rest" not in names[world.id("town.grid")]
    yours = world.plan(rota, day(12), "staff", "town.grid")
    world.leave(ME, day(12))
    with pytest.raises(Invalid) as wrong:
        ask(world, mine, "town.grid", yours)
    assert codes(wrong) == {("other", "away")}
    with pytest.raises(Invalid) as wrong:
        ask(world, mine, "town.grid", Shift.objects.get(slot="substitute"))
    assert codes(wrong) == {("other", "not_theirs")}


def test_what_was_possible_when_asked_is_looked_at_again(world):
    rota = world.rota()
    mine, yours = (world.plan(rota, day(2), "staff", ME), world.plan(rota, day(9), "staff", YOU))
    swap = ask(world, mine, YOU, yours)
    world.plan(rota, day(2), "substitute", YOU)
    with pytest.raises(Refused, match="obstacle"):
        swapping.answer(swap.pk, True, by=world.actor(YOU))
    swap.refresh_from_db()
    assert swap.answered_at is None
    assert len(on_duty(world)) == 3
    planning.cancel(yours.pk, by=world.actor("town.head"))
    with pytest.raises(Refused, match="answered"):
        swapping.answer(swap.pk, True, by=world.actor(YOU))


def test_a_past_shift_is_not_swapped(world):
    old = world.shift(world.rota(), day(-2), "staff", ME)
    with pytest.raises(Refused, match="over"):
        ask(world, old, YOU)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_holds():
    """Two colleagues ask the same person for the same day: both answers at the same moment."""
    world = World(make_cast(None))
    rota, desk = world.rota(), world.rota("reception")
    ones = [ask(world, world.plan(rota, day(2), "staff", ME), YOU),
            ask(world, world.plan(rota, day(2), "substitute", THIRD), YOU, by=THIRD)]  # fmt: skip
    assert desk.pk
    actor, start, told = world.actor(YOU), Barrier(2), []

    def accept(swap: Swap) -> None:
        start.wait()
        try:
            swapping.answer(swap.pk, True, by=actor)
            told.append("done")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=accept, args=(one,)) for one in ones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) in (["done", "obstacle"], ["done", "taken"])
    assert sum(name == YOU for _slot, name, _day in on_duty(world)) == 1
    assert len(on_duty(world)) == 2, "who was not relieved still has the shift"


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_cancellation_at_once_leave_no_half_swap():
    world = World(make_cast(None))
    rota = world.rota()
    mine, yours = (world.plan(rota, day(2), "staff", ME), world.plan(rota, day(9), "staff", YOU))
    swap = ask(world, mine, YOU, yours)
    you, head, start, told = world.actor(YOU), world.actor("town.head"), Barrier(2), []

    def do(act) -> None:
        start.wait()
        try:
            act()
            told.append("done")
        except Refused as refused:
            told.append(refused.code)
        finally:
            connection.close()

    acts = (lambda: swapping.answer(swap.pk, True, by=you),
            lambda: planning.cancel(yours.pk, by=head))  # fmt: skip
    threads = [Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "done" in told
    assert on_duty(world) in (
        {("staff", YOU, 2), ("staff", ME, 9)}, {("staff", ME, 2)},
    )  # fmt: skip
