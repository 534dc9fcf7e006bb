"""Second factors: an app's code once, a recovery code once, demanded by role, guarded."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, TestCase

from huiyin.accounts.second_factor import MFAAdapter
from huiyin.people.models import Change
from huiyin.people.testing import PASSWORD

from .codes import code, not_a_code

NAME = "county.admin"
STEP = "/login/second-step/"


def first_step(name: str = NAME) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.post("/login/", {"username": name, "password": PASSWORD})
    return browser


def set_up(browser: Client) -> str:
    """Set up the app as a person would; its secret."""
    page = browser.get("/account/app/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert browser.post("/account/app/", {"code": not_a_code(secret)}).status_code == 422
    secret = browser.session["mfa.totp.secret"]
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = browser.post("/account/app/", {"code": code(secret, steps=-1)})
    assert done["Location"] == "/account/codes/"
    return secret


@pytest.fixture
def secret(cast) -> str:
    return set_up(first_step())


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_the_password_alone_opens_nothing(secret):
    browser = first_step()
    assert not is_in(browser)
    assert browser.get("/search/")["Location"].startswith("/login/")
    assert browser.get("/api/matters").status_code == 401
    assert browser.get("/account/")["Location"].startswith("/login/")
    assert browser.get("/login/")["Location"] == STEP, "the second step waits"
    assert browser.post(STEP, {"code": not_a_code(secret)}).status_code == 422
    assert not is_in(browser)
    assert browser.post(STEP, {"code": code(secret)}).status_code == 302
    assert is_in(browser)
    assert browser.get("/api/matters").status_code == 200


def test_a_code_of_the_app_works_once(secret):
    assert first_step().post(STEP, {"code": code(secret)}).status_code == 302
    again = first_step()
    assert again.post(STEP, {"code": code(secret)}).status_code == 422
    spaced = f"{code(secret)[:3]} {code(secret)[3:]}"
    assert again.post(STEP, {"code": spaced}).status_code == 422
    assert not is_in(again)


def test_codes_cannot_be_guessed(secret):
    browser = first_step()
    for _ in range(5):
        assert browser.post(STEP, {"code": not_a_code(secret)}).status_code == 422
    assert browser.post(STEP, {"code": code(secret)}).status_code == 422
    assert not is_in(browser)


def test_a_recovery_code_works_once(secret, cast):
    kept = Authenticator.objects.get(user=cast.accounts[NAME], type="recovery_codes")
    one = kept.wrap().get_unused_codes()[0]
    assert first_step().post(STEP, {"code": one}).status_code == 302
    again = first_step()
    assert again.post(STEP, {"code": one}).status_code == 422
    assert not is_in(again)


def test_secrets_are_sealed_in_the_database(secret, cast):
    kept = Authenticator.objects.get(user=cast.accounts[NAME], type="totp").data["secret"]
    assert secret not in kept
    assert MFAAdapter().decrypt(kept) == secret


def test_the_log_names_factors_and_no_secret(secret, cast):
    first_step().post(STEP, {"code": code(secret)})
    rows = Change.objects.filter(kind="sign_in", subject=str(cast.accounts[NAME].pk))
    acts = list(rows.order_by("at", "id").values_list("act", "after"))
    factors = [after["factor"] for act, after in acts if act == "factor_added"]
    assert sorted(factors) == ["recovery_codes", "totp"]
    assert acts[-1] == ("signed_in", {"address": "127.0.0.1", "ways": "password + totp"})
    assert secret not in str(acts)


def test_whoever_must_have_a_factor_sets_it_up_first(cast, settings):
    settings.MFA_ROLES = frozenset({"admin"})
    other = first_step("office.window")
    assert other.get("/").status_code == 200
    browser = first_step()
    assert browser.get("/")["Location"] == "/account/"
    refused = browser.get("/api/matters")
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_due")
    assert browser.get("/account/").context["factor_due"] is True
    set_up(browser)
    assert browser.get("/account/").status_code == 200
    assert browser.get("/").status_code == 200
    assert browser.get("/api/matters").status_code == 200


def test_a_factor_that_was_set_up_elsewhere_counts(cast, settings):
    settings.MFA_ROLES = frozenset({"admin"})
    here, elsewhere = first_step(), first_step()
    set_up(elsewhere)
    assert here.get("/")["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert here.get("/").status_code == 200


def test_a_demanded_factor_cannot_be_removed(cast, settings, secret):
    settings.MFA_ROLES = frozenset({"admin"})
    browser = first_step()
    browser.post(STEP, {"code": code(secret)})
    assert browser.post("/account/app/remove/").status_code == 422
    settings.MFA_ROLES = frozenset()
    assert browser.post("/account/app/remove/")["Location"] == "/account/"
    assert not Authenticator.objects.filter(user=cast.accounts[NAME]).exists()
    assert Change.objects.filter(act="factor_removed").count() >= 1


def test_factors_change_only_after_proving_oneself_again(cast, secret, settings):
    browser = first_step()
    browser.post(STEP, {"code": code(secret)})
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    pages = ("/account/app/remove/", "/account/codes/", "/account/codes/new/", "/account/keys/")
    for page in pages:
        assert browser.get(page)["Location"].startswith("/account/again/"), page
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert browser.post("/account/again/", {"password": "wrong"}).status_code == 422
    assert browser.post("/account/again/", {"password": PASSWORD}).status_code == 302


def test_new_recovery_codes_void_the_old(secret, cast):
    browser = first_step()
    browser.post(STEP, {"code": code(secret)})
    before = browser.get("/account/codes/").context["unused_codes"]
    assert browser.post("/account/codes/new/").status_code == 302
    after = browser.get("/account/codes/").context["unused_codes"]
    assert not set(before) & set(after)
    assert first_step().post(STEP, {"code": before[0]}).status_code == 422
