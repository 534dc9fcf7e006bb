"""One form, three faces: the page, the API's schema and the definition ask for the same fields,
and the same wrong input gets the same answer for the same field from page and API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from huiyin.api.form_schema import schema_of
from huiyin.engine.definition import NEW, FormField
from huiyin.engine.forms import PERSON_PARTS
from huiyin.matters.testing import PDF, TRIAGE, moment
from huiyin.packs import load
from huiyin.packs.tests.own import every_own
from huiyin.places.models import Division
from huiyin.ui.fields import FieldView, Filling, Option, build

ACTS = [(pack, name, key) for pack, name, process in every_own() for key in process.acts]
OURS = {"csrfmiddlewaretoken", "expected_seq", "_add", "_step", "_preview", "language", "q", ""}
"""Names of the page itself, which are no fields of an act."""
LONG = "长" * 20_001


class Controls(HTMLParser):
    """Names of everything on a page that a browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"input", "select", "textarea", "button"}:
            self.names.add(dict(attrs).get("name") or "")


def in_page(page: bytes) -> set[str]:
    """Fields of a page: `requests-0-request` is the field `requests.request`."""
    names = Controls(page.decode()).names - OURS
    return {re.sub(r"-(?:\d+-)?", ".", name) for name in names}


def in_schema(schema: Mapping[str, Any]) -> set[str]:
    """Fields of a JSON Schema, those of rows and persons with the name of what holds them."""
    found: set[str] = set()
    for name, spec in schema["properties"].items():
        holder = spec.get("items", spec)
        inner = in_schema(holder) if "properties" in holder else set()
        found |= {f"{name}.{part}" for part in inner} or {name}
    return found


def in_definition(form: Mapping[str, FormField]) -> set[str]:
    """Fields of a definition; what it computes by itself nobody is asked for."""
    found: set[str] = set()
    for name, spec in form.items():
        if spec.is_computed:
            continue
        inner = set(PERSON_PARTS) if spec.type == "person" else in_definition(spec.fields)
        found |= {f"{name}.{part}" for part in inner} or {name}
    return found


def drawn(form: Mapping[str, FormField]) -> set[str]:
    """Fields of the page that draws the form, over everything that earlier acts can have said."""
    return set().union(*(_drawn(form, recorded) for recorded in _recorded(form)))


def _drawn(form: Mapping[str, FormField], recorded: Mapping[str, Any]) -> set[str]:
    one = (Option("x", "x"),)
    asked = {spec.of or name: ["row"] for name, spec in form.items() if spec.type == "each"}
    kinds = ("unit", "units", "post", "posts", "division", "grid", "category")
    filling = Filling(
        form=form, options=dict.fromkeys(kinds, one), row_texts=asked, recorded=recorded
    )
    page = "".join(render_to_string("ui/field.html", {"field": field}) for field in build(filling))
    return in_page(page.encode())


def _recorded(form: Mapping[str, FormField]) -> Iterator[dict[str, Any]]:
    """Facts of earlier acts under which each field is asked."""
    for spec in (spec for one in form.values() for spec in (one, *one.fields.values())):
        yield {
            name: int(str(values[0]).strip(">=<")) if str(values[0])[0] in "><" else values[0]
            for name, values in spec.condition.items()
            if name not in form
        }


@pytest.mark.parametrize(("pack", "process", "key"), ACTS, ids=lambda value: value)
def test_page_schema_and_definition_ask_for_the_same(pack, process, key):
    form = load.process(pack, process).acts[key].form
    fields = drawn(form) if form else set()
    assert fields == in_schema(schema_of(form)) == in_definition(form)


NEW_ACTS = [(pack, process, key) for pack, process, key in ACTS
            if NEW in load.process(pack, process).acts[key].from_states]  # fmt: skip
REGISTRARS = ("office.window", "office.dispatcher", "office.head", "county.supervisor",
              "town.mediator")  # fmt: skip


@pytest.mark.parametrize(("pack", "process", "key"), NEW_ACTS, ids=lambda value: value)
def test_what_can_be_registered_has_a_page_and_a_schema(browser, cast, pack, process, key):
    if load.extends(pack):
        Division.objects.filter(pk=cast.divisions["county"].pk).update(pack=pack)
    act = load.process(pack, process).acts[key]
    asked = [name for name, spec in act.form.items() if not spec.condition and not spec.is_computed]
    several = {name for name, spec in act.form.items() if spec.type in {"units", "posts"}}
    roles = {str(who.role) for who in act.who}
    who = next(name for name in REGISTRARS if name.partition(".")[2] in roles)
    client = browser(who)
    page = client.get(f"/register/{pack}/{process}/{key}/")
    if (process, key) == ("petition", "register"):
        page = client.get("/register/?channel=visit")
    assert page.status_code == 200
    shown = {name.partition(".")[0] for name in in_page(page.content)}
    assert set(asked) - several <= shown
    definition = client.get(f"/api/processes/{process}?pack={pack}").json()["acts"][key]
    assert definition["json_schema"] == json.loads(json.dumps(schema_of(act.form)))


NEW_MATTER = {
    "channel": "visit", "received_at": "2025-03-03T09:00", "title": "路灯坏了", "text": "坏了。",
    "petitioner": {"name": "王小明"}, "requests": [{"request": "修好路灯"}],
}  # fmt: skip
WRONG_REGISTRATIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "required"),
    ({"title": "长" * 81}, "title", "too_long"),
    ({"text": LONG}, "text", "too_long"),
    ({"title": "\x00"}, "title", "control_character"),
    ({"people": "some"}, "people", "whole_number"),
    ({"people": "0"}, "people", "too_small"),
    ({"people": "100001"}, "people", "too_big"),
    ({"anonymous": "perhaps"}, "anonymous", "yes_or_no"),
    ({"channel": "pigeon"}, "channel", "choice"),
    ({"purpose": "pigeon"}, "purpose", "choice"),
    ({"received_at": "yesterday"}, "received_at", "datetime"),
    ({"received_at": "2045-01-01T09:00"}, "received_at", "in_the_future"),
    ({"received_at": "1492-01-01T09:00"}, "received_at", "impossible_year"),
    ({"petitioner": {"phone": "13800001234"}}, "petitioner", "name_required"),
    ({"petitioner": {"name": "王" * 101}}, "petitioner", "person_part"),
    ({"requests": []}, "requests", "required"),
    ({"requests": [{"request": "修"}] * 21}, "requests", "too_many_rows"),
    ({"requests": [{"request": "长" * 501}]}, "requests.0.request", "too_long"),
    ({"category": "nothing-of-ours"}, "category", "unknown_category"),
    ({"place": "999999999999"}, "place", "unknown_division"),
]
OPINION = {"facts": "经查。", "review_body": "县政府", "review_address": "中心路1号"}
ROW = {"finding": "support", "decision": "修复。", "basis": "某规定"}
Wrong = tuple[str, str, dict[str, Any], str, str]
"""Where the matter stands, act, data, and the field and rule that are to be named."""
TWICE, BARE = [ROW, ROW], [ROW | {"basis": ""}]
WRONG_ACTS: list[Wrong] = [
    ("identified", "forward", {"to_unit": "nowhere"}, "to_unit", "unknown_unit"),
    ("identified", "assign", {"report_by": "2026-02-30"}, "report_by", "date"),
    ("identified", "assign", {"report_by": "2026-01-01"}, "report_by", "too_early"),
    ("identified", "allot", {"post": "nobody"}, "post", "unknown_post"),
    ("handling", "hear_statement", {"heard_on": "2045-01-01"}, "heard_on", "in_the_future"),
    ("handling", "withdraw", {"wish": "不办了", "signed": "no"}, "signed", "must_be_true"),
    ("ready", "give_opinion", OPINION | {"requests": TWICE}, "requests", "each_once"),
    ("ready", "give_opinion", OPINION | {"requests": BARE}, "requests.0.basis", "required"),
]
WORKERS = {"identified": "office.dispatcher", "handling": "town.handler", "ready": "town.handler"}


@pytest.mark.parametrize(("changes", "field", "rule"), WRONG_REGISTRATIONS)
def test_the_same_answer_to_a_wrong_registration(browser, cast, changes, field, rule):
    data = {**NEW_MATTER, **changes}
    client = browser("office.window")
    page = client.post("/register/", flat(data))
    answer = client.post("/api/matters", json.dumps({"data": data}), "application/json")
    compare(page, answer, field, rule)


@pytest.mark.parametrize(("state", "act", "data", "field", "rule"), WRONG_ACTS)
def test_the_same_answer_to_a_wrong_act(browser, walk, state, act, data, field, rule):
    bring(walk, state)
    seq, client, number = walk.matter.seq, browser(WORKERS[state]), walk.matter.number
    page = client.post(f"/matters/{number}/acts/{act}/", flat(data) | {"expected_seq": seq})
    body = json.dumps({"expected_seq": seq, "data": data})
    answer = client.post(f"/api/matters/{number}/acts/{act}", body, "application/json")
    compare(page, answer, field, rule)


def test_the_same_answer_to_a_file_that_is_something_else(browser, cast):
    client = browser("office.window")
    body = json.dumps({"data": NEW_MATTER})
    page = client.post("/register/", flat(NEW_MATTER) | {"files": named("a.png")})
    answer = client.post("/api/matters", {"body": body, "files": named("a.png")})
    compare(page, answer, "files", "file_is_something_else")


def compare(page: Any, answer: Any, field: str, rule: str) -> None:
    """Both refuse with 422; the API names field and rule, the page says the same sentences."""
    assert (page.status_code, answer.status_code) == (422, 422), answer.content.decode()
    errors = answer.json()["errors"]
    assert (field, rule) in {(error["field"], error["rule"]) for error in errors}
    told = {(error["field"].replace(".", "-"), error["message"]) for error in errors}
    assert told == set(said(page.context["fields"]))


def said(fields: Iterable[FieldView]) -> Iterator[tuple[str, str]]:
    """(field, sentence) for every mistake on the page."""
    for view in fields:
        yield from ((view.name, sentence) for sentence in view.errors)
        yield from said(view.parts)
        for row in view.rows:
            yield from said(row.fields)


def flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Form data as a browser sends it."""
    sent: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, Mapping):
            sent |= flat(value, f"{prefix}{name}-")
        elif isinstance(value, list):
            for number, row in enumerate(value):
                sent |= flat(row, f"{prefix}{name}-{number}-")
        else:
            sent[f"{prefix}{name}"] = value
    return sent


def named(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def bring(walk: Any, state: str) -> None:
    """Walk the petition on: triaged, being handled, or ready for the opinion."""
    if state == "identified":
        walk.act("identify", "office.dispatcher", 1, TRIAGE)
        return
    walk.to_handling()
    if state == "ready":
        day = moment(8).date().isoformat()
        heard = {"heard_on": day, "way": "home", "statement": "晚上看不见。"}
        walk.act("hear_statement", "town.handler", 9, heard)
        walk.act("check_facts", "town.handler", 9, {"checked_on": day, "findings": "线路老化。"})
