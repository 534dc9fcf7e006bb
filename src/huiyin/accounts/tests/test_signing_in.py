"""Name and password: one answer for everything that is wrong, tries counted, no way elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import hashers
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from huiyin.accounts import guard
from huiyin.accounts.models import Attempts
from huiyin.people.models import Account, Change
from huiyin.people.testing import PASSWORD

NAME = "office.window"


def try_in(browser: Client, name: str = NAME, password: str = PASSWORD, **more: str):
    given = {"username": name, "password": password}
    return browser.post("/login/" + more.pop("query", ""), given, **more)


def said(response) -> str:
    return response.content.decode().split('role="alert">')[1].split("</div>")[0]


def test_the_same_answer_for_unknown_name_wrong_password_closed_account_and_lock(cast, browser):
    Account.objects.filter(username="office.head").update(is_active=False)
    tried = [("nobody", PASSWORD), (NAME, "wrong"), ("office.head", PASSWORD)]
    answers = [try_in(browser, *pair) for pair in tried]
    for _ in range(guard.MOST_HERE):
        try_in(browser, "office.handler", "wrong")
    answers.append(try_in(browser, "office.handler", PASSWORD))
    assert {answer.status_code for answer in answers} == {422}
    assert len({said(answer) for answer in answers}) == 1
    assert {len(answer.cookies) for answer in answers} <= {0, 1}
    assert "_auth_user_id" not in browser.session


def test_every_answer_hashes_a_password_once(cast, browser, monkeypatch):
    """What takes time is done for an unknown name and a locked one just as for a wrong password."""
    counted = []
    hasher = type(hashers.get_hasher())
    original = hasher.encode

    def encode(self, *args):
        counted.append(1)
        return original(self, *args)

    def spent(name: str, password: str) -> int:
        counted.clear()
        try_in(browser, name, password)
        return len(counted)

    monkeypatch.setattr(hasher, "encode", encode)
    Account.objects.filter(username="office.head").update(is_active=False)
    once = {spent("nobody", "x"), spent(NAME, "wrong"), spent("office.head", PASSWORD)}
    for _ in range(guard.MOST_HERE):
        try_in(browser, NAME, "wrong")
    once |= {spent(NAME, PASSWORD), spent(NAME, "wrong")}
    assert once == {1}


def test_a_locked_name_refuses_its_password_until_the_time_is_over(cast, browser):
    for _ in range(guard.MOST_HERE):
        assert try_in(browser, password="wrong").status_code == 422
    assert try_in(browser).status_code == 422
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert try_in(elsewhere).status_code == 302, "another address is not locked out by this one"
    with time_machine.travel(timezone.now() + guard.WINDOW / 2, tick=False):
        assert try_in(browser, password="wrong").status_code == 422
    with time_machine.travel(timezone.now() + guard.WINDOW + timedelta(seconds=1), tick=False):
        assert try_in(browser).status_code == 302


def test_a_name_is_locked_for_all_when_many_addresses_try_it(cast):
    for number in range(guard.MOST_FOR_NAME):
        try_in(Client(REMOTE_ADDR=f"10.0.1.{number}"), password="wrong")
    assert try_in(Client(REMOTE_ADDR="10.0.2.1")).status_code == 422
    assert try_in(Client(REMOTE_ADDR="10.0.2.1"), "office.head").status_code == 302


def test_names_are_the_same_however_they_are_written(cast, browser):
    for name in ("OFFICE.window", "Office.Window", "office.WINDOW", NAME, "ＯＦＦＩＣＥ.window"):
        try_in(browser, name, "wrong")
    assert try_in(browser).status_code == 422


def test_a_right_password_takes_its_own_try_back(cast, browser):
    for _ in range(3):
        try_in(browser, password="wrong")
        assert try_in(browser).status_code == 302
        browser.post("/logout/")
    counts = dict(Attempts.objects.values_list("most", "tries"))
    assert counts[guard.MOST_FOR_NAME] == 3
    assert guard.MOST_HERE not in counts


def test_no_name_and_no_password_is_kept_in_the_clear(cast, browser):
    try_in(browser, "my secret password", "x")
    try_in(browser, NAME, "another secret")
    try_in(browser)
    kept = f"{list(Attempts.objects.values())} {list(Change.objects.values())}"
    assert "secret" not in kept
    acts = list(Change.objects.filter(kind="sign_in").order_by("at", "id").values_list(
        "act", "title", "account__username"
    ))  # fmt: skip
    title = str(cast.accounts[NAME])
    assert acts == [("failed", "", None), ("failed", title, None), ("signed_in", title, NAME)]


def test_the_log_cannot_be_flooded(cast, browser):
    for number in range(40):
        try_in(browser, f"nobody{number}", "x")
        try_in(browser, NAME, "wrong")
    acts = Change.objects.filter(kind="sign_in").values_list("act", flat=True)
    assert len(acts) <= guard.MOST_TOLD + 1
    assert list(acts).count("locked") == 1


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)",
           "http://localhost/search/", r"\\elsewhere.example"],
)  # fmt: skip
def test_next_leads_only_to_pages_of_ours(cast, browser, to):
    response = try_in(browser, query=f"?next={to}")
    assert response["Location"] == "/"


def test_next_leads_to_a_page_of_ours(cast, browser):
    assert try_in(browser, query="?next=/search/%3Fq=1")["Location"] == "/search/?q=1"


def test_the_language_of_the_account_unless_one_was_chosen(cast):
    Account.objects.filter(username=NAME).update(language="en")
    browser = Client()
    assert try_in(browser).cookies["django_language"].value == "en"
    browser.post("/logout/")
    browser.post("/i18n/setlang/", {"language": "zh-hans"})
    assert "django_language" not in try_in(browser).cookies


def test_nobody_signs_up_or_asks_for_mail(cast, browser):
    names = {
        name for name in get_resolver().reverse_dict if isinstance(name, str)
    }  # fmt: skip
    assert not [name for name in names if "signup" in name or "email" in name or "reset" in name]
    for path in ("signup/", "account/signup/", "account/email/", "account/password/reset/"):
        assert browser.get(f"/{path}").status_code == 404, path


def test_the_flow_of_many_processes_counts_together(cast):
    """The count is one statement: tries at the same moment cannot both be the fifth."""
    counts = [guard.count("10.0.0.1", NAME) for _ in range(guard.MOST_HERE + 2)]
    assert [tried.is_locked for tried in counts] == [False] * guard.MOST_HERE + [True, True]
    assert [tried.locks for tried in counts].count(True) == 1


def test_an_own_password_first(cast, browser):
    Account.objects.filter(username=NAME).update(must_change_password=True)
    try_in(browser)
    assert browser.get("/")["Location"] == "/account/password/"
    assert browser.get("/account/")["Location"] == "/account/password/"
    refused = browser.get("/api/matters")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_due")
    new = "a-bridge-over-water-9"
    given = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert browser.post("/account/password/", given).status_code == 422
    given["old_password"] = PASSWORD
    assert browser.post("/account/password/", given | {"new_password2": "x"}).status_code == 422
    assert browser.post("/account/password/", given)["Location"] == "/account/"
    assert browser.get("/").status_code == 200
    assert browser.get("/api/matters").status_code == 200
    assert Account.objects.get(username=NAME).check_password(new)
    assert Change.objects.filter(act="password_changed").count() == 1
