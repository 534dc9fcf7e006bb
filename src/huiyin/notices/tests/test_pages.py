"""Lists, the bell, marking as read and wishes: by page and by API, with the same rules."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.matters.testing import Walk
from huiyin.notices import queries, reading
from huiyin.notices.models import Notice, Preference
from huiyin.notices.queries import PAGE


@pytest.fixture
def browser(cast):
    def come(post: str, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(cast.accounts[post])
        return client

    return come


@pytest.fixture
def handler(walk, browser) -> Client:
    """The town's handler, who has been told that somebody else acted."""
    walk.to_handling()
    walk.act("note", "office.dispatcher", 5, {"text": "请尽快"})
    return browser("town.handler")


def test_the_page_names_matter_and_what_is_wanted(handler, walk):
    page = handler.get("/notices/").content.decode()
    assert walk.matter.number in page
    assert walk.matter.title in page
    assert "Somebody else: " in page
    assert page.count("data-notice") == 1
    assert "Today" in page


def test_the_bell_counts_and_reading_ends_it(handler):
    answer = handler.get("/notices/count/")
    assert answer.json() == {"new": 1, "says": "1"}
    assert answer.headers["Cache-Control"] == "no-store"
    notice = Notice.objects.get(kind="activity", settled_at=None)
    sent = handler.post("/notices/read/", {"id": str(notice.pk), "back": "/notices/?kind=activity"})
    assert sent.headers["Location"] == "/notices/?kind=activity"
    assert handler.get("/notices/count/").json()["new"] == 0
    assert handler.get("/notices/").context["page"].rows == []
    earlier = handler.get("/notices/?tab=earlier").context["page"].rows
    assert earlier[0].id == notice.pk


@pytest.mark.parametrize("back", ["https://evil.example/notices/", "//evil.example", "/logout/"])
def test_marking_leads_back_to_notices_alone(handler, back):
    sent = handler.post("/notices/read/", {"all": "1", "back": back})
    assert sent.headers["Location"] == "/notices/"


def test_nobody_reads_or_marks_the_notices_of_others(handler, walk, browser):
    notice = Notice.objects.get(kind="activity", settled_at=None)
    stranger = browser("far.handler")
    assert stranger.get("/notices/").context["page"].rows == []
    stranger.post("/notices/read/", {"id": str(notice.pk)})
    assert handler.get("/notices/count/").json()["new"] == 1
    assert stranger.get(f"/notices/{notice.pk}/").status_code == 404
    assert Client().get("/notices/count/").status_code == 302


def test_what_is_seen_no_more_is_told_without_its_words(handler, walk, cast):
    row = Notice.objects.get(kind="activity", settled_at=None)
    Notice.objects.filter(pk=row.pk).update(account=cast.accounts["far.handler"])
    (shown,) = queries.page(cast.actor("far.handler"), new=True).rows
    assert (shown.number, shown.title) == ("", "")
    assert shown.says


def test_pages_are_keyset_paged_with_a_fixed_number_of_statements(handler, walk, cast):
    Walk(cast)
    few = _statements(handler)
    row = Notice.objects.get(kind="activity", settled_at=None)
    for number in range(PAGE + 5):
        row.pk, row.topic = None, f"x{number}"
        row.id = Notice._meta.get_field("id").get_default()
        row.show_from -= timedelta(minutes=1)
        row.save(force_insert=True)
    assert _statements(handler) == few <= 8
    page = handler.get("/notices/").context["page"]
    rest = handler.get(f"/notices/?after={page.after}").context["page"]
    assert (len(page.rows), len(rest.rows), rest.after) == (PAGE, 6, None)
    assert {one.id for one in page.rows}.isdisjoint({one.id for one in rest.rows})


def _statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/notices/").status_code == 200
    return len(captured)


def test_the_bell_is_one_statement_and_never_above_a_hundred(handler, cast):
    account = cast.accounts["town.handler"].pk
    with CaptureQueriesContext(connection) as captured:
        queries.unread(account)
    assert len(captured) == 1
    with CaptureQueriesContext(connection) as captured:
        handler.get("/notices/count/")
    assert len(captured) == 3


def test_what_waits_is_not_shown(handler, cast):
    Notice.objects.filter(settled_at=None).update(show_from=timezone.now() + timedelta(hours=1))
    assert handler.get("/notices/count/").json()["new"] == 0
    assert reading.mark(cast.accounts["town.handler"].pk) == 0


WISHES = {
    "quiet_from": "20:00", "quiet_to": "08:00", "days_off": "1", "digest_at": "08:30",
    "digest_kinds": ["activity", "ladder"], "hidden_kinds": ["ladder"],
}  # fmt: skip


def test_wishes_are_kept_by_page_and_api(browser, cast):
    client, account = browser("town.handler"), cast.accounts["town.handler"]
    assert client.get("/notices/settings/").status_code == 200
    assert client.post("/notices/settings/", WISHES).status_code == 302
    kept = Preference.objects.get(account=account)
    assert (kept.quiet_from, kept.quiet_to, kept.days_off) == (time(20), time(8), True)
    assert (kept.digest_kinds, kept.hidden_kinds) == (["activity"], ["ladder"])
    assert 'value="20:00"' in client.get("/notices/settings/?saved=1").content.decode()
    body = json.dumps({**WISHES, "days_off": True})
    again = client.post("/api/notices/settings", body, content_type="application/json")
    assert again.json() == client.get("/api/notices/settings").json()
    client.post("/notices/settings/", {})
    assert Preference.objects.get(account=account).quiet_from is None


WRONG = [
    ({"quiet_from": "20:00"}, "quiet_to", "required"),
    ({"quiet_to": "20:00"}, "quiet_from", "required"),
    ({"quiet_from": "08:00", "quiet_to": "08:00"}, "quiet_to", "same"),
    ({"quiet_from": "25:00", "quiet_to": "08:00"}, "quiet_from", "invalid"),
    ({"digest_kinds": ["ladder"]}, "digest_at", "required"),
    ({"hidden_kinds": ["digest"]}, "hidden_kinds", "invalid_choice"),
]


@pytest.mark.parametrize(("wrong", "field", "rule"), WRONG)
def test_the_same_wrong_wishes_are_refused_by_page_and_api(browser, wrong, field, rule):
    client = browser("town.handler")
    page = client.post("/notices/settings/", wrong)
    assert page.status_code == 422
    answer = client.post("/api/notices/settings", json.dumps(wrong), "application/json")
    assert answer.status_code == 422
    errors = {(one["field"], one["rule"]): one["message"] for one in answer.json()["errors"]}
    assert errors[field, rule] in page.context["form"].errors[field]
    assert not Preference.objects.exists()


def test_the_api_lists_counts_and_marks(handler, walk):
    listed = handler.get("/api/notices").json()
    assert [one["number"] for one in listed["items"]] == [walk.matter.number]
    assert handler.get("/api/notices/count").json() == {"new": 1}
    body = json.dumps({"ids": [listed["items"][0]["id"]]})
    assert handler.post("/api/notices/read", body, "application/json").json() == {"new": 0}
    assert handler.get("/api/notices?new=false").json()["items"]
    assert handler.get("/api/notices?kind=ladder").json()["items"] == []


def test_an_open_page_asks_for_the_newest_event(handler, walk, browser):
    address = f"/matters/{walk.matter.number}/seq/"
    answer = handler.get(address)
    assert answer.json() == {"seq": walk.matter.seq}
    again = handler.get(address, headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert browser("far.handler").get(address).status_code == 404


def test_every_page_of_the_desk_knows_where_to_listen(handler, walk, settings):
    page = handler.get(f"/matters/{walk.matter.number}/").content.decode()
    assert '<meta name="live" content=""' in page
    settings.LIVE_URL = ":8001/live/"
    page = handler.get(f"/matters/{walk.matter.number}/").content.decode()
    assert '<meta name="live" content="http://testserver:8001/live/?token=' in page
    assert 'name="live"' not in Client().get("/login/").content.decode()
