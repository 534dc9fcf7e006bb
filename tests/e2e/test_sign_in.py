"""Signing in with a real browser: an app as second step, a passkey, sessions that end."""

from __future__ import annotations

from playwright.sync_api import Page

from huiyin.accounts.tests.codes import code

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def give_a_key(page: Page) -> None:
    """A platform authenticator that says yes to everything, as Chromium offers it to tests."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def sign_out(one) -> None:
    one.page.context.clear_cookies()


def test_an_app_is_the_second_step(person, settings):
    settings.MFA_ROLES = frozenset({"admin"})
    one = person("county.admin", "phone", types=True)
    assert "第二" in one.text or "second factor" in one.text, "led to the page of factors first"
    one.open("/account/app/")
    secret = one.page.locator("code.key").inner_text()
    one.fill({"code": code(secret, steps=-1)}).send()
    assert one.page.locator(".codes li").count() == 10
    one.open("/")
    sign_out(one)
    one.sign_in("county.admin")
    one.fill({"code": code(secret)}).send()
    assert one.page.url.endswith("/")
    one.open("/account/")


def test_a_passkey_signs_in_alone_and_as_second_step(person):
    one = person("office.window", types=True)
    give_a_key(one.page)
    one.open("/account/keys/").fill({"name": "办公室钥匙"})
    one.page.locator("form[data-passkey] button").click()
    one.page.wait_for_url("**/account/codes/")
    one.look().open("/account/")
    assert "办公室钥匙" in one.text
    sign_out(one)
    one.open("/login/")
    one.page.locator("form[data-passkey] button").click()
    one.page.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)
    one.open("/account/")
    sign_out(one)
    one.sign_in("office.window")
    assert one.page.url.endswith("/login/second-step/")
    one.page.locator("form[data-passkey] button").click()
    one.page.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)
    one.open("/account/")


def test_a_session_elsewhere_ends(person):
    here = person("office.head", types=True)
    there = person("office.head", "phone", types=True)
    here.open("/account/")
    here.page.get_by_role("button", name="127.0.0.1").click()
    here.look()
    there.open("/search/")
    assert "/login/" in there.page.url
    here.open("/account/password/")
    here.open("/account/again/")
