"""A grid worker files the daily check on a phone; the county sees what is missing where."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.duties.models import Duty
from huiyin.people.testing import Cast
from huiyin.places.models import Division

pytestmark = pytest.mark.e2e


@pytest.fixture
def duties(cast: Cast) -> list[Duty]:
    """Today's and yesterday's daily check of the town's grid worker."""
    Division.objects.filter(pk=cast.divisions["county"].pk).update(pack="grassroots")
    now, post = timezone.now(), cast.posts["town.grid"]
    return [
        Duty.objects.create(
            pack="grassroots", key="daily_check", unit=post.unit, post=post,
            day=timezone.localdate() - timedelta(days=day), opens_at=now - timedelta(days=2),
            due_at=now + timedelta(hours=1) - timedelta(days=day),
        )
        for day in (0, 1)
    ]  # fmt: skip


def test_a_day_and_who_looks_at_it(person: Any, cast: Cast, duties: list[Duty]):
    today, yesterday = duties
    grid = person("town.grid", "phone")
    grid.open("/").page.locator("a[href='/duties/']").first.wait_for(state="attached")
    grid.open("/duties/").page.locator(f"a[href='/duties/{today.pk}/']").first.click()
    grid.fill({"visited": "0", "found": "0"}).send()
    assert grid.page.locator(".summary a").count() == 1
    grid.fill({"visited": "8"}).send()
    assert grid.page.url.endswith(f"/duties/?filed={today.pk}")
    grid.open(f"/duties/{yesterday.pk}/").page.locator("button[name=_zero]").click()
    grid.page.wait_for_url("**/duties/?filed=*")
    yesterday.refresh_from_db()
    assert yesterday.is_zero

    head = person("county.head")
    head.open("/duties/below/").page.get_by_text("松石镇人民政府").click()
    head.open(head.page.url + f"&month={today.day:%Y-%m}")
    head.page.locator("tr.own a").click()
    head.page.wait_for_url("**/duties/unit/?**")
    head.open(f"/duties/unit/?unit={today.unit_id}&day={today.day}")
    assert head.page.locator(f"a[href='/duties/{today.pk}/']").count() == 1
    head.open(f"/duties/{today.pk}/")
    assert head.page.locator("form.form").count() == 0
