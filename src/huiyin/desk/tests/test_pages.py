"""Every page answers, for the right people only."""

from __future__ import annotations

import pytest
from django.test import Client


def test_every_page_asks_for_sign_in(walk):
    number = walk.matter.number
    pages = ["/", "/register/", "/search/", f"/matters/{number}/", f"/matters/{number}/receipt/",
             f"/matters/{number}/acts/note/"]  # fmt: skip
    for page in pages:
        response = Client().get(page)
        assert response.status_code == 302, page
        assert response["Location"].startswith("/login/"), page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_answer(walk, at_desk, language):
    browser, number = at_desk("office.dispatcher", language), walk.matter.number
    pages = ["/", "/?tab=unit", "/?tab=inbox", "/register/", "/register/?channel=visit", "/search/",
             f"/matters/{number}/", f"/matters/{number}/acts/identify/"]  # fmt: skip
    for page in pages:
        assert browser.get(page).status_code == 200, page
