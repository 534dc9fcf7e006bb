"""An administrator puts a method in force; a head asks what the year would have been under another;
every page is examined on its way."""

from __future__ import annotations

from typing import Any

from huiyin.matters.testing import Walk
from huiyin.places.models import Division


def test_a_method_is_put_in_force_and_another_one_tried(person: Any, cast: Any) -> None:
    walk = Walk(cast).to_served()
    admin = person("county.admin", screen="phone").open("/methods/in-force/")
    admin.page.locator("#division").fill("910102000000")
    admin.page.locator("#pack").select_option("xupu")
    with admin.page.expect_navigation():
        admin.page.locator("main form.form button").last.click()
    admin.look()
    assert Division.objects.get(pk="910102000000").pack == "xupu"
    day = walk.matter.received_at.date()
    head = person("county.head", screen="desk")
    head.open(f"/methods/replay/?pack=liuyuan_345&first={day}&last={day.replace(day=28)}")
    assert head.page.locator("svg polyline").count() == 2
    head.open("/responsibilities/")
    head.open("/directory/")
