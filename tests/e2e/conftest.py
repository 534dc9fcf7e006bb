"""A real browser on a real server with the fictional county."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from huiyin.matters.categories import sync
from huiyin.people.models import Account
from huiyin.people.testing import Cast, make_cast

from .person import Person

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "These tests need Chromium: install the system's package “chromium”, or name one in"
    " HUIYIN_CHROMIUM."
)
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDTHS = {"desk": 1440, "phone": 390}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all; without one the tests fail, they are never skipped."""
    path = os.environ.get("HUIYIN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None or not os.access(path, os.X_OK):
        pytest.fail(MISSING, pytrace=False)
    # Playwright keeps an event loop running in this thread; the tests' own queries are no part
    # of it, but Django cannot know.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def cast(transactional_db) -> Cast:
    return make_cast()


@pytest.fixture
def online(cast) -> None:
    """Two units take in what residents raise, under the categories of the pack; nobody has tried
    anything before."""
    cache.clear()
    sync()
    for key in ("office", "town"):
        cast.units[key].takes_online = True
        cast.units[key].save()


def begin_session(account: Account) -> str:
    client = Client()
    client.force_login(account)
    return client.cookies["sessionid"].value


@pytest.fixture
def browsing(chromium, live_server) -> Iterator[Callable[..., BrowserContext]]:
    """`browsing("phone")`: a browser of somebody's own; all are closed afterwards."""
    contexts: list[BrowserContext] = []

    def begin(screen: str = "desk", **options: Any) -> BrowserContext:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            viewport={"width": WIDTHS[screen], "height": 900},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def person(browsing, live_server, cast) -> Callable[..., Person]:
    """`person("office.window")`: that post's holder, signed in, at a browser of their own; with
    `types=True` they come by the sign-in page, else with a session already begun."""

    def come(post: str, screen: str = "desk", *, types: bool = False, **options: Any) -> Person:
        context = browsing(screen, **options)
        one = Person(context, has_script=options.get("java_script_enabled", True))
        if types:
            return one.sign_in(post)
        session = begin_session(cast.accounts[post])
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return one

    return come


@pytest.fixture
def visitor(browsing) -> Callable[..., Person]:
    """`visitor("phone")`: a resident, who has no account."""
    return lambda screen="desk": Person(browsing(screen))
