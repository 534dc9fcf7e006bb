"""A review: asked for, taken up by another unit, the decision revoked, a new cycle begins."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.matters.models import Clock, Matter
from huiyin.matters.testing import Walk
from huiyin.people.models import Account, Holding, Post
from huiyin.people.testing import SINCE, Cast

from .test_journeys import today

pytestmark = pytest.mark.e2e

ASKED = {
    "late": "on", "late_reason": "住院三个月。", "asked_for": "撤销原处理意见。",
    "reason": "没有到现场看。", "signed": "on",
}  # fmt: skip
REVOKED = {
    "original_opinion": "十日内修复。", "facts": "没有查清谁负责。", "reasons": "主要事实不清。",
    "basis": "《信访工作条例》第三十五条", "decision": "撤销，重新办理。",
    "recheck_body": "松江市人民政府", "recheck_address": "松江市府前路1号",
}  # fmt: skip


def add_reviewer(cast: Cast) -> None:
    """The county's reviews are handled by a post of their own."""
    post = Post.objects.create(unit=cast.units["county"], title="复查承办人", role="handler")
    account = Account.objects.create_user("county.handler", display_name="干部九十九")
    Holding.objects.create(post=post, account=account, starts_on=SINCE)
    cast.accounts["county.handler"] = account


def test_asked_accepted_revoked_and_a_new_cycle(person: Any, cast: Cast):
    add_reviewer(cast)
    matter = Walk(cast).to_served().matter
    page = f"/matters/{matter.number}/"
    clerk = person("town.window", "phone")
    form = clerk.open(page).follow("申请复查").page.locator("main")
    assert form.locator("[name=to_unit] option[value]:not([value=''])").all_inner_texts() == [
        cast.units["county"].name
    ]
    asked = ASKED | {"asked_on": today(clerk), "received_at": f"{today(clerk)}T00:00"}
    clerk.fill(asked | {"to_unit": cast.units["county"].name}).send()
    assert "已申请复查" in clerk.text

    reviewer = person("county.handler")
    reviewer.open("/?tab=inbox").follow(matter.title).act("受理复查", {"timeliness": "excused"})
    assert "复查中" in reviewer.text
    reviewer.act("撤销，责令重新办理", REVOKED)
    person("county.head").open(page).press("value=do")

    handler = person("town.handler", "phone").open(page)
    row = Matter.objects.get(pk=matter.pk)
    assert (row.state, row.owner_unit, row.outcome) == (
        "handling", cast.units["town"], "review_revoked"
    )  # fmt: skip
    assert set(Clock.objects.filter(matter=row, key="handle").values_list("cycle", "status")) == {
        (1, "stopped"), (2, "running")
    }  # fmt: skip
    assert "复查撤销" in handler.text
    clocks = handler.page.locator(".clock:has(h3:text-is('办理'))")  # one of them folded away
    assert clocks.count() == 2
    assert handler.page.locator("main").get_by_role("link", name="听取陈述").count() == 1
