"""What an act tells, and what it settles, on real petitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.engine.standing import Standing, Step
from huiyin.matters.actions import door, perform
from huiyin.matters.testing import OPINION, TRIAGE, Walk, moment
from huiyin.matters.testing_reports import ReportWalk
from huiyin.notices import hints, queries, sweep
from huiyin.notices.models import Due, Notice, Preference, Projected
from huiyin.people.actor import resident
from huiyin.people.models import Absence


def ready(walk: Walk) -> Walk:
    """Accepted, heard and checked: the opinion can be proposed."""
    walk.to_handling()
    heard = {"heard_on": moment(8).date().isoformat(), "way": "home", "statement": "晚上看不见。"}
    walk.act("hear_statement", "town.handler", 9, heard)
    checked = {"checked_on": moment(8).date().isoformat(), "findings": "线路老化。"}
    walk.act("check_facts", "town.handler", 9, checked)
    return walk


def test_a_forwarded_matter_is_told_to_who_can_take_it_on(walk, told):
    walk.act("identify", "office.dispatcher", 1, TRIAGE)
    walk.act("forward", "office.dispatcher", 2, {"to_unit": walk.cast.unit("town")})
    assert told("town.handler") == ["assigned"]
    assert told("town.head") == told("town.grid") == told("office.dispatcher") == []
    walk.act("accept", "town.handler", 4)
    assert told("town.handler") == []


def test_a_proposal_is_told_to_the_second_person_until_it_is_answered(walk, told):
    ready(walk)
    walk.act("give_opinion", "town.handler", 20, OPINION)
    assert told("town.head") == ["confirm"]
    walk.act("give_opinion", "town.head", 21, {"reason": "依据不足"}, step=Step.SEND_BACK)
    assert told("town.head") == []
    assert told("town.handler") == ["sent_back"]
    walk.act("give_opinion", "town.handler", 22, OPINION)
    assert told("town.handler") == []
    assert told("town.head") == ["confirm"]


def test_the_holder_hears_of_others_and_never_of_themselves(walk, told):
    walk.to_handling()
    walk.act("note", "office.dispatcher", 5, {"text": "请尽快"})
    assert told("town.handler") == ["activity"]
    walk.act("note", "town.handler", 6, {"text": "知道了"})
    assert told("town.handler") == []


def test_of_many_acts_the_newest_is_told(walk, told):
    walk.to_handling()
    for day in (5, 6, 7):
        walk.act("note", "office.dispatcher", day, {"text": "请尽快"})
    assert told("town.handler") == ["activity"]


def test_what_the_resident_adds_is_told_until_the_unit_acts(walk, told):
    walk.to_handling()
    perform(
        walk.pk, "supplement", by=resident("王小明", walk.pk), data={"text": "补充"}, via="portal",
        expected_seq=walk.matter.seq, at=moment(5),
    )  # fmt: skip
    assert told("town.handler") == ["resident"]
    notice = Notice.objects.get(kind="resident", settled_at=None)
    assert notice.params == {"act": "supplement"}
    assert notice.legal == walk.matter.next_due
    walk.act("note", "town.head", 6, {"text": "已安排"})
    assert told("town.handler") == ["activity"]


def test_nothing_is_left_of_a_matter_that_is_archived(walk):
    walk.to_archive()
    assert not Notice.objects.filter(settled_at=None, read_at=None).exists()
    assert not Due.objects.exists()


def test_two_statements_and_dues_only_where_they_change(walk):
    walk.to_handling()
    with CaptureQueriesContext(connection) as captured:
        walk.act("note", "office.dispatcher", 5, {"text": "请尽快"})
    ours = [query for query in captured if "notices_" in query["sql"]]
    assert len(ours) == 2
    dues = Due.objects.filter(matter=walk.pk).order_by("at")
    assert {due.clock for due in dues} >= {"handle"}
    assert Projected.objects.get(matter=walk.pk).seq == walk.matter.seq
    left, over = dues.filter(clock="handle")
    assert (over.legal - left.at).days == 7
    assert left.legal == over.legal < over.at


def test_a_refused_act_leaves_nothing(walk):
    before = Notice.objects.count(), Due.objects.count()
    with pytest.raises(Exception, match="form"):
        walk.act("identify", "office.dispatcher", 1, {})
    assert (Notice.objects.count(), Due.objects.count()) == before


def test_in_quiet_hours_it_waits_and_reaches_who_is_on_duty_then(walk, told, monkeypatch):
    """Told on a Friday evening, shown on Monday; the handler is away from Saturday on."""
    cast, friday = walk.cast, date(2026, 11, 20)
    for name in ("town.handler", "town.window"):
        Preference.objects.create(
            account=cast.accounts[name], quiet_from=time(18), quiet_to=time(8), days_off=True
        )
    Absence.objects.create(
        account=cast.accounts["town.handler"], deputy=cast.accounts["town.window"],
        starts_on=friday + timedelta(days=1), ends_on=friday + timedelta(days=20),
        entered_by=cast.accounts["county.admin"],
    )  # fmt: skip
    walk.to_handling()
    Notice.objects.all().delete()
    at_clock(monkeypatch, "2026-11-20T19:30+08:00")
    walk.act("note", "office.dispatcher", 5, {"text": "请尽快"})
    notice = Notice.objects.get()
    assert notice.account == cast.accounts["town.window"]
    assert notice.show_from.isoformat() == "2026-11-23T00:00:00+00:00"  # Monday, 8 o'clock
    assert told("town.handler") == []


def at_clock(monkeypatch, moment_text: str) -> None:
    """What the door reads as the time."""
    begin = door.begin

    def later(**given):
        return replace(begin(**given), recorded_at=datetime.fromisoformat(moment_text))

    monkeypatch.setattr(door, "begin", later)


def test_hidden_kinds_and_the_digest(walk):
    cast = walk.cast
    Preference.objects.create(account=cast.accounts["town.handler"], hidden_kinds=["activity"])
    Preference.objects.create(
        account=cast.accounts["town.head"], digest_at=time(8, 30), digest_kinds=["confirm"]
    )
    ready(walk)
    walk.act("note", "office.dispatcher", 10, {"text": "请尽快"})
    handler = cast.accounts["town.handler"]
    assert not Notice.objects.filter(kind="activity", account=handler).exists()
    walk.act("give_opinion", "town.handler", 20, OPINION)
    notice = Notice.objects.get(kind="confirm")
    assert notice.in_digest
    assert notice.show_from > notice.created_at


def test_of_a_sealed_matter_only_the_posts_named_on_it_are_told(cast, told):
    """The office hears nothing of what it registered; a hint names the matter and no unit."""
    report = ReportWalk(cast)
    assert report.matter.sealed
    named = {row.post_id for row in report.matter.access.filter(kind="named")}
    assert named == {cast.posts["bureau.handler"].pk}
    told_to = set(Notice.objects.filter(matter=report.pk).values_list("account", flat=True))
    assert told_to == {cast.accounts["bureau.handler"].pk}
    assert hints.of_matter(report.matter, Standing()) == f'{{"m":"{report.pk}"}}'
    sweep.sweep(moment(900))
    told_to = set(Notice.objects.filter(matter=report.pk).values_list("account", flat=True))
    assert told_to == {cast.accounts["bureau.handler"].pk}
    (shown,) = queries.page(cast.actor("bureau.handler"), new=True, kind="assigned").rows
    assert (shown.number, shown.title) == (report.matter.number, "")
