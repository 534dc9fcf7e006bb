"""Supervision: a supervisor decides on what rules found, the town sees it, everybody the list."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.duties.tests.watch_world import due, worked
from huiyin.duties.watching.sweep import sweep
from huiyin.matters.models import Matter
from huiyin.matters.testing import Walk

pytestmark = pytest.mark.e2e


@pytest.fixture
def late(cast: Any) -> list[Walk]:
    walks = [Walk(cast, title=f"第{number}盏路灯坏了").to_handling() for number in range(1, 4)]
    sweep(worked(due(walks[0]), 7))
    return walks


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_from_a_finding_to_an_order(person: Any, visitor: Any, late: list[Walk], screen: str):
    one = person("county.supervisor", screen).open("/supervision/?tab=found")
    one.page.locator("[name=n]").nth(0).check()
    one.page.locator("details.dismissal summary").click()
    one.press("formaction=/supervision/dismissals/")
    assert "写明理由" in one.text or "Give a reason" in one.text
    one.fill({"reason": "承办人住院，已经换人"}).press("formaction=/supervision/dismissals/")
    for box in one.page.locator("[name=n]").all()[:2]:
        box.check()
    one.page.locator(".bulkbar button").click()
    one.look()
    order = Matter.objects.filter(process="supervision").order_by("number").first()
    assert order is not None
    assert order.number in one.text
    one.open(f"/matters/{order.number}/")
    head = person("town.head", screen).open("/supervision/")
    assert late[0].matter.number in head.text
    visitor(screen).open("/listed/")
