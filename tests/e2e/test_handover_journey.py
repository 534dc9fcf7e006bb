"""Somebody goes away and names a deputy; somebody leaves for good and hands the post over."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.people.models import Account, Change


def day(offset: int = 0) -> str:
    return (timezone.localdate() + timedelta(offset)).isoformat()


def test_a_deputy_stands_in_and_a_successor_follows(person, cast):
    leaver = person("town.handler", "phone")
    leaver.open("/absences/")
    leaver.page.locator("main a[href='/absences/new/']").click()
    leaver.look()
    leaver.page.locator("[name=deputy]").select_option(value=str(cast.accounts["town.window"].pk))
    leaver.fill({"starts_on": day(), "ends_on": day()}).send()
    assert str(cast.accounts["town.window"]) in leaver.text
    deputy = person("town.window")
    deputy.open("/absences/")
    assert str(cast.accounts["town.handler"]) in deputy.text
    deputy.open("/")

    head = person("town.head")
    head.open("/absences/").open("/handover/")
    head.page.get_by_role("link", name=str(cast.accounts["town.handler"])).first.click()
    head.look().fill({"successor": "nobody", "day": day()}).send()
    assert head.value("successor") == "nobody", "what was typed stands there still"
    head.fill({"successor": "town.window"}).send()
    assert str(cast.accounts["town.window"]) in head.text
    assert Change.objects.filter(kind="handover").count() == 1

    admin = person("county.admin", "phone", java_script_enabled=False)
    admin.open("/handover/?q=town.grid")
    admin.page.get_by_role("link", name=str(cast.accounts["town.grid"])).first.click()
    admin.look().fill({"day": day(), "shut": "on"}).send()
    assert not Account.objects.get(username="town.grid").is_active
