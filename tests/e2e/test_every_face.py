"""What axe finds on the pages of registration, of a mediation and of residents: nothing, on a phone
and on a desk, in Chinese and in English (`Person.look` examines each)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from huiyin.matters.actions import register
from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.matters.testing import Walk, moment
from huiyin.people.testing import Cast

from .person import Person

pytestmark = pytest.mark.e2e

PARTIES = [
    {"side": side, "party": {"name": name}}
    for side, name in (("applicant", "王小明"), ("respondent", "李大江"))
]


def mediation(cast: Cast) -> Matter:
    form = {
        "channel": "apply", "received_at": moment(0).isoformat(), "title": "两家排水沟堵水",
        "text": "上游垒了沟，下游院里进水。", "kind": "d17", "parties": PARTIES,
    }  # fmt: skip
    return register("mediation", by=cast.actor("town.mediator"), data=form, at=moment(0, 10)).matter


def in_language(one: Person, language: str) -> Person:
    if one.page.locator("html").get_attribute("lang") != language:
        one.press(f"lang={language}")
    assert one.page.locator("html").get_attribute("lang") == language
    return one


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_pages_of_the_desk(person: Any, cast: Cast, screen: str, language: str):
    one = in_language(person("town.mediator", screen).open("/"), language)
    dispute = mediation(cast)
    one.open("/register/").open("/register/national/mediation/register/")
    one.send()
    assert one.page.locator("[aria-invalid=true]").count() >= 2
    one.open(f"/matters/{dispute.number}/")
    clerk = in_language(person("office.window", screen).open("/"), language)
    clerk.open("/register/").open("/register/national/report/register/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_pages_of_residents(visitor: Any, cast: Cast, screen: str, language: str):
    cache.clear()
    matter = Walk(cast).to_served().matter
    one = in_language(visitor(screen).open("/follow/"), language)
    one.fill({"number": matter.number, "code": code_of(matter.pk)}).send()
    assert matter.title in one.text
    for act in ("rate", "ask_review", "ask_reopen"):
        one.open(f"/follow/{act}/")
        one.send()
        assert one.page.get_by_role("alert").count() == 1
