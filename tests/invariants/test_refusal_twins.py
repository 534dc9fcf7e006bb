"""What the engine refuses, page and API refuse alike: every act × people × where the matter stands.

Each act is tried without any data; what would be written is taken back at once.
"""

from __future__ import annotations

import json

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from huiyin.engine.process import Refusal, gate, possible
from huiyin.matters.queries import matter as queries
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment
from huiyin.packs import load

PEOPLE = ("office.window", "office.dispatcher", "town.handler", "town.head", "far.handler")
TRIED = [
    ("registered", "office.window"), ("registered", "office.dispatcher"),
    ("identified", "office.dispatcher"), ("identified", "office.handler"),
    ("forwarded", "office.dispatcher"), ("forwarded", "town.handler"),
    ("forwarded", "county.supervisor"), ("forwarded", "far.handler"),
    ("proposed", "town.handler"), ("proposed", "town.head"),
    ("answered", "town.window"), ("answered", "town.head"),
]  # fmt: skip
"""Where the matter stands, and who tries every act there."""
SAME = {302: 200}
"""A page that did an act leads on to the matter; the API just answers."""


def bring(cast, state: str) -> Walk:
    """A petition walked on to `state`; `proposed` waits for the head's confirmation."""
    walk = Walk(cast)
    if state == "registered":
        return walk
    if state == "identified":
        walk.act("identify", "office.dispatcher", 1, TRIAGE)
        return walk
    if state == "forwarded":
        walk.act("identify", "office.dispatcher", 1, TRIAGE)
        walk.act("forward", "office.dispatcher", 2, {"to_unit": cast.unit("town")})
        return walk
    day = moment(8).date().isoformat()
    walk.to_handling()
    heard = {"heard_on": day, "way": "home", "statement": "晚上看不见。"}
    walk.act("hear_statement", "town.handler", 9, heard)
    walk.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "线路老化。"})
    walk.act("give_opinion", "town.handler", 20, OPINION)
    if state == "answered":
        walk.act("give_opinion", "town.head", 21)
    return walk


@pytest.mark.parametrize(("state", "person"), TRIED)
def test_page_api_and_engine_agree(browser, cast, state, person):
    walk, client = bring(cast, state), browser(person)
    matter = walk.matter
    for act in load.process(matter.pack, matter.process).acts:
        page_status, page_words = by_page(client, matter, act)
        api_status, api_words = by_api(client, matter, act)
        assert SAME.get(page_status, page_status) == api_status, (act, page_words, api_words)
        assert page_words == api_words, act
        expected = by_engine(cast.actor(person), matter.number, act)
        assert expected in {api_status, None}, (act, api_status, api_words)


@pytest.mark.parametrize("person", PEOPLE)
def test_the_acts_on_offer_are_those_that_can_be_done(browser, cast, person):
    walk, client = bring(cast, "forwarded"), browser(person)
    answer = client.get(f"/api/matters/{walk.matter.number}")
    if person == "far.handler":
        assert answer.status_code == 404
        return
    offered = [act["key"] for act in answer.json()["possible"]]
    page = queries.page(cast.actor(person), walk.matter.number, timezone.localdate())
    assert offered == list(possible(page.scene, page.actor, timezone.now()))
    shown = client.get(f"/matters/{walk.matter.number}/").context["acts"]
    # The page puts what is usual first; API and page offer the same.
    assert sorted(offered) == sorted(key for key, _act in shown)


def by_page(client: Client, matter, act: str) -> tuple[int, str]:
    form = {"expected_seq": matter.seq}
    response = undone(client, f"/matters/{matter.number}/acts/{act}/", form, "")
    context = response.context
    return response.status_code, context["refusal"] if context and "refusal" in context else ""


def by_api(client: Client, matter, act: str) -> tuple[int, str]:
    body = json.dumps({"expected_seq": matter.seq})
    path = f"/api/matters/{matter.number}/acts/{act}"
    response = undone(client, path, body, "application/json")
    return response.status_code, response.json().get("detail", "")


def undone(client: Client, path: str, body, kind: str):
    """One request, whose writing is taken back."""
    with transaction.atomic():
        response = client.post(path, body, **({"content_type": kind} if kind else {}))
        transaction.set_rollback(True)
    return response


def by_engine(actor, number: str, act: str) -> int | None:
    """The status that the engine's refusal calls for; None when it does not refuse."""
    try:
        page = queries.page(actor, number, timezone.localdate())
    except queries.NotVisible:
        return 404
    found = gate(page.scene, act, page.actor, timezone.now())
    if not isinstance(found, Refusal):
        return None
    return 403 if found.code in {"not_allowed", "same_person"} else 409
