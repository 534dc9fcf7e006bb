"""The living page shows what there is; residents have a shell and a switch of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from huiyin import ui
from huiyin.ui.icons import MEANING
from huiyin.ui.type_size import COOKIE

TEMPLATES = Path(ui.__file__).parent / "templates" / "ui"
SHELLS = {"base.html", "plain.html", "message.html", "menu.html", "me.html", "type_switch.html"}
"""What is around a page, not on it; the tests below open it."""
LANGUAGES = ("zh-hans", "en")


@pytest.fixture
def client(db) -> Client:
    return Client()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_living_page_contains_every_part(client, language):
    response = client.get("/ui/", headers={"accept-language": language})
    assert response.status_code == 200
    used = {template.name for template in response.templates if template.name}
    parts = {f"ui/{path.relative_to(TEMPLATES).as_posix()}" for path in TEMPLATES.rglob("*.html")}
    assert parts - used - {f"ui/{name}" for name in SHELLS} == set()
    page = response.content.decode()
    for name in MEANING:
        assert f"</svg>{name}</li>" in page
    assert not re.search(r'\bstyle="|<style|<script>', page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_every_class_announced_is_on_the_living_page(client):
    css = (TEMPLATES.parents[1] / "static" / "ui" / "parts.css").read_text("utf-8")
    table = css.partition("*/")[0].partition("\n\n")[2]
    names = {
        name
        for line in table.splitlines()
        for name in re.findall(r"[a-z-]+", line.strip().partition("  ")[2])
    }
    page = client.get("/ui/").content.decode()
    shown = {name for value in re.findall(r'class="([^"]*)"', page) for name in value.split()}
    elsewhere = {"css", "controls", "wide", "rows", "alike", "wide-table", "head", "law", "long",
                 "numbered", "bullets", "stacked"}  # fmt: skip
    assert len(names) > 40
    assert names - shown - elsewhere == set()


def test_nothing_moves_while_a_page_loads(client):
    """Pictures and drawings say how large they are."""
    for drawing in re.findall(r"<(?:img|svg)\b[^>]*>", client.get("/ui/").content.decode()):
        assert re.search(r'width="\d+" height="\d+"', drawing), drawing


def html_class(page: bytes) -> str:
    return re.findall(r'<html lang="[^"]*"(?: class="([^"]*)")?>', page.decode())[0]


def test_a_resident_switches_the_type_for_this_browser(client):
    assert html_class(client.get("/follow/").content) == ""
    response = client.post("/type/", {"large": "1", "next": "/follow/"})
    assert (response.status_code, response["Location"]) == (302, "/follow/")
    assert client.cookies[COOKIE]["samesite"] == "Lax"
    assert html_class(client.get("/follow/").content) == "large"
    client.post("/type/", {"large": "0", "next": "/follow/"})
    assert html_class(client.get("/follow/").content) == ""


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "", "javascript:1"])
def test_the_switch_leads_nowhere_else(client, elsewhere):
    assert client.post("/type/", {"large": "1", "next": elsewhere})["Location"] == "/"


def test_only_a_form_switches(client):
    assert client.get("/type/").status_code == 405


def test_the_shell_of_residents_asks_for_no_account(client):
    page = client.get("/follow/").content.decode()
    assert "rail" not in page
    assert 'role="search"' not in page
    for part in ('class="foot"', 'href="/login/"', 'name="large"'):
        assert part in page
