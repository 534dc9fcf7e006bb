"""What stands around every page: the shell of the staff, that of residents, and their type."""

from __future__ import annotations

import re

from django.test import Client

from huiyin.people.testing import Cast


def html_class(page: bytes) -> str:
    return re.findall(r'<html lang="[^"]*"(?: class="([^"]*)")?>', page.decode())[0]


def test_the_account_keeps_the_type_on_every_browser(cast: Cast):
    account = cast.accounts["office.window"]
    one, other = Client(), Client()
    for browser in (one, other):
        browser.force_login(account)
    one.post("/type/", {"large": "1", "next": "/"})
    account.refresh_from_db()
    assert account.large_type
    assert html_class(other.get("/").content) == "large"
    other.post("/type/", {"large": "0", "next": "/"})
    assert html_class(one.get("/").content) == ""


def test_the_shell_of_the_staff(cast: Cast):
    browser = Client()
    browser.force_login(cast.accounts["office.window"])
    page, _, content = browser.get("/").content.decode().partition('<main id="main"')
    assert content
    assert page.count('aria-current="page"') == 1
    for part in ('<nav class="rail"', '<details class="menu">', 'role="search"', 'name="q"',
                 'action="/logout/"', 'href="#main"', "<header"):  # fmt: skip
        assert page.count(part) == 1, part
    assert page.count('<button class="quiet" lang="') == 1
    assert page.index('lang="en">English') > page.index('<div class="who">')
    assert len(re.findall(r'<link rel="stylesheet" href="/static/ui/', page)) <= 5


def test_who_is_not_signed_in_gets_messages_in_the_shell_of_residents(cast: Cast):
    client = Client()
    assert 'class="portal"' in client.get("/nothing/here/").content.decode()
    client.force_login(cast.accounts["office.window"])
    page = client.get("/nothing/here/")
    assert page.status_code == 404
    assert 'class="portal"' not in page.content.decode()
