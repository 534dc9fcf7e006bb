"""How many statements each page costs: figures in a file, the same for few rows and for many."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.desk.tests.browsing import flat
from huiyin.desk.tests.conftest import BUDGETS
from huiyin.matters.models import Category, Matter
from huiyin.matters.testing import PDF, TRIAGE, Walk, petition

MOST = {
    "register: post with a file": 15,
    "register: post": 15,
    "worklist": 12,
    "matter": 12,
    "search": 12,
}


def test_registration(cast, at_desk, within_budget):
    browser = at_desk("office.window")
    Walk(cast, petitioner={"name": "李四", "phone": "13900001234"})  # keys are read once a process
    Category.objects.create(code="0101", zh="市政", en="City")
    full = flat(petition(category="0101", place=cast.divisions["village"].pk))
    within_budget("register: form", lambda: browser.get("/register/?channel=visit"))
    response = within_budget("register: post", lambda: browser.post("/register/", full))
    assert response.status_code == 302
    full["files"] = SimpleUploadedFile("照片.pdf", PDF)
    response = within_budget("register: post with a file", lambda: browser.post("/register/", full))
    assert response.status_code == 302


def test_worklist(cast, at_desk, within_budget):
    mine, below = at_desk("office.window"), at_desk("county.supervisor")
    Walk(cast)
    few = _count(lambda: mine.get("/?tab=mine"))
    for number in range(4):
        Walk(cast, title=f"第{number}件")
    assert _count(lambda: mine.get("/?tab=mine")) == few
    within_budget("worklist: mine", lambda: mine.get("/?tab=mine"))
    response = within_budget("worklist: below", lambda: below.get("/?tab=below"))
    assert Matter.objects.first().number in response.content.decode()


def test_matter_page(walk, at_desk, within_budget):
    browser = at_desk("town.handler")
    walk.to_handling()
    few = _count(lambda: browser.get(f"/matters/{walk.matter.number}/"))
    for day in range(5, 12):
        walk.act("note", "town.handler", day, {"text": f"第{day}天"})
    assert _count(lambda: browser.get(f"/matters/{walk.matter.number}/")) == few
    within_budget("matter: page", lambda: browser.get(f"/matters/{walk.matter.number}/"))


def test_acts(walk, at_desk, within_budget):
    browser, address = at_desk("office.dispatcher"), f"/matters/{walk.matter.number}/acts"
    raw = {"expected_seq": walk.matter.seq, **TRIAGE}
    response = within_budget("act: post", lambda: browser.post(f"{address}/identify/", raw))
    assert response.status_code == 302
    within_budget("act: form", lambda: browser.get(f"{address}/forward/"))


@pytest.mark.parametrize(
    ("name", "query"), [("number", None), ("person", "13800001234"), ("words", "村口 路灯")]
)
def test_search(cast, at_desk, within_budget, name, query):
    for _ in range(3):
        walk = Walk(cast)
    browser = at_desk("office.dispatcher")
    text = query or walk.matter.number
    response = within_budget(f"search: {name}", lambda: browser.get("/search/", {"q": text}))
    assert response.status_code == (302 if name == "number" else 200)


def test_no_budget_is_above_what_was_promised():
    for name, count in json.loads(BUDGETS.read_text("utf-8")).items():
        most = next((value for start, value in MOST.items() if name.startswith(start)), 20)
        assert 0 < count <= most, name


def _count(request) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert request().status_code == 200
    return len(captured)
