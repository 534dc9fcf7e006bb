"""Rotas at the desk: pages do what the actions do, show gaps and swaps, cost few statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.duties.models import Feed, Rota, Shift, Swap
from huiyin.duties.rotas import swapping
from huiyin.duties.tests.rota_world import World, day
from huiyin.people.models import Absence

HEAD, ME, YOU = "town.head", "town.handler", "town.window"


@pytest.fixture
def world(cast) -> World:
    return World(cast)


def text(response) -> str:
    return response.content.decode()


def month(offset: int) -> str:
    return f"?month={day(offset):%Y-%m}"


def test_a_head_starts_plans_replaces_cancels_and_ends(world, at_desk):
    head = at_desk(HEAD)
    assert "Start a rota" in text(head.get("/rotas/"))
    started = head.post("/rotas/start/", {"unit": world.cast.unit("town"), "key": "duty24"})
    rota = Rota.objects.get()
    assert started["Location"] == f"/rotas/{rota.pk}/"
    again = head.post("/rotas/start/", {"unit": world.cast.unit("town"), "key": "duty24"})
    assert again.status_code == 422
    place = f"/rotas/{rota.pk}/{day(2)}/staff/"
    assert str(world.cast.accounts[ME]) in text(head.get(place))
    assert head.post(place, {"account": world.id(ME)}).status_code == 302
    shown = text(head.get(f"/rotas/{rota.pk}/{month(2)}"))
    assert str(world.cast.accounts[ME]) in shown
    assert "missing" in shown
    taken = head.post(f"/rotas/{rota.pk}/{day(2)}/substitute/", {"account": world.id(ME)})
    assert taken.status_code == 422
    assert "another shift at that time" in text(taken)
    shift = Shift.objects.get()
    replace = f"/rotas/shifts/{shift.pk}/replace/"
    assert f"/rotas/shifts/{shift.pk}/cancel/" in text(head.get(replace))
    assert head.post(replace, {"account": world.id(YOU)}).status_code == 302
    assert head.post(replace, {"account": world.id(YOU)}).status_code == 409
    cancel = f"/rotas/shifts/{Shift.objects.get(cancelled_at=None).pk}/cancel/"
    assert head.get(cancel).status_code == 200
    assert head.post(cancel).status_code == 302
    assert not Shift.objects.filter(cancelled_at=None).exists()
    assert head.post(f"/rotas/{rota.pk}/end/").status_code == 302
    assert head.post(f"/rotas/{rota.pk}/end/").status_code == 409
    assert head.get(place).status_code == 409
    assert "ended" in text(head.get(f"/rotas/{rota.pk}/"))


def test_a_plan_is_shown_then_put_in_force_and_not_twice(world, at_desk):
    rota, head = world.rota(), at_desk(HEAD)
    address = f"/rotas/{rota.pk}/fill/"
    assert head.get(address).status_code == 200
    shown = head.get(f"{address}?first={day(1)}&last={day(7)}")
    plan = shown.context["plan"]
    assert f"Put {len(plan.stands)} shifts in force" in text(shown)
    assert "Still missing" in text(shown)
    given = {"first": str(day(1)), "last": str(day(7)), "mark": plan.mark}
    done = head.post(address, given)
    assert done["Location"] == f"/rotas/{rota.pk}/{month(1)}"
    assert Shift.objects.count() == len(plan.stands)
    stale = head.post(address, given)
    assert stale.status_code == 409
    assert "has changed since this plan" in text(stale)
    wrong = head.post(address, {"first": str(day(7)), "last": str(day(1))})
    assert wrong.status_code == 422
    assert str(day(7)) in text(wrong), "what was typed stands there still"
    assert head.get(f"{address}?first=today&last=").status_code == 422


@pytest.mark.parametrize(
    ("post", "page", "plan"),
    [(ME, 200, 403), ("county.leader", 200, 403), ("county.supervisor", 200, 403),
     ("office.head", 404, 404), ("far.head", 404, 404), (HEAD, 200, 200)],
)  # fmt: skip
def test_who_sees_and_who_plans(world, at_desk, post, page, plan):
    rota, client = world.rota(), at_desk(post)
    shift = world.plan(rota, day(2), "staff", YOU)
    assert client.get(f"/rotas/{rota.pk}/").status_code == page
    for address in (f"/rotas/{rota.pk}/fill/", f"/rotas/{rota.pk}/{day(3)}/staff/",
                    f"/rotas/{rota.pk}/end/", f"/rotas/shifts/{shift.pk}/replace/",
                    f"/rotas/shifts/{shift.pk}/cancel/"):  # fmt: skip
        assert client.get(address).status_code == plan, address
    assert client.get(f"/rotas/shifts/{shift.pk}/swap/").status_code == 404


def test_odd_addresses(world, at_desk):
    rota, head = world.rota(), at_desk(HEAD)
    for tail in ("?month=soon", "?month=1-1", "?month=9999-12", "tomorrow/staff/",
                 f"{day(1)}/nobody/", "2026-02-30/staff/"):  # fmt: skip
        assert head.get(f"/rotas/{rota.pk}/{tail}").status_code == 404, tail
    assert head.get(f"/rotas/{rota.pk}/?month=2031-02").status_code == 200
    assert head.get("/rotas/?after=x").status_code == 200


def test_away_substitute_and_gap_are_shown_with_words(world, at_desk):
    rota = world.rota()
    world.plan(rota, day(1), "staff", ME)
    world.plan(rota, day(1), "substitute", YOU)
    world.leave(ME, day(1), day(2))
    shown = text(at_desk("county.leader").get(f"/rotas/{rota.pk}/{month(1)}"))
    me, you = world.cast.accounts[ME], world.cast.accounts[YOU]
    assert f"{me} is away, {you} stands in" in shown
    assert "1 is missing" in shown, "nobody leads"
    listed = text(at_desk("county.leader").get("/rotas/"))
    assert "gaps in the next 7 days" in listed
    assert "a substitute 1 time" in listed


def test_a_swap_is_asked_answered_and_taken_back(world, at_desk):
    rota = world.rota()
    mine, yours = world.plan(rota, day(2), "staff", ME), world.plan(rota, day(9), "staff", YOU)
    me, you = at_desk(ME), at_desk(YOU)
    address = f"/rotas/shifts/{mine.pk}/swap/"
    assert str(world.cast.accounts[YOU]) in text(me.get(address))
    wrong = me.post(address, {"asked_of": world.id(HEAD)})
    assert wrong.status_code == 422
    given = {"asked_of": world.id(YOU), "other": str(yours.pk), "reason": "出差"}
    assert me.post(address, given).status_code == 302
    swap = Swap.objects.get()
    assert "has been asked" in text(me.get("/rotas/"))
    assert me.post(f"/rotas/swaps/{swap.pk}/", {"answer": "withdraw"}).status_code == 302
    assert me.post(address, given).status_code == 302
    swap = Swap.objects.get(answered_at=None)
    shown = text(you.get("/rotas/"))
    assert "asks you to take a shift" in shown
    assert "出差" in shown
    answer = f"/rotas/swaps/{swap.pk}/"
    assert you.post(answer, {"answer": "maybe"}).status_code == 404
    assert you.post(answer, {"answer": "accept"}).status_code == 302
    assert you.post(answer, {"answer": "accept"}).status_code == 409
    assert me.get(address).status_code == 409, "it is somebody else's shift now"
    assert Shift.objects.filter(account=world.cast.accounts[ME], cancelled_at=None).count() == 1


def test_the_reception_shows_who_is_on_duty_and_residents_see_nobody(world, at_desk):
    rota, account = world.rota("reception"), world.cast.accounts[YOU]
    now = timezone.now()
    Shift.objects.create(
        rota=rota, slot="a", account=account, planned_by=account,
        begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1),
    )  # fmt: skip
    assert f"</span> {account}" in text(at_desk(ME).get("/reception/"))
    for address in ("/", "/home/", "/where/"):
        assert str(account) not in text(Client().get(address, follow=True))


def test_a_private_calendar_is_shown_once_and_read_without_a_session(world, at_desk):
    rota, me = world.rota(), at_desk(ME)
    world.plan(rota, day(2), "staff", ME)
    assert "You have none" in text(me.get("/rotas/calendar/"))
    me.post("/rotas/calendar/make/")
    fresh = me.get("/rotas/calendar/")
    address = fresh.context["address"]
    assert address.startswith("http://testserver/calendar/")
    assert fresh["Cache-Control"] == "no-store"
    assert me.get("/rotas/calendar/").context["address"] == ""
    visitor = Client()
    answer = visitor.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in answer.content
    assert not answer.cookies
    me.post("/rotas/calendar/end/")
    assert visitor.get(address).status_code == 404
    assert visitor.get("/calendar/x.ics").status_code == 404
    assert Feed.objects.filter(ended_at=None).count() == 0


def test_a_ring_of_deputies_is_told_to_who_answers_for_the_people(world, at_desk):
    """Entering one is refused (people/tests/test_absences.py); this one came by an import."""
    for who, deputy in ((ME, YOU), (YOU, ME), ("town.grid", ME)):
        account = world.cast.accounts[who]
        Absence.objects.create(
            account=account, deputy=world.cast.accounts[deputy], starts_on=day(), ends_on=day(3),
            entered_by=account,
        )  # fmt: skip
    for post in (HEAD, "county.admin"):
        shown = at_desk(post).get("/absences/")
        told = {account.username for account, _ring in shown.context["rings"]}
        assert told == {ME, YOU, "town.grid"}, "who leads into the ring is not stood in for either"
        assert "stand in for one another" in text(shown)
    assert "stand in for one another" not in text(at_desk("other_town.head").get("/absences/"))
    assert "stand in for one another" not in text(at_desk(ME).get("/absences/"))


def test_chains_that_end_somewhere_are_no_rings(world, at_desk):
    for who, deputy, first, last in ((ME, YOU, 0, 3), (YOU, ME, 4, 6), ("town.grid", ME, 0, 3)):
        account = world.cast.accounts[who]
        Absence.objects.create(
            account=account, deputy=world.cast.accounts[deputy], starts_on=day(first),
            ends_on=day(last), entered_by=account,
        )  # fmt: skip
    assert at_desk(HEAD).get("/absences/").context["rings"] == []


def test_budgets(world, at_desk, within_budget):
    """The same number of statements whatever there is to show."""
    rota, head = world.rota(), at_desk(HEAD)
    for offset in range(1, 6):
        world.plan(rota, day(offset), "leader", HEAD)
        world.plan(rota, day(offset), "staff", (ME, YOU)[offset % 2])
    for key in ("reception", "village_secretaries"):
        world.rota(key)
    swap = Shift.objects.filter(account=world.cast.accounts[YOU]).first()
    given = {"asked_of": world.id("town.grid"), "other": ""}
    swapping.ask(swap.pk, given, by=world.actor(YOU))
    world.leave(ME, day(1), day(2))
    you = at_desk(YOU)
    within_budget("rotas: list", lambda: head.get("/rotas/"))
    within_budget("rotas: month", lambda: head.get(f"/rotas/{rota.pk}/{month(1)}"))
    span = f"?first={day(1)}&last={day(14)}"
    within_budget("rotas: plan", lambda: head.get(f"/rotas/{rota.pk}/fill/{span}"))
    within_budget("rotas: place", lambda: head.get(f"/rotas/{rota.pk}/{day(7)}/staff/"))
    within_budget(
        "rotas: swap", lambda: you.get(f"/rotas/shifts/{swap.pk}/swap/")
    )  # fmt: skip
    within_budget("rotas: calendar", lambda: head.get("/rotas/calendar/"))
