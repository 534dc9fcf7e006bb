"""The list of sessions: one's own, and ending one really ends it."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client

from huiyin.people.models import Change
from huiyin.people.testing import PASSWORD

NAME = "office.window"


def come(name: str = NAME, agent: str = "Firefox on Windows") -> Client:
    browser = Client(headers={"user-agent": agent, "accept-language": "en"})
    browser.post("/login/", {"username": name, "password": PASSWORD})
    return browser


def key_of(browser: Client) -> int:
    return UserSession.objects.get(session_key=browser.session.session_key).pk


def test_ending_a_session_ends_it(cast):
    here, there, stranger = come(), come(), come("office.head")
    assert there.get("/").status_code == 200
    page = here.get("/account/").content.decode()
    assert page.count("Firefox · Windows") == 3  # twice in the list, once on the button
    assert here.post(f"/account/sessions/{key_of(there)}/end/").status_code == 302
    assert there.get("/search/")["Location"].startswith("/login/")
    assert there.get("/api/matters").status_code == 401
    assert here.get("/").status_code == 200
    assert stranger.get("/").status_code == 200
    assert Change.objects.filter(act="session_ended").count() == 1


def test_only_ones_own_and_not_this_one(cast):
    here, stranger = come(), come("office.head")
    assert here.post(f"/account/sessions/{key_of(stranger)}/end/").status_code == 404
    assert here.post(f"/account/sessions/{key_of(here)}/end/").status_code == 404
    assert stranger.get("/").status_code == 200


def test_ending_all_others(cast):
    here, others, stranger = come(), [come(), come()], come("office.head")
    assert here.post("/account/sessions/end-others/").status_code == 302
    assert [other.get("/").status_code for other in others] == [302, 302]
    assert here.get("/").status_code == 200
    assert stranger.get("/").status_code == 200


def test_a_new_password_ends_the_others(cast):
    here, other = come(), come()
    new = "a-bridge-over-water-9"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post("/account/password/", given).status_code == 302
    assert here.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert len(here.get("/account/").context["sessions"]) == 1


def test_sessions_that_are_over_are_not_listed(cast):
    gone, here = come(), come()
    gone.post("/logout/")
    assert [one.is_this for one in here.get("/account/").context["sessions"]] == [True]


def test_the_command_lets_somebody_in_again(cast):
    browser = come()
    account = cast.accounts[NAME]
    Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
    call_command("sign_in", NAME, "--forget-factors", stdout=StringIO())
    assert browser.get("/").status_code == 302
    assert come().get("/").status_code == 200
    acts = set(Change.objects.filter(account=None).values_list("act", flat=True))
    assert acts == {"factor_removed", "session_ended"}
    with pytest.raises(CommandError, match="no account"):
        call_command("sign_in", "nobody", "--end-sessions")


def test_the_page_takes_the_same_statements_with_many_sessions(cast, django_assert_max_num_queries):
    here, _ = come(), [come() for _ in range(5)]
    with django_assert_max_num_queries(12):
        assert here.get("/account/").status_code == 200
