"""What notices cost, and what an open page costs that asks."""

from __future__ import annotations


def test_notices(walk, at_desk, within_budget):
    walk.to_handling()
    walk.act("note", "office.dispatcher", 5, {"text": "请尽快"})
    browser = at_desk("town.handler")
    page = within_budget("notices: page", lambda: browser.get("/notices/"))
    assert walk.matter.number in page.content.decode()
    within_budget("notices: count", lambda: browser.get("/notices/count/"))
    within_budget("notices: settings", lambda: browser.get("/notices/settings/"))
    address = f"/matters/{walk.matter.number}/seq/"
    within_budget("notices: seq", lambda: browser.get(address))
