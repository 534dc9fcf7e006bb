"""The main path through the one door, and what a refusal leaves behind."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.engine.standing import Step
from huiyin.matters import effects
from huiyin.matters.actions import perform, register
from huiyin.matters.errors import NotVisible, Refused, Stale
from huiyin.matters.models import Clock, Event, File, Matter, MatterText, Party, SealedText
from huiyin.matters.testing import TRIAGE, Walk, moment, petition
from huiyin.matters.verify import verify
from huiyin.people.actor import SYSTEM
from huiyin.people.models import Person

pytestmark = pytest.mark.django_db

TABLES = (Matter, Event, SealedText, Clock, Party, MatterText, File, Person)


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in TABLES}


def test_from_registration_to_the_archive(cast):
    walk = Walk(cast).to_archive()
    matter = walk.matter
    assert (matter.state, matter.is_open, matter.outcome) == ("archived", False, "supported")
    assert matter.owner_unit == cast.units["town"]
    assert matter.sender_unit == cast.units["office"]
    acts = matter.events.exclude(step=Step.SYSTEM).order_by("seq")
    assert [(event.act, event.step) for event in acts] == [
        ("register", "do"), ("identify", "do"), ("forward", "do"), ("accept", "do"),
        ("hear_statement", "do"), ("check_facts", "do"), ("give_opinion", "propose"),
        ("give_opinion", "do"), ("serve", "do"), ("rate", "do"), ("close", "do"),
        ("archive", "do"),
    ]  # fmt: skip
    handle = matter.clocks.get(key="handle")
    assert (handle.status, handle.verdict) == ("stopped", "in_time")
    assert verify().ok


def test_free_text_and_persons_are_beside_the_event_only(walk):
    [event] = walk.matter.events.all()
    inside = str(event.data)
    for word in ("王小明", "13800001234", "路灯", "修好"):
        assert word not in inside
    texts = dict(SealedText.objects.filter(text__isnull=False).values_list("path", "text"))
    assert texts["requests.0.request"] == "修好路灯"
    [person] = SealedText.objects.filter(sealed__isnull=False)
    assert "王小明".encode() not in bytes(person.sealed)


def refused(code, *args, rule="", **kwargs):
    """Do something that must be refused, and see that nothing is written."""
    before = rows()
    with pytest.raises(Refused) as caught:
        args[0](*args[1:], **kwargs)
    assert caught.value.refusal.code == code
    if rule:
        assert rule in {error.rule for error in caught.value.refusal.errors}
    assert rows() == before


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"title": None}, "required"),
        ({"requests": []}, "required"),
        ({"channel": "pigeon"}, "choice"),
        ({"received_at": "2025-02-30"}, "datetime"),
        ({"received_at": "2049-01-01T00:00"}, "in_the_future"),
        ({"petitioner": {"phone": "1"}}, "name_required"),
        ({"petitioner": {"name": "王", "rank": "x"}}, "person"),
        ({"text": "\x00"}, "control_character"),
        ({"text": "长" * 5_000_000}, "too_long"),
        ({"state": "closed"}, "unknown_field"),
        ({"category": "nothing-of-ours"}, "unknown_category"),
        ({"place": "999999999999"}, "unknown_division"),
        ({"people": 10**30}, "too_big"),
        ({"people": True}, "whole_number"),
        ({"files": ["0" * 64]}, "files_only_as_uploads"),
    ],
)
def test_a_wrong_form_is_refused_whole(cast, changes, rule):
    data = petition(**changes)
    refused("form", register, by=cast.actor("office.window"), data=data, rule=rule)


def test_who_may_not_register(cast):
    refused("not_allowed", register, by=cast.actor("county.auditor"), data=petition())


def test_forged_acts(cast, walk):
    by = cast.actor("office.window")
    seen = {"by": by, "data": {}, "expected_seq": 1}
    refused("unknown_act", perform, walk.pk, "delete_everything", **seen)
    refused("unknown_act", perform, walk.pk, "delete_everything", step=Step.SEND_BACK, **seen)
    refused("wrong_state", perform, walk.pk, "archive", **seen)
    refused("not_allowed", perform, walk.pk, "identify", **seen | {"data": TRIAGE})
    dispatcher = seen | {"by": cast.actor("office.dispatcher")}
    data = {**TRIAGE, "owner_unit": cast.unit("far")}
    refused(
        "form", perform, walk.pk, "identify", **dispatcher | {"data": data}, rule="unknown_field"
    )
    refused("nothing_proposed", perform, walk.pk, "identify", **dispatcher, step=Step.SEND_BACK)


def test_forged_references(cast, walk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    by = cast.actor("office.dispatcher")
    for unit in (str(uuid4()), "town", "' OR 1=1 --"):
        data = {"to_unit": unit}
        seen = {"by": by, "data": data, "expected_seq": 2}
        refused("form", perform, walk.pk, "forward", **seen, rule="unknown_unit")


def test_forged_times(cast, walk):
    by = cast.actor("office.dispatcher")
    seen = {"by": by, "data": TRIAGE, "expected_seq": 1}
    future = moment(0) + timedelta(days=365 * 50)
    refused("impossible_time", perform, walk.pk, "identify", **seen, at=future)
    refused("impossible_time", perform, walk.pk, "identify", **seen, at=moment(-1))


def test_the_first_person_is_not_the_second(cast):
    by = cast.actor("town.handler", "town.head")
    walk = Walk(cast)
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": cast.unit("town")})
    data = {"ground": "N1", "reason": "不属于本单位职权", "turn_to": "县住建局"}
    perform(walk.pk, "decline", by=by, data=data, expected_seq=walk.matter.seq)
    seen = walk.matter.seq
    refused("same_person", perform, walk.pk, "decline", by=by, data={}, expected_seq=seen)


def test_a_stale_sequence(cast, walk):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    before = rows()
    with pytest.raises(Stale) as caught:
        perform(walk.pk, "note", by=cast.actor("office.head"), data={"text": "x"}, expected_seq=1)
    assert (caught.value.expected, caught.value.found) == (1, 2)
    assert rows() == before


def test_people_must_say_what_they_saw(cast, walk):
    by = cast.actor("office.head")
    with pytest.raises(ValueError, match="expected_seq"):
        perform(walk.pk, "note", by=by, data={"text": "x"}, expected_seq=None)
    perform(walk.pk, "note", by=SYSTEM, data={"text": "x"}, expected_seq=None)


@pytest.mark.parametrize("who", ["far.head", "bureau.head", "county.admin", "town.handler"])
def test_strangers_get_the_same_answer_as_for_no_matter(cast, walk, who):
    for matter in (walk.pk, uuid4()):
        with pytest.raises(NotVisible):
            perform(matter, "note", by=cast.actor(who), data={"text": "x"}, expected_seq=1)


def test_an_effect_that_fails_undoes_the_act(cast, walk, monkeypatch):
    def fail(_performed):
        raise RuntimeError("the letter cannot be made")

    monkeypatch.setattr(effects, "_EFFECTS", [fail])
    before = rows()
    with pytest.raises(RuntimeError):
        walk.act("identify", "office.dispatcher", 1, TRIAGE)
    assert rows() == before
    assert walk.matter.seq == 1


@pytest.mark.parametrize("via", ["desk", "portal", "api", "import", "phone"])
@pytest.mark.parametrize("channel", ["visit", "letter", "call", "web", "hotline", "grid"])
def test_every_channel_starts_the_same_clocks(cast, channel, via):
    data = petition(channel=channel, read_back=None)
    done = register(by=cast.actor("office.window"), data=data, via=via, at=moment(0, 10))
    clocks = {c.key: (c.nominal, c.legal) for c in done.matter.clocks.all()}
    usual = Walk(cast).matter.clocks.all()
    assert clocks == {c.key: (c.nominal, c.legal) for c in usual}
    assert clocks


def test_statements_of_a_registration_and_of_an_act(cast):
    window, dispatcher = cast.actor("office.window"), cast.actor("office.dispatcher")
    warm = register(by=window, data=petition())  # files of the pack are read once
    with CaptureQueriesContext(connection) as first:
        register(by=window, data=petition())
    assert len(first) <= 13, "\n".join(query["sql"] for query in first)
    with CaptureQueriesContext(connection) as second:
        perform(warm.matter.pk, "identify", by=dispatcher, data=TRIAGE, expected_seq=1)
    assert len(second) <= 12, "\n".join(query["sql"] for query in second)
