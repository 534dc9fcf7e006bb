"""Pages follow what others do: by a stream, else by asking; nothing typed is lost."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.db import connection
from playwright.sync_api import expect
from psycopg.conninfo import make_conninfo

from huiyin.cli import live
from huiyin.live.database import parameters
from huiyin.matters.models import Clock
from huiyin.matters.testing import Walk
from huiyin.notices import sweep

pytestmark = pytest.mark.e2e
HOST = "127.0.0.1"
SOON = 5_000  # milliseconds


@pytest.fixture
def stream(settings, transactional_db) -> Iterator[None]:
    """`huiyin live` as a process of its own, on the database of the tests."""
    connection.ensure_connection()
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    given = {name: value for name, value in os.environ.items() if name != "HUIYIN_TEST_CLUSTER"}
    given |= {
        "DATABASE_URL": make_conninfo(**parameters()),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
        "HUIYIN_SECRET_KEY": str(configured.SECRET_KEY),
    }
    running = subprocess.Popen(live.command(HOST, port), env=given)
    settings.LIVE_URL = f":{port}/live/"
    try:
        _wait(f"http://{HOST}:{port}/")
        yield
    finally:
        running.terminate()
        running.wait(20)


def _wait(address: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 -- our own
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(address)


@pytest.fixture
def asking(settings) -> None:
    """No stream: pages ask, here every second."""
    settings.LIVE_URL = ""
    settings.LIVE_EVERY = 1_000


@pytest.fixture
def walk(cast) -> Walk:
    return Walk(cast).to_handling()


# The policy of the test server was made before it was known where to listen; that it allows this
# address is tested in config.
OPEN = {"bypass_csp": True}


def follows(walk: Walk, handler) -> None:
    """The holder looks at the matter while the office adds a note."""
    page = handler.open(f"/matters/{walk.matter.number}/").page
    bell = page.locator("[data-live-count=notices]")
    expect(bell).to_have_text("")
    page.wait_for_timeout(500)
    walk.act("note", "office.dispatcher", 5, {"text": "请尽快答复群众"})
    expect(page.locator("#history")).to_contain_text("请尽快答复群众", timeout=SOON)
    expect(bell).to_have_text("1", timeout=SOON)
    assert page.locator("[data-live-matter]").get_attribute("data-seq") == str(walk.matter.seq)
    handler.look()


def test_an_open_matter_follows_by_stream(stream, walk, person):
    follows(walk, person("town.handler", **OPEN))


def test_an_open_matter_follows_by_asking(asking, walk, person):
    follows(walk, person("town.handler", "phone"))


def test_the_list_follows(stream, walk, person):
    page = person("town.handler", **OPEN).open("/?tab=inbox").page
    page.wait_for_timeout(500)
    other = Walk(walk.cast, title="桥面破损")
    data = {"class": "appeal", "route": "art31_6", "procedure": "ordinary"}
    other.act("identify", "office.dispatcher", 1, data)
    other.act("forward", "office.dispatcher", 2, {"to_unit": walk.cast.unit("town")})
    expect(page.locator("#list")).to_contain_text("桥面破损", timeout=SOON)


def test_nothing_typed_is_lost(asking, walk, person):
    handler = person("town.handler")
    page = handler.open(f"/matters/{walk.matter.number}/acts/note/").page
    page.locator("main [name=text]").fill("正在写的话")
    walk.act("note", "office.dispatcher", 5, {"text": "请尽快"})
    note = page.locator(".live-note")
    expect(note.locator(f"a[href='/matters/{walk.matter.number}/']")).to_be_visible(timeout=SOON)
    assert handler.value("text") == "正在写的话"
    handler.look()


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_notices_are_read_settled_and_wished_for(asking, walk, person, screen):
    walk.act("note", "office.dispatcher", 5, {"text": "请尽快"})
    sweep.sweep(Clock.objects.get(matter=walk.pk, key="handle").legal)
    handler = person("town.handler", screen)
    handler.open("/notices/")
    assert walk.matter.number in handler.text
    handler.page.locator(".notices a[data-notice]").first.click()
    handler.page.wait_for_url(f"**/matters/{walk.matter.number}/")
    handler.open("/notices/?tab=earlier")
    assert walk.matter.number in handler.text
    handler.open("/notices/").page.locator("button[name=all]").click()
    handler.look()
    expect(handler.page.locator("[data-live-count=notices]")).to_have_text("")
    handler.open("/notices/settings/")
    handler.fill({"quiet_from": "20:00"}).send()
    assert handler.page.locator("#quiet_to_error").is_visible()
    assert handler.value("quiet_from") == "20:00"
    handler.fill({"quiet_to": "08:00"}).send()
    assert handler.page.locator(".done").is_visible()
