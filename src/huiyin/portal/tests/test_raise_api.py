"""The API raises a matter by the same rules and limits as the pages, and needs no session."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.matters.codes import code_of
from huiyin.matters.models import Category, File, Matter
from huiyin.matters.testing import PDF
from huiyin.people.testing import make_cast
from huiyin.portal import limits

from .raising import online

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    cache.clear()
    made = make_cast()
    online(made, "office", "town")
    Category.objects.create(code="0302", zh="市政", en="City services")
    return made


def body(cast, **changes):
    data = {
        "title": "村口的路灯坏了", "text": "天黑看不见。", "requests": [{"request": "修好"}],
        "place": cast.divisions["village"].pk, "petitioner": {"name": "王小明"},
    }  # fmt: skip
    top = {name: changes.pop(name) for name in ("topic", "way", "personal") if name in changes}
    return {"topic": "works", **top, "data": {**data, **changes}}


def post(client, sent, **headers):
    return client.post("/api/raise", json.dumps(sent), "application/json", headers=headers)


def test_the_receipt_opens_the_matter(client, cast):
    answer = post(client, body(cast))
    assert answer.status_code == 201, answer.content
    told, matter = answer.json(), Matter.objects.get()
    assert (told["number"], told["code"]) == (matter.number, code_of(matter.pk))
    assert told["office"] == "松石镇人民政府"
    assert told["next"]
    assert (matter.channel, matter.events.get().via) == ("web", "api")


def test_files_come_as_parts(client, cast):
    sent = {"body": json.dumps(body(cast)), "files": SimpleUploadedFile("a.pdf", PDF)}
    assert client.post("/api/raise", sent).status_code == 201
    assert File.objects.get().name == "a.pdf"


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"title": ""}, "title", "required"),
        ({"title": "\x00"}, "title", "control_character"),
        ({"topic": "nothing"}, "topic", "choice"),
        ({"way": "nobody"}, "way", "choice"),
        ({"over_level": True}, "over_level", "unknown_field"),
        ({"channel": "visit"}, "channel", "unknown_field"),
        ({"point": "here"}, "point", "point"),
        ({"petitioner": {"phone": "13800001234"}}, "petitioner", "name_required"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(client, cast, changes, field, rule):
    answer = post(client, body(cast, **changes))
    assert answer.status_code == 422, answer.content
    assert (field, rule) in {(one["field"], one["rule"]) for one in answer.json()["errors"]}
    assert not Matter.objects.exists()


@pytest.mark.parametrize("place", ["000000000000", "nowhere", "\x00", "９" * 12])
def test_a_place_of_nobody_says_whom_to_call(client, cast, place):
    answer = post(client, body(cast, place=place))
    assert answer.status_code == 409
    assert "0999-1000000" in answer.json()["detail"]


def test_personal_data_is_asked_about_kept_or_taken_out(client, cast):
    text = "打13800001234或者13900005678。"
    answer = post(client, body(cast, text=text))
    assert (answer.status_code, answer.json()["code"]) == (409, "personal_data")
    assert [one["value"] for one in answer.json()["errors"]] == ["13800001234", "13900005678"]
    assert post(client, body(cast, text=text, personal="take_out")).status_code == 201
    assert "13800001234" not in Matter.objects.get().words.text
    assert post(client, body(cast, text=text, personal="keep")).status_code == 201


def test_a_joint_letter_counts_its_rows_as_they_were_sent(client, cast):
    joint = body(cast, way="joint", signatories=[{"person": {"name": "李四"}}, {"person": {}}])
    answer = post(client, joint)
    assert [one["field"] for one in answer.json()["errors"]] == ["signatories.1.person"]
    joint["data"]["signatories"].pop()
    told = post(client, joint).json()
    assert [slip["number"] for slip in told["slips"]] == [told["number"], f"{told['number']}/2"]


def test_limits_and_other_peoples_pages(client, cast):
    assert post(client, body(cast), **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    for _ in range(limits.MOST["sent"]):
        assert post(client, body(cast)).status_code == 201
    answer = post(client, body(cast), **{"X-Forwarded-For": "10.9.9.9"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")


def test_topics_tell_their_forms(client, cast):
    told = client.get("/api/raise/topics").json()
    works = next(topic for topic in told if topic["key"] == "works")
    form = {way["key"]: way["json_schema"]["properties"] for way in works["ways"]}
    assert "petitioner" in form["self"]
    assert "petitioner" not in form["anonymous"]
    assert "channel" not in form["self"]
