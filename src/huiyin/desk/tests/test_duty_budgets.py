"""How many statements the pages of duties cost: figures in the file of budgets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huiyin.duties.generate import generate
from huiyin.duties.models import Duty
from huiyin.duties.tests.duty_world import in_force

PAGES = {
    "duties: mine": ("town.handler", "/duties/"),
    "duties: unit": ("county.head", "/duties/unit/?unit={unit}"),
    "duties: missing": ("county.head", "/duties/unit/?unit={unit}&show=missing"),
    "duties: month": ("county.head", "/duties/unit/?unit={unit}&month={month}"),
    "duties: below": ("county.head", "/duties/below/"),
    "duties: below in a month": ("county.head", "/duties/below/?month={month}"),
    "duty": ("town.handler", "/duties/{duty}/"),
}


@pytest.mark.parametrize(("name", "page"), PAGES.items())
def test_pages(cast, monkeypatch, at_desk, within_budget, name, page):
    in_force(monkeypatch, cast)
    today = timezone.localdate()
    generate(today - timedelta(days=40), today + timedelta(days=7))
    post, address = page
    duty = Duty.objects.filter(post=cast.posts["town.handler"]).first()
    filled = address.format(unit=cast.unit("town"), month=f"{today:%Y-%m}", duty=duty.pk)
    browser = at_desk(post)
    assert within_budget(name, lambda: browser.get(filled)).status_code == 200
