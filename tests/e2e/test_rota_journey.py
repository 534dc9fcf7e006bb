"""A rota from start to swap: planned by the head, swapped by two colleagues, in a calendar."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from huiyin.duties.models import Rota, Shift
from huiyin.duties.tests.rota_world import World, day


def test_a_rota_is_planned_swapped_and_read_in_a_calendar(person, cast):
    World(cast)  # the shared method is in force
    head = person("town.head")
    head.open("/rotas/").go("/rotas/start/").fill({"key": "duty24"}).send()
    rota = Rota.objects.get()
    month = f"/rotas/{rota.pk}/?month={day(20):%Y-%m}"
    head.open(f"/rotas/{rota.pk}/fill/?first={day(18)}&last={day(24)}")
    head.page.locator("main form[method=post] button").click()
    head.look()
    assert Shift.objects.count() > 14
    head.open(month)
    head.page.locator(".rota-who a").first.click()
    head.look()

    shift = Shift.objects.filter(slot="staff").order_by("begins_at")[3]
    taker = next(
        name for name in ("town.window", "town.dispatcher", "town.handler", "town.mediator")
        if not Shift.objects.filter(
            account=cast.accounts[name], begins_at__lt=shift.ends_at,
            ends_at__gt=shift.begins_at,
        ).exists()
    )  # fmt: skip
    giver = next(name for name, row in cast.accounts.items() if row.pk == shift.account_id)
    asks = person(giver, "phone", java_script_enabled=False)
    asks.open(f"/rotas/shifts/{shift.pk}/swap/")
    asks.fill({"asked_of": str(cast.accounts[taker].pk), "reason": "出差"}).send()
    takes = person(taker, "phone")
    takes.open("/rotas/")
    assert "出差" in takes.text
    takes.press("value=accept")
    assert (
        Shift.objects.get(begins_at=shift.begins_at, slot="staff", cancelled_at=None).account
        == (cast.accounts[taker])
    )
    takes.open(month).open("/rotas/calendar/")
    takes.page.locator("main form button").first.click()
    takes.look()
    address = takes.page.locator("code.address").inner_text()
    assert b"BEGIN:VEVENT" in Client().get("/" + address.split("/", 3)[3]).content
    boss = person("county.leader").open("/rotas/").open(month)
    assert str(cast.accounts[taker]) in boss.text
    assert timezone.now() < shift.begins_at
