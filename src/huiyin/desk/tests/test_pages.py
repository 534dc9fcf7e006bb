"""Every page answers, for the right people only, and needs no JavaScript."""

from __future__ import annotations

import pytest
from django.test import Client

from huiyin.desk.tests.browsing import Page, flat
from huiyin.matters.files import Upload
from huiyin.matters.models import Matter
from huiyin.matters.testing import PDF, petition
from huiyin.people.models import Reveal
from huiyin.people.testing import PASSWORD


def pages_of(number: str) -> list[str]:
    return ["/", "/?tab=unit", "/?tab=inbox", "/register/", "/register/?channel=visit", "/search/",
            "/search/?q=路灯", f"/matters/{number}/", f"/matters/{number}/receipt/",
            f"/matters/{number}/acts/supplement/"]  # fmt: skip


def test_every_page_asks_for_sign_in(walk):
    for page in pages_of(walk.matter.number):
        response = Client().get(page)
        assert response.status_code == 302, page
        # The front door leads residents to their own first page.
        assert response["Location"].startswith(
            "/home/" if page.partition("?")[0] == "/" else "/login/"
        ), page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_answer_without_scripts_or_inline_styles(walk, at_desk, language):
    browser = at_desk("office.window", language)
    for address in pages_of(walk.matter.number):
        response = browser.get(address)
        assert response.status_code == 200, address
        page = Page(response)
        assert "style" not in page.tags, address
        assert "<script>" not in page.text, address
        assert page.text.count("<script") == page.text.count('<script type="module" src='), address
        assert not {"style", "onclick", "onchange", "onsubmit"} & page.attributes, address
        assert len(page.ids) == len(set(page.ids)), address
        assert f'lang="{language}"' in page.text


@pytest.mark.parametrize(
    "post", ["far.head", "bureau.handler", "other_town.dispatcher", "county.admin"]
)
def test_a_matter_does_not_exist_for_strangers(walk, at_desk, post):
    number, browser = walk.matter.number, at_desk(post)
    for address in (f"/matters/{number}/", f"/matters/{number}/receipt/",
                    f"/matters/{number}/acts/note/"):  # fmt: skip
        assert browser.get(address).status_code == 404
    assert browser.post(f"/matters/{number}/acts/note/", {"text": "x"}).status_code == 404
    assert walk.matter.title not in browser.get(f"/search/?q={number}").content.decode()


def test_colleagues_who_may_not_are_told_so(walk, at_desk):
    number = walk.matter.number
    supervisor = at_desk("county.supervisor")
    assert supervisor.get(f"/matters/{number}/").status_code == 200
    refused = supervisor.get(f"/matters/{number}/acts/identify/")
    assert refused.status_code == 403
    assert "Your post may not do this" in refused.content.decode()
    choice = supervisor.get("/register/").content.decode()
    assert "?channel=visit" not in choice
    assert "/register/national/supervision/register/" in choice
    assert supervisor.get("/register/?channel=visit").status_code == 403
    assert supervisor.post("/register/", flat(petition())).status_code == 403
    assert at_desk("county.leader").get("/register/").status_code == 403
    assert supervisor.get(f"/matters/{number}/receipt/").status_code == 403


def test_sign_in_with_name_and_password_only(cast):
    browser = Client(headers={"accept-language": "en"})
    said = set()
    for name, password in (("office.window", "wrong"), ("nobody", PASSWORD)):
        response = browser.post("/login/", {"username": name, "password": password})
        assert response.status_code == 422
        said.add(response.content.decode().split('role="alert">')[1].split("</div>")[0])
    assert len(said) == 1
    response = browser.post("/login/", {"username": "office.window", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert browser.post("/logout/").status_code == 302
    assert browser.get("/").status_code == 302


def test_the_header_changes_the_language(walk, at_desk):
    browser = at_desk("office.window")
    page = browser.get("/").content.decode()
    assert "Worklist" in page
    browser.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    assert "待办" in browser.get("/").content.decode()


def test_names_are_masked_until_a_reason_is_recorded(walk, at_desk):
    browser, matter = at_desk("office.window"), walk.matter
    address = f"/matters/{matter.number}/"
    page = browser.get(address).content.decode()
    assert "王*明" in page
    assert "王小明" not in page
    assert "13800001234" not in page
    party = matter.parties.get()
    reveal = f"{address}people/{party.pk}/reveal/"
    assert browser.post(reveal, {"fields": ["phone"], "reason": " "}).status_code == 422
    assert Reveal.objects.filter(matter_id=matter.pk).count() == 0
    shown = browser.post(reveal, {"fields": ["phone"], "reason": "回电核实"})
    assert shown.status_code == 200
    assert shown["Cache-Control"] == "no-store"
    assert "13800001234" in shown.content.decode()
    record = Reveal.objects.get(matter_id=matter.pk)
    assert (record.fields, record.reason, record.post) == (
        ["phone"], "回电核实", walk.cast.posts["office.window"])  # fmt: skip
    assert (
        at_desk("county.leader").post(reveal, {"fields": ["phone"], "reason": "x"}).status_code
        == 403
    )
    assert at_desk("far.head").post(reveal, {"fields": ["phone"], "reason": "x"}).status_code == 404


def test_files_come_back_as_downloads_for_those_who_may(walk, at_desk, settings, tmp_path):
    walk.act("supplement", "office.window", 1, {"text": "照片"},
             uploads={"files": [Upload("现场.pdf", PDF)]})  # fmt: skip
    file = walk.matter.files.get()
    address = f"/matters/{walk.matter.number}/files/{file.pk}/"
    assert address in Page(at_desk("office.window").get(f"/matters/{walk.matter.number}/")).links
    response = at_desk("office.window").get(address)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    assert at_desk("county.auditor").get(address).status_code == 403
    assert at_desk("far.head").get(address).status_code == 404
    other = Matter.objects.get(pk=walk.pk).number[:-1] + "x"
    assert at_desk("office.window").get(f"/matters/{other}/files/{file.pk}/").status_code == 404


def test_pages_of_errors_speak_plainly(walk, at_desk):
    browser = at_desk("office.window", "zh-hans")
    missing = browser.get("/matters/26-000000-0/")
    assert missing.status_code == 404
    assert "这里没有内容" in missing.content.decode()
    for address in ("/?tab=nothing", "/matters/%00/", "/matters/1/", "/matters/２６-000001-9/"):
        assert browser.get(address).status_code == 404, address
    assert browser.get("/search/?q=%00").status_code == 200
    assert browser.get("/?after=nonsense").status_code == 200


def test_registering_ends_with_number_code_and_receipt(cast, at_desk):
    browser = at_desk("office.window")
    response = browser.post("/register/", flat(petition()))
    matter = Matter.objects.get()
    assert response["Location"] == f"/matters/{matter.number}/?registered=1"
    page = browser.get(response["Location"]).content.decode()
    assert f'<p class="big">{matter.number}</p>' in page
    receipt = browser.get(f"/matters/{matter.number}/receipt/")
    code = receipt.content.decode().split('<p class="big">')[2].split("<")[0]
    assert code in page
    assert receipt["Cache-Control"] == "no-store"
    assert (
        code
        not in at_desk("office.head")
        .get(f"/matters/{matter.number}/?registered=1")
        .content.decode()
    )
