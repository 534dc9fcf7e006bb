"""A resident follows the own matter with number and code, and is not satisfied."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast

from .person import Person

pytestmark = pytest.mark.e2e


@pytest.fixture(autouse=True)
def _no_tries_before() -> None:
    cache.clear()


def enter(one: Person, number: str, code: str) -> Person:
    return one.open("/follow/").fill({"number": number, "code": code}).send()


def test_poor_rating_request_to_reopen_and_another_person_decides(
    visitor: Any, person: Any, cast: Cast
):
    matter = Walk(cast).to_served().matter
    one = visitor("phone")
    assert matter.title not in enter(one, matter.number, "00000000").text
    assert one.page.get_by_role("alert").is_visible()
    enter(one, matter.number, code_of(matter.pk))
    assert matter.title in one.text
    one.act("评价这次办理", {"office": "good", "unit": "poor", "comment": "还没有修。"})
    one.act(
        "没有办好，请求重新办理", {"reopen_ground": "unsolved", "reason": "答复的日期已经过去。"}
    )
    assert one.page.get_by_role("status").is_visible()

    town = person("town.handler").open(f"/matters/{matter.number}/")
    assert town.page.locator("main").get_by_role("link", name="决定重新办理").count() == 0
    office = person("office.dispatcher").open(f"/matters/{matter.number}/")
    office.act("决定重新办理", {"reason": "经回访，答复没有落实。"})
    assert Matter.objects.get(pk=matter.pk).state == "handling"
    assert "正在调查处理" in one.open("/follow/").text
    one.page.locator("form[action$='/leave/'] button").click()
    assert matter.title not in one.look().text
