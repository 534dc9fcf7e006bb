"""Administration before lunch: an office is set up and its head signs in; a year is published after
a look at what it changes; an auditor takes out the log."""

from __future__ import annotations

from typing import Any

import pytest

from huiyin.people.models import Account, Change, Holding, Unit
from huiyin.people.testing import Cast
from huiyin.places.models import CalendarVersion

pytestmark = pytest.mark.e2e

WORD = "green-lantern-27"
NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。"""


@pytest.mark.parametrize(("screen", "script"), [("desk", True), ("phone", False)])
def test_an_office_is_set_up_and_its_head_signs_in(
    person: Any, visitor: Any, cast: Cast, screen: str, script: bool
):
    admin = person("county.admin", screen, java_script_enabled=script).open("/admin/")
    admin.open("/admin/units/").page.locator("main a.button[href*='new']").click()
    asked = {"name": "松石镇司法所", "code": "justice", "division": "松石镇", "parent": "town"}
    admin.look().fill(asked)
    admin.page.locator("main [name=kind]").select_option("bureau")
    admin.send()
    unit = Unit.objects.get(code="justice")
    admin.open(f"/admin/units/{unit.pk}/posts/new/").fill({"title": "所长"})
    admin.page.locator("main [name=role]").select_option("head")
    admin.send()
    post = unit.posts.get()
    admin.open("/admin/accounts/new/").fill({"username": "zhao", "display_name": "赵敏"}).send()
    address = admin.page.locator("#address").inner_text()
    admin.open(f"/admin/posts/{post.pk}/hold/").fill({"account": "zhao"}).send()
    assert "赵敏" in admin.text

    owner = visitor(screen).open(address)
    owner.fill({"new_password1": WORD, "new_password2": WORD}).send()
    assert Account.objects.get(username="zhao").check_password(WORD)
    assert Holding.objects.get(post=post).account.username == "zhao"
    kinds = list(Change.objects.exclude(kind="sign_in").values_list("kind", flat=True))
    assert kinds.count("account") == 3
    again = visitor(screen).open(address)
    assert again.page.locator("main input[type=password]").count() == 0


def test_a_year_is_published_after_a_look(person: Any, cast: Cast):
    admin = person("county.admin").open("/admin/calendars/2027/")
    assert admin.page.locator("main .note.soon").count() == 1
    admin.open("/admin/calendars/new/").fill({"text": NOTICE.replace("周四）放假", "周三）放假")})
    admin.send()
    assert admin.page.locator("main [role=alert]").count() == 1
    admin.fill({"text": NOTICE}).send()
    assert not CalendarVersion.objects.exists()
    assert admin.page.locator("main td.holiday").count() == 10
    assert admin.page.locator("main td.make_up").count() == 1
    admin.press("name=publish")
    row = CalendarVersion.objects.get()
    assert admin.page.url.endswith(f"/admin/calendars/versions/{row.pk}/")
    admin.open("/admin/calendars/2027/")
    assert admin.page.locator("main .note.soon").count() == 0


def test_the_auditor_takes_out_the_log(person: Any, cast: Cast):
    person("county.admin").open(f"/admin/accounts/{cast.accounts['town.head'].pk}/shut/").send()
    auditor = person("county.auditor", "phone").open("/admin/audit/")
    assert str(cast.accounts["town.head"]) in auditor.text
    with auditor.page.expect_download() as taken:
        auditor.page.locator("form[action*='table.csv'] button").click()
    text = taken.value.path().read_text("utf-8-sig")
    assert str(cast.accounts["county.admin"]) in text
    assert Change.objects.filter(kind="audit", act="export").count() == 1
    auditor.open("/admin/audit/?kind=audit")
    assert len(auditor.page.locator("main .timeline li").all()) == 1
