"""A day at the window: tickets in order, two windows never get one visitor, nothing left open."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from huiyin.matters import testing
from huiyin.matters.actions import perform, register
from huiyin.people.testing import Cast, make_cast
from huiyin.reception import actions, policy
from huiyin.reception.errors import SENTENCES, ReceptionError
from huiyin.reception.models import State, Visit
from huiyin.reception.queries import day_of, unsettled


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def window(cast):
    return cast.actor("office.window")


@pytest.fixture
def session(cast, window):
    return actions.open_day(window, cast.units["office"].pk, timezone.localdate())


def today(**changes):
    return testing.petition(received_at=timezone.now().isoformat(), **changes)


def refused(code, act, *args):
    with pytest.raises(ReceptionError) as error:
        act(*args)
    assert error.value.code == code
    assert error.value.say(str)


def test_tickets_count_from_one_every_day(window, session):
    tickets = [actions.arrive(window, session.pk, people).ticket for people in (1, "3", 12)]
    assert tickets == [1, 2, 3]
    tomorrow = actions.open_day(window, session.unit_id, session.day + timedelta(days=1))
    assert actions.arrive(window, tomorrow.pk).ticket == 1


def test_opening_twice_is_one_day(window, session):
    assert actions.open_day(window, session.unit_id, session.day).pk == session.pk


@pytest.mark.parametrize("people", [0, -1, "x", "", "1.5", 10_001, "٣"])
def test_how_many_people_is_a_number(window, session, people):
    refused("people", actions.arrive, window, session.pk, people)


def test_the_first_who_came_is_called_first_unless_one_is_named(window, session):
    for _one in range(3):
        actions.arrive(window, session.pk)
    assert actions.call(window, session.pk).ticket == 1
    assert actions.call(window, session.pk, 3).ticket == 3
    refused("not_waiting", actions.call, window, session.pk, 3)
    assert actions.call(window, session.pk).ticket == 2
    refused("nobody_waits", actions.call, window, session.pk)


def test_registering_a_visit_ends_the_visit_at_this_window(cast, window, session):
    actions.arrive(window, session.pk, 2)
    called = actions.call(window, session.pk)
    register(by=cast.actor("office.dispatcher"), data=today())
    called.refresh_from_db()
    assert called.state == State.CALLED, "another person's registration is another visitor's"
    register(by=window, data=today(channel="letter", read_back=None))
    called.refresh_from_db()
    assert called.state == State.CALLED, "a letter is nobody at the window"
    done = register(by=window, data=today())
    called.refresh_from_db()
    assert (called.state, called.matter) == (State.DONE, done.matter)
    assert day_of(session.unit_id, session.day).people == 2


def test_a_visit_about_a_known_matter(cast, window, session):
    known = register(by=cast.actor("office.dispatcher"), data=today()).matter
    far = register(by=cast.actor("far.window"), data=today()).matter
    visit = actions.arrive(window, session.pk)
    refused("not_called", actions.received, window, visit.pk, known.number)
    actions.call(window, session.pk)
    refused("unknown_matter", actions.received, window, visit.pk, far.number)
    assert actions.received(window, visit.pk, f" {known.number} ").matter == known
    refused("not_called", actions.received, window, visit.pk, known.number)


def test_closing_waits_for_everybody_and_then_nothing_changes(window, session):
    waiting = actions.arrive(window, session.pk)
    refused("somebody_waits", actions.close_day, window, session.pk)
    actions.left(window, waiting.pk)
    actions.close_day(window, session.pk)
    refused("closed", actions.arrive, window, session.pk)
    refused("closed", actions.call, window, session.pk)
    refused("closed", actions.close_day, window, session.pk)
    refused("closed", actions.open_day, window, session.unit_id, session.day)


def test_what_is_left_goes_to_a_leader_and_is_left_no_more(cast, window, session):
    visits = [actions.arrive(window, session.pk) for _one in range(2)]
    for _visit in visits:
        actions.call(window, session.pk)
        register(by=window, data=today())
    left = unsettled(window, session)
    assert len(left) == 2
    handed = {"leader_post": str(cast.posts["office.head"].pk), "told": "到现场看一下",
              "finish_by": (timezone.localdate() + timedelta(days=5)).isoformat()}  # fmt: skip
    perform(left[0].row.id, "hand_over_today", by=window, data=handed, expected_seq=left[0].seq)
    assert [one.row.number for one in unsettled(window, session)] == [left[1].row.number]


@pytest.mark.parametrize("post", ["office.head", "town.window", "county.auditor", "far.window"])
def test_only_who_receives_there_does_anything(cast, window, session, post):
    stranger, visit = cast.actor(post), actions.arrive(window, session.pk)
    for act, args in (
        (actions.open_day, (session.unit_id, session.day)), (actions.arrive, (session.pk,)),
        (actions.call, (session.pk,)), (actions.left, (visit.pk,)),
        (actions.close_day, (session.pk,)),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            act(stranger, *args)
    assert policy.may_look(cast.actor("office.head"), session.unit_id)
    assert not policy.may_look(cast.actor("county.auditor"), session.unit_id)


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_call_at_once_get_two_visitors():
    cast = make_cast(None)
    window = cast.actor("office.window")
    session = actions.open_day(window, cast.units["office"].pk, timezone.localdate())
    for _one in range(6):
        actions.arrive(window, session.pk)
    called: list[int] = []

    def call() -> None:
        called.append(actions.call(window, session.pk).ticket)
        connection.close()

    threads = [Thread(target=call) for _one in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(called) == [1, 2, 3, 4, 5, 6]
    assert Visit.objects.filter(state=State.WAITING).count() == 0


def test_every_refusal_has_a_sentence():
    assert all(SENTENCES.values())
