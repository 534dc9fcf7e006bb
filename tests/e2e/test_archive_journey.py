"""From the end of retention to the tombstone, by four eyes, on a desk and on a phone."""

from __future__ import annotations

import pytest

from huiyin.archive import carrying_out
from huiyin.matters import testing
from huiyin.matters.erasure import TOMBSTONE
from huiyin.matters.testing import Walk

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_hold_release_propose_approve(cast, person, monkeypatch, screen):
    monkeypatch.setattr(testing, "START", (2014, 3, 3))
    walk = Walk(cast).to_archive()
    number, title = walk.matter.number, walk.matter.title
    head, handler = person("town.head", screen), person("town.handler", screen)

    head.open(f"/matters/{number}/")
    head.page.get_by_text("冻结这件事项").click()
    head.page.locator("#why-new").fill("诉讼期间保全")
    head.page.get_by_role("button", name="冻结", exact=True).click()
    assert "冻结" in head.look().text

    handler.open("/archive/")
    assert "已冻结" in handler.text
    assert handler.page.locator("[name=numbers]").count() == 0

    head.page.get_by_text("解除冻结").first.click()
    head.page.locator("textarea[id^=why]").first.fill("判决生效")
    head.page.get_by_role("button", name="解除冻结").click()
    head.look()

    handler.open("/archive/")
    handler.page.locator("[name=numbers]").check()
    handler.page.get_by_role("button", name="把选中的列成清册").click()
    assert title in handler.look().text
    assert "批准，去除内容" not in handler.text

    head.open("/archive/?tab=lists").page.locator("main .title").first.click()
    assert title in head.look().text
    head.page.get_by_role("button", name="批准，去除内容").click()
    assert "已批准" in head.look().text
    for disposal in carrying_out.approved():
        carrying_out.carry_out(disposal)
    head.open(f"/matters/{number}/")
    assert TOMBSTONE in head.text
    assert title not in head.text
    assert "保管期满" in head.text
    assert head.faults + handler.faults == []
