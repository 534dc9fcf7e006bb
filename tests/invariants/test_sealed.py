"""Of a sealed matter nothing leaks, not even its number (条例第三十条、第四十六条).

Everybody who is not named on it asks for everything twice: before there is such a matter, and when
one has gone its whole way under that very number. The answers must be the same, byte for byte. What
is addressed by ids that exist only afterwards is compared with a number that never existed.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from huiyin.common.ids import matter_number
from huiyin.letters.wordings import wording
from huiyin.matters.codes import code_of
from huiyin.matters.models import File, Matter, Party
from huiyin.matters.testing import Walk
from huiyin.matters.testing_reports import REPORTER, TITLE, WORDS, ReportWalk, report
from huiyin.packs.tests.own import every_own

from .test_url_matrix import routes

SEQUENCE = 424242
NAMED = {"bureau.handler", "bureau.head"}
ONCE_NAMED = "county.head"
STRANGERS = (
    "office.window", "bureau.window", "bureau.dispatcher", "town.handler", "town.head", "town.grid",
    "town.mediator", "county.leader", "county.supervisor", "county.auditor", "county.admin",
    ONCE_NAMED, "far.head",
)  # fmt: skip
"""Every role, in the unit that has it, registered it, is above it, is accused, and elsewhere."""
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
NOT_COMPARED = {"Set-Cookie", "Content-Length", "Expires"}
ACTS = ("note", "hand_over", "conclude", "close", "fly")
PARTS = ({"key"}, {"act"}, {"file_id"}, {"party_id"}, {"link_id"}, {"hold_id"})
"""What addresses name besides a number, and what is tried for each in `writings` and `parts`."""
TOLD = (*REPORTER.values(), "购物卡", "招标 收受", TITLE, "立案")


@pytest.fixture
def number() -> str:
    return matter_number(timezone.localdate().year, SEQUENCE)


@pytest.fixture
def never() -> str:
    return matter_number(timezone.localdate().year, SEQUENCE + 111)


@pytest.fixture
def ordinary(cast) -> Walk:
    """What everybody may see: petitions, one of them of the same person."""
    Walk(cast, petitioner=REPORTER, by="town.window")
    Walk(cast, by="bureau.window")
    return Walk(cast).to_handling()


def begin(cast) -> ReportWalk:
    """A report under the number that everybody has asked for before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('matter_number', %s)", [SEQUENCE - 1])
    return ReportWalk(cast)


def plain_routes() -> list[str]:
    """Every address of the project that names nothing, or a matter's number alone."""
    found = []
    for route in set(routes(get_resolver().url_patterns)):
        names = {name.rpartition(":")[2] for name in re.findall(r"<([^>]+)>", route)}
        if names <= {"number"}:
            found.append("/" + re.sub(r"<[^>]+>", "{number}", route))
        elif "number" in names:
            assert names - {"number"} in PARTS, f"say in `writings` or `parts` how {route} is tried"
    return sorted(found)


def pages(number: str) -> Iterator[str]:
    """Addresses that name nothing but a number, and lists that could show or count one."""
    yield from (route.format(number=number) for route in plain_routes())
    yield from (f"/?tab={tab}" for tab in ("mine", "waiting", "inbox", "unit", "below", "joint"))
    yield from (f"/matters/{number}/acts/{act}/" for act in ACTS)
    yield from (f"/counts/{end}?from=2025-03-01&to=2025-03-31" for end in ("", "table.csv"))
    yield "/counts/matters/?from=2025-03-01&to=2025-03-31&of=pieces"
    yield from (f"/api/matters?tab={tab}" for tab in ("", "mine", "inbox", "unit", "below"))
    for text in (number, number.replace("-", ""), *TOLD):
        yield from (f"/search/?q={quote(text)}", f"/api/search?q={quote(text)}")


def writings(number: str, other: str) -> Iterator[tuple[str, object, str]]:
    """Forms and bodies that act on a number, or name it at the matter `other`."""
    for path in (f"/matters/{other}/links/", f"/matters/{number}/links/"):
        yield path, {"kind": "same_issue", "number": number}, ""
    yield f"/matters/{number}/holds/", {"reason": "诉讼"}, ""
    for path, body in (
        (f"/api/matters/{number}/holds", {"reason": "诉讼"}),
        ("/api/archive/lists", {"numbers": [number]}),
        ("/api/acts/note", {"matters": [{"number": number, "expected_seq": 1}]}),
    ):
        yield path, json.dumps(body), "application/json"
    for act in ACTS:
        body = json.dumps({"expected_seq": 1, "data": {"text": "x"}})
        yield f"/matters/{number}/acts/{act}/", {"expected_seq": 1, "text": "x"}, ""
        yield f"/matters/{number}/acts/{act}/", {"expected_seq": 1, "_preview": "1"}, ""
        yield f"/api/matters/{number}/acts/{act}", body, "application/json"
    yield f"/api/matters/{number}", "{}", "application/json"


def parts(number: str, file: object, party: int) -> Iterator[tuple[str, object, str]]:
    """Addresses of what hangs on a matter; None instead of a body for a GET."""
    for end in ("", "word/"):
        yield f"/matters/{number}/files/{file}/{end}", None, ""
    yield f"/api/matters/{number}/files/{file}", None, ""
    reveal = {"fields": ["name", "phone"], "reason": "电话联系"}
    yield f"/matters/{number}/people/{party}/reveal/", reveal, ""
    for end in (f"links/{file}/undo", f"holds/{file}/release"):
        yield f"/matters/{number}/{end}/", {"reason": "x"}, ""
    yield f"/api/matters/{number}/holds/{file}/release", '{"reason": "x"}', "application/json"
    path = f"/api/matters/{number}/people/{party}/reveal"
    yield path, json.dumps(reveal), "application/json"


def answer(client: Client, path: str, body: object = None, kind: str = "") -> tuple[object, ...]:
    """Status, headers and body, without what differs from one request to the next."""
    reset_queries()  # the log of statements holds nine thousand
    with CaptureQueriesContext(connection) as captured:
        if body is None:
            response = client.get(path)
        else:
            response = client.post(path, body, **({"content_type": kind} if kind else {}))
    headers = {k: v for k, v in response.headers.items() if k not in NOT_COMPARED}
    # A page names its own address where one comes back to after a change of type size.
    content = TOKEN.sub(rb"\1", response.content).replace(path.encode(), b"HERE")
    return response.status_code, headers, content, len(captured)


def everything(client: Client, number: str, other: str) -> dict[str, tuple[object, ...]]:
    client.get("/promise/")  # reckoned once an hour, then kept
    found = {path: answer(client, path) for path in pages(number)}
    client.get("/account/")  # shows, once, what became of a sign-in that was tried on the way
    return found | {
        f"POST {one[0]} {one[1]}": answer(client, *one) for one in writings(number, other)
    }


def test_strangers_get_what_they_got_before_it_existed(browser, cast, ordinary, number):
    clients = {name: browser(name) for name in STRANGERS}
    other = ordinary.matter.number
    before = {name: everything(client, number, other) for name, client in clients.items()}
    walk = begin(cast).to_conclusion()
    assert walk.matter.number == number
    for name, client in clients.items():
        now = everything(client, number, other)
        for path, was in before[name].items():
            assert now[path] == was, (name, path)
            assert was[0] != 500


def test_what_hangs_on_it_answers_like_what_never_was(browser, cast, ordinary, number, never):
    walk = begin(cast).to_conclusion()
    files = File.objects.filter(matter=walk.pk)
    assert {file.field for file in files} == {"files", "letter"}
    party = Party.objects.filter(matter=walk.pk).first().pk
    for name in STRANGERS:
        client = browser(name)
        nothing = [answer(client, *one) for one in parts(never, uuid4(), 10**6)]
        assert {found[0] for found in nothing} == {404}
        for file in files:
            there = [answer(client, *one) for one in parts(number, file.pk, party)]
            assert there == nothing, (name, file.field)
            # Nor is it reached through a matter that one does see.
            other = ordinary.matter.number
            for path, *rest in parts(other, file.pk, party):
                assert answer(client, path, *rest)[0] in {403, 404}, (name, path)


def test_nobody_signed_in_is_sent_to_the_door_alike(browser, cast, number):
    other = Walk(cast).matter.number
    code = {"number": number, "code": "AAAAAAAA"}
    everything(browser(), number, other)  # what is kept for a while is kept from here on
    answer(browser(), "/follow/", code)
    before = everything(browser(), number, other), answer(browser(), "/follow/", code)
    begin(cast)
    assert (everything(browser(), number, other), answer(browser(), "/follow/", code)) == before


def test_those_named_see_it(browser, cast, ordinary, number):
    walk = begin(cast).to_conclusion()
    file = File.objects.get(matter=walk.pk, field="files")
    for name in NAMED:
        client = browser(name)
        found = f"/api/search?q={quote('购物卡')}", f"/search/?q={REPORTER['phone']}"
        for path in (f"/matters/{number}/", f"/api/matters/{number}", "/?tab=unit", *found):
            response = client.get(path)
            assert response.status_code == 200, (name, path)
            assert number in response.content.decode(), (name, path)
        assert client.get(f"/search/?q={number}").status_code == 302
        assert b"".join(client.get(f"/matters/{number}/files/{file.pk}/").streaming_content)
    assert number in browser("bureau.handler").get("/?tab=mine").content.decode()
    assert number in browser("bureau.head").get("/?tab=waiting").content.decode()


def test_the_window_gets_a_receipt_and_nothing_else(browser, cast, number):
    client = browser("office.window")
    form = report(cast)
    petitioner = {f"petitioner-{part}": value for part, value in form.pop("petitioner").items()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('matter_number', %s)", [SEQUENCE - 1])
    sent = client.post("/register/national/report/register/", form | petitioner, follow=True)
    matter = Matter.objects.get(number=number)
    assert number in sent.content.decode()
    assert code_of(matter.pk) in sent.content.decode()
    assert sent.headers["Cache-Control"] == "no-store"
    assert TITLE not in sent.content.decode()
    assert client.get(f"/matters/{number}/").status_code == 404
    assert number not in browser("office.head").get("/register/handed-over/").content.decode()


def test_the_api_answers_with_the_receipt(browser, cast):
    client = browser("office.window")
    body = json.dumps({"process": "report", "data": report(cast)})
    made = client.post("/api/matters", body, "application/json")
    told = made.json()
    matter = Matter.objects.get()
    assert made.status_code == 201
    assert (told["number"], told["code"]) == (matter.number, code_of(matter.pk))
    assert told["is_visible"] is False
    assert client.get(f"/api/matters/{told['number']}").status_code == 404
    body = json.dumps({"process": "report", "data": report(cast)})
    assert (
        browser("bureau.handler")
        .post("/api/matters", body, "application/json")
        .json()["is_visible"]
    )


def test_whoever_lets_go_of_it_is_led_to_the_worklist(browser, cast):
    walk = ReportWalk(cast)
    client, number = browser("bureau.handler"), walk.matter.number
    posts = {name: str(cast.posts[name].pk) for name in ("bureau.handler", "bureau.dispatcher")}
    form = {"expected_seq": 1, "leaves": posts["bureau.handler"], "ground": "interest",
            "keeper": posts["bureau.dispatcher"], "reason": "与被反映人是亲属"}  # fmt: skip
    response = client.post(f"/matters/{number}/acts/change_keeper/", form)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert client.get(f"/matters/{number}/").status_code == 404


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the installation's own handler writes when everything is logged."""
    handler = next(
        found for found in logging.getLogger("django").handlers
        if isinstance(found, logging.StreamHandler)
    )  # fmt: skip
    written = io.StringIO()
    stream, names = handler.setStream(written), ("django", "django.request", "django.security", "")
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    handler.setStream(stream)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_logs_and_pages_of_errors(browser, cast, number, log, monkeypatch):
    walk, client = begin(cast), browser("bureau.handler")
    bad = [{"expected_seq": 0, "text": "x"}, {"expected_seq": 1}, {"expected_seq": 1, "text": "x"}]
    for body in bad:
        client.post(f"/matters/{number}/acts/note/", body)
        client.post(f"/matters/{number}/acts/close/", body)
        client.post(f"/api/matters/{number}/acts/note", json.dumps(body), "application/json")
    browser("town.head").get(f"/matters/{number}/")

    def broken(*_args: object) -> None:
        raise RuntimeError(f"no such row\nDETAIL:  Key ({number}, {TITLE})")

    monkeypatch.setattr("huiyin.matters.queries.matter._events", broken)
    for path in (f"/matters/{number}/", f"/api/matters/{number}"):
        response = client.get(path)
        assert response.status_code == 500
        assert number not in response.content.decode()
    text = log.getvalue()
    assert "RuntimeError" in text
    assert "Conflict: /matters/…" in text
    assert "Not Found: /matters/…" in text
    for secret in (number, str(walk.pk), *TOLD, WORDS):
        assert secret not in text


def test_no_other_table_holds_anything_of_it(browser, cast, number):
    """Jobs, sessions and whatever else libraries keep in the database."""
    walk = begin(cast).to_conclusion()
    for name in (*NAMED, "town.head"):
        browser(name).get(f"/matters/{number}/")
    secrets = (number, str(walk.pk), *TOLD, WORDS)
    ours = ("matters_", "letters_", "people_", "archive_")
    for table, text in contents():
        # Notices hold a reference to the matter, which is read with the right of the moment.
        words = set(secrets) - ({str(walk.pk)} if table.startswith("notices_") else set())
        if not table.startswith(ours):
            assert not [secret for secret in words if secret in text], table
    for session in Session.objects.all():
        assert number not in json.dumps(session.get_decoded())


def contents() -> Iterator[tuple[str, str]]:
    """Every table of the database with all its rows as one text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" AS t')
            yield table, str(cursor.fetchone()[0] or "")


@pytest.mark.parametrize("command", [["verify", "--files"], ["root", "list"]])
def test_commands_tell_nothing_of_it(cast, number, command):
    begin(cast).to_conclusion()
    out = io.StringIO()
    call_command(*command, stdout=out, stderr=out)
    assert number not in out.getvalue()


def test_letters_of_sealed_matters_have_numbers_of_their_own():
    """Letters of a series have no gaps: a number that is missing would tell of a hidden one."""
    sealed: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}
    for pack, _key, process in every_own():
        for key in {act.letter for act in process.acts.values() if act.letter}:
            series = wording(pack, key).series
            if series is not None:
                kept = sealed if process.sealed else others
                kept.setdefault(series.zh, set()).add(f"{pack}/{key}")
    assert sealed
    assert sealed.keys() & others.keys() == set()
