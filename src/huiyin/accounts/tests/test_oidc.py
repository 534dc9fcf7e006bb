"""The office's own sign-in, end to end with a provider on this machine; and the role map."""

from __future__ import annotations

import http.client
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from huiyin.accounts import oidc_roles
from huiyin.accounts.models import GivenHolding
from huiyin.config import env
from huiyin.people.models import Account, Change, Holding, Post

from .provider import CLIENT, SECRET, Provider, provider

START = "/login/office/"
MAP = """
claim: realm_access.roles
posts:
  - {value: window, unit: office, title: 第二窗口}
  - {value: handler, unit: office, role: handler}
"""


@pytest.fixture
def office(settings, monkeypatch):
    """The provider, configured as the environment would."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with provider() as one:
        read = env.read({
            "HUIYIN_OIDC_ISSUER": one.url, "HUIYIN_OIDC_CLIENT_ID": CLIENT,
            "HUIYIN_OIDC_SECRET": SECRET, "HUIYIN_OIDC_NAME": "县统一认证",
        })  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = read.oidc_providers
        settings.OIDC_NAME = read.HUIYIN_OIDC_NAME
        one.claims = {"sub": "u-1", "preferred_username": "office.window", "name": "王科员"}
        yield one


def come(office: Provider, browser: Client | None = None, query: str = ""):
    """As a browser does it: start, the provider's page, back with a code. The last answer."""
    browser = browser or Client(headers={"accept-language": "en"})
    started = browser.get(START + query)
    assert started.status_code == 302, started.content
    to = urlsplit(started["Location"])
    asked = {name: values[0] for name, values in parse_qs(to.query).items()}
    assert asked["client_id"] == CLIENT
    assert asked["code_challenge_method"] == "S256"
    line = http.client.HTTPConnection(to.netloc)
    line.request("GET", f"{to.path}?{to.query}")
    back = urlsplit(line.getresponse().getheader("Location"))
    line.close()
    return browser, browser.get(f"{back.path}?{back.query}")


def is_in(browser: Client) -> str | None:
    key = browser.session.get("_auth_user_id")
    return Account.objects.get(pk=key).username if key else None


def test_an_account_is_found_by_the_claim_then_by_the_subject(cast, office):
    assert "县统一认证" in Client().get("/login/").content.decode()
    browser, answer = come(office, query="?next=/search/")
    assert (answer.status_code, answer["Location"]) == (302, "/search/")
    assert is_in(browser) == "office.window"
    office.claims["preferred_username"] = "county.admin"  # renamed at the provider
    assert is_in(come(office)[0]) == "office.window"
    office.claims = {"sub": "u-2", "preferred_username": "office.window"}
    assert is_in(come(office)[0]) is None, "an account belongs to one subject"
    acts = Change.objects.filter(kind="sign_in").order_by("at", "id").values_list("act", flat=True)
    assert list(acts) == ["linked", "signed_in", "signed_in"]


@pytest.mark.parametrize(
    "claim", [{"preferred_username": "nobody"}, {"preferred_username": ""}, {}]
)
def test_who_has_no_account_stays_outside(cast, office, claim):
    office.claims = {"sub": "u-9", **claim}
    browser, answer = come(office)
    assert answer["Location"] == "/login/"
    assert "no account here" in browser.get("/login/").content.decode()
    assert is_in(browser) is None
    assert not Account.objects.filter(username="nobody").exists()


def test_an_account_is_made_where_that_is_wished(cast, office, settings):
    settings.OIDC_CREATES = True
    office.claims = {"sub": "u-3", "preferred_username": "wang.ke", "name": "王科员"}
    browser, _ = come(office)
    made = Account.objects.get(username="wang.ke")
    assert is_in(browser) == "wang.ke"
    assert (str(made), made.has_usable_password()) == ("王科员", False)
    assert browser.get("/").status_code == 200
    assert browser.get("/account/").status_code == 200
    assert browser.get("/account/password/").status_code == 404
    office.claims = {"sub": "u-4", "preferred_username": "no good name !"}
    assert is_in(come(office)[0]) is None


def test_a_closed_account_stays_closed(cast, office):
    come(office)
    Account.objects.filter(username="office.window").update(is_active=False)
    browser, answer = come(office)
    assert answer["Location"] == "/login/"
    assert is_in(browser) is None


@pytest.mark.parametrize("wrong", [{"aud": "somebody else"}, {"iss": "https://elsewhere.example"},
                                   {"exp": 1_000_000_000}])  # fmt: skip
def test_a_token_for_somebody_else_or_too_old_is_refused(cast, office, wrong):
    office.wrong = wrong
    browser, answer = come(office)
    assert is_in(browser) is None
    assert answer.status_code in {200, 302, 401}


def test_an_answer_nobody_asked_for_is_refused(cast, office):
    browser = Client()
    answer = browser.get("/login/office/callback/?code=code-0&state=of-somebody-else")
    assert is_in(browser) is None
    assert answer.status_code < 500


def test_an_account_cannot_be_joined_from_within(cast, office):
    browser = Client()
    browser.force_login(cast.accounts["office.head"])
    office.claims["preferred_username"] = "nobody"
    come(office, browser, "?process=connect")
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_here_too(cast, office):
    from .test_second_factor import first_step, set_up

    set_up(first_step("office.window"))
    browser, answer = come(office)
    assert answer["Location"] == "/login/second-step/"
    assert is_in(browser) is None


def test_without_a_provider_there_is_no_such_address(cast):
    assert Client().get(START).status_code == 404


def test_only_https_and_whole_settings():
    with pytest.raises(env.SettingError, match="https"):
        _ = env.read({"HUIYIN_OIDC_ISSUER": "http://idp.example"}).oidc_providers
    with pytest.raises(env.SettingError, match="CLIENT_ID"):
        _ = env.read({"HUIYIN_OIDC_ISSUER": "https://idp.example"}).oidc_providers
    assert env.read({}).oidc_providers == {}
    with pytest.raises(env.SettingError, match="PROXIES"):
        _ = replace(env.read({}), HUIYIN_PROXIES="-1").proxies


# The role map.


@pytest.fixture
def rules(tmp_path, settings, cast) -> oidc_roles.RoleMap:
    Post.objects.create(unit=cast.units["office"], title="第二窗口", role="window")
    path = tmp_path / "roles.yaml"
    path.write_text(MAP, "utf-8")
    settings.OIDC_ROLES = path
    return oidc_roles.read(path)


def titles(account: Account) -> set[str]:
    held = Holding.objects.on(timezone.localdate()).filter(account=account)
    return set(held.values_list("post__title", flat=True))


def test_a_claim_opens_a_post_and_its_end_closes_it(cast, office, rules):
    account = cast.accounts["office.window"]
    own = titles(account)
    office.claims["realm_access"] = {"roles": ["window", "other"]}
    come(office)
    assert titles(account) == {*own, "第二窗口"}
    come(office)
    assert GivenHolding.objects.count() == 1, "once is enough"
    office.claims["realm_access"] = {"roles": []}
    come(office)
    assert titles(account) == own, "what a person gave stays"
    acts = Change.objects.filter(kind="holding").order_by("at", "id").values_list("act", "reason")
    assert list(acts) == [("create", "OIDC"), ("end", "OIDC")]


def test_a_post_held_by_somebody_else_is_not_taken(cast, office, rules):
    office.claims["realm_access"] = {"roles": ["handler"]}
    browser, _ = come(office)
    assert "No free post in office" in browser.get("/account/").content.decode()
    assert Holding.objects.filter(post=cast.posts["office.handler"]).count() == 1


def test_what_was_given_ends_yesterday(cast, rules):
    account, today = cast.accounts["office.window"], timezone.localdate()
    claims = {"realm_access": {"roles": "window"}}
    began = oidc_roles.apply(account, claims, rules, today=today - timedelta(days=3)).begun[0]
    ended = oidc_roles.apply(account, {}, rules, today=today).ended
    assert [one.pk for one in ended] == [began.pk]
    began.refresh_from_db()
    assert (began.starts_on, began.ends_on) == (
        today - timedelta(days=3),
        today - timedelta(days=1),
    )


def test_a_holding_that_a_person_gave_is_no_business_of_the_map(cast, rules):
    account = cast.accounts["office.window"]
    post = Post.objects.get(title="第二窗口")
    Holding.objects.create(post=post, account=account, starts_on=date(2024, 1, 1))
    result = oidc_roles.apply(account, {"realm_access": {"roles": ["window"]}}, rules)
    assert (result.begun, result.ended, result.without_post) == ((), (), ())
    oidc_roles.apply(account, {}, rules)
    assert "第二窗口" in titles(account)


def test_the_last_administrator_stays(cast, tmp_path):
    path = tmp_path / "roles.yaml"
    path.write_text("claim: g\nposts: [{value: a, unit: county, role: admin}]", "utf-8")
    rules, account = oidc_roles.read(path), cast.accounts["office.window"]
    Holding.objects.filter(post=cast.posts["county.admin"]).delete()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert oidc_roles.apply(account, {"g": "a"}, rules, today=yesterday).begun
    assert oidc_roles.apply(account, {}, rules).ended == ()
    assert f"{cast.posts['county.admin']}" in titles(account)


@pytest.mark.parametrize(
    "text", ["claim: groups", "posts: []", "claim: g\nposts: [{value: a, unit: b}]",
             "claim: g\nposts: [{value: a, unit: b, role: king}]", "[", "claim: g\nposts: 3"],
)  # fmt: skip
def test_a_wrong_map_says_so(tmp_path, text):
    path = tmp_path / "roles.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(oidc_roles.RoleMapError, match=r"roles\.yaml"):
        oidc_roles.read(path)


def test_a_claim_may_be_a_word_a_list_or_inside_another():
    assert oidc_roles.values({"g": "a"}, "g") == {"a"}
    assert oidc_roles.values({"g": ["a", "b"]}, "g") == {"a", "b"}
    assert oidc_roles.values({"x": {"y": ["a"]}}, "x.y") == {"a"}
    assert oidc_roles.values({"x.y": ["b"]}, "x.y") == {"b"}
    assert oidc_roles.values({}, "x.y") == oidc_roles.values({"x": 3}, "x.y") == frozenset()
