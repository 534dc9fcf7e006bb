"""The sweep of watches: it finds what the slow rule finds, once, however often it is stopped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from huiyin.duties.models import Looked
from huiyin.duties.watching import rules as ruling
from huiyin.duties.watching import sweep as sweeping
from huiyin.duties.watching.sweep import Swept, sweep
from huiyin.engine.definition import Relation, Role, Who
from huiyin.matters import history
from huiyin.matters.actions import perform
from huiyin.matters.history import zone
from huiyin.matters.models import Clock, Event, Matter
from huiyin.matters.testing import Walk, moment
from huiyin.matters.testing_reports import ReportWalk
from huiyin.notices.models import Notice
from huiyin.notices.words import sentence
from huiyin.people.actor import resident
from huiyin.people.testing import make_cast
from huiyin.places.models import CalendarVersion

from .watch_world import by_the_slow_rule, due, set_due, standing, worked

NOW = datetime(2026, 10, 15, 10, tzinfo=zone())  # a week after a long holiday
PLACES = (("office.window", "county"), ("town.window", "town"))


@pytest.fixture
def cast(db):
    return make_cast(password=None)


def scatter(cast, count: int = 24) -> None:
    """Matters of two places and many packs, with clocks and last acts on both sides of every
    cut-off: what the rows say is drawn, not how it came about."""
    draw = Random(5)  # noqa: S311 -- a test that repeats
    for number in range(count):
        walk = Walk(cast, PLACES[number % 2][0])
        if number % 2 == 0:
            walk.to_handling()
        ago = timedelta(days=draw.randint(0, 45), hours=draw.randint(0, 30))
        pack = draw.choice(["national", "grassroots", "xupu", "national"])
        Matter.objects.filter(pk=walk.pk).update(acted_at=NOW - ago, pack=pack)
        if draw.random() < 0.15:
            Matter.objects.filter(pk=walk.pk).update(state="served", phase="review")
        for clock in Clock.objects.filter(matter=walk.pk):
            clock.status = draw.choice(["running", "running", "paused", "stopped"])
            clock.cycle = draw.choice([1, 2, 3, 4])
            set_due(walk, draw.randint(-2, 30), NOW, clock.key)
            Clock.objects.filter(pk=clock.pk).update(status=clock.status, cycle=clock.cycle)


def of_owner(role: str) -> Who:
    return Who(role=Role(role), relation=Relation.OWNER)


def publish_for_town(cast) -> None:
    """The town has days off of its own just before NOW: its working days count differently."""
    off = {"from": "2026-10-12", "to": "2026-10-14", "zh": "停工", "en": "closed"}
    CalendarVersion.objects.create(
        division=cast.divisions["town"], year=2026, version="1", source="通知",
        body={"overlay": "town", "rest": [off]}, published_at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("regional", [False, True])
def test_it_finds_what_the_slow_rule_finds(cast, regional):
    scatter(cast)
    if regional:
        publish_for_town(cast)
    seen: list[int] = []
    for later in (0, 1, 7, 20):
        now = NOW + timedelta(days=later)
        sweep(now)
        assert standing() == by_the_slow_rule(now)
        seen.append(len(standing()))
    assert seen[0] > 10
    assert len({watch for _number, watch, _occasion in standing()}) > 5


def test_a_regional_day_off_moves_the_cut_off_of_that_place_alone(cast):
    here, there = Walk(cast), Walk(cast, "town.window")
    for walk in (here, there):
        Clock.objects.filter(matter=walk.pk).exclude(key="identify").delete()
        Matter.objects.filter(pk=walk.pk).update(acted_at=NOW)
        set_due(walk, 1, NOW, "identify")
    publish_for_town(cast)
    sweep(NOW)
    late = {number for number, watch, _ in standing() if watch == "petition_no_notice"}
    assert late == {here.matter.number, there.matter.number}
    Looked.objects.all().delete()
    sweep(NOW - timedelta(days=1))
    assert {number for number, watch, _ in standing() if watch == "petition_no_notice"} == set()


def test_nothing_is_found_twice(cast):
    scatter(cast, 8)
    first = sweep(NOW)
    assert first.found == Looked.objects.count() > 0
    told = Notice.objects.count()
    assert sweep(NOW) == Swept()
    assert Notice.objects.count() == told


def test_a_sweep_that_was_stopped_goes_on(cast, monkeypatch):
    scatter(cast, 8)
    expected = by_the_slow_rule(NOW)
    monkeypatch.setattr(sweeping, "BATCH", 1)
    left = [4]

    def stop(count: int) -> None:
        left[0] -= count
        if left[0] == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(NOW, advance=stop)
    begun = len(standing())
    assert 0 < begun < len(expected)
    assert sweep(NOW).found == len(expected) - begun
    assert standing() == expected


@pytest.mark.django_db(transaction=True)
def test_two_at_once_share_the_work(transactional_db, monkeypatch):
    scatter(make_cast(password=None), 10)
    monkeypatch.setattr(sweeping, "BATCH", 2)
    Notice.objects.all().delete()
    expected, gate = by_the_slow_rule(NOW), Barrier(2)
    done: list[Swept] = []

    def run() -> None:
        gate.wait()
        try:
            done.append(sweep(NOW))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    # What one had under its hands the other left alone; a last sweep finds what both passed by.
    done.append(sweep(NOW))
    assert sum(one.found for one in done) == len(expected) == Looked.objects.count()
    assert standing() == expected
    assert Notice.objects.count() == sum(one.told for one in done)


def test_an_act_settles_what_was_found_and_a_new_due_is_a_new_finding(cast):
    walk = Walk(cast).to_handling()
    now = worked(due(walk), 7)
    assert {watch for _, watch, _ in (sweep(now), standing())[1]} >= {
        "petition_late", "petition_late_head", "petition_idle",
    }  # fmt: skip
    day = (now - moment(0)).days
    walk.act("note", "town.handler", day, {"text": "与信访人电话联系"})
    assert sweep(now).settled > 0
    assert not any(watch.startswith("petition_idle") for _, watch, _ in standing())
    set_due(walk, 30, now)
    again = sweep(now)
    assert (again.settled, again.found) == (2, 3)
    kept = Looked.objects.filter(watch="petition_late").order_by("id")
    assert [row.settled_at is None for row in kept] == [False, True]


def test_what_holds_again_is_the_same_row(cast):
    walk = Walk(cast).to_handling()
    now = worked(due(walk), 7)
    sweep(now)
    before = Looked.objects.get(watch="petition_late")
    Clock.objects.filter(matter=walk.pk, key="handle").update(status="paused")
    sweep(now)
    Clock.objects.filter(matter=walk.pk, key="handle").update(status="running")
    assert sweep(now).found == 2
    after = Looked.objects.get(watch="petition_late")
    assert (after.pk, after.settled_at) == (before.pk, None)


def test_a_rule_that_is_gone_settles_what_it_found(cast, monkeypatch):
    walk = Walk(cast).to_handling()
    now = worked(due(walk), 7)
    sweep(now)
    kept = tuple(rule for rule in ruling.rules() if rule.watch != "petition_late")
    monkeypatch.setattr(sweeping, "rules", lambda: kept)
    assert sweep(now) == Swept(settled=1)
    assert "petition_late" not in {watch for _, watch, _ in standing()}


def test_residents_do_not_make_an_idle_office_busy(cast):
    walk = Walk(cast).to_handling()
    acted = walk.matter.acted_at
    assert acted == Event.objects.get(matter=walk.pk, act="accept").at
    perform(
        walk.pk, "remind", by=resident("王小明", walk.pk), data={"reminder": "silent"},
        expected_seq=walk.matter.seq, at=moment(90),
    )  # fmt: skip
    assert walk.matter.acted_at == acted
    walk.act("note", "town.handler", 91, {"text": "正在排队施工，下周修。"})
    assert walk.matter.acted_at == moment(91, 11)
    call_command("verify", verbosity=0)


def test_who_is_told_at_which_level(cast):
    walk = Walk(cast).to_handling()
    legal = due(walk)
    Matter.objects.filter(pk=walk.pk).update(acted_at=worked(legal, 20))
    Clock.objects.filter(matter=walk.pk).exclude(key="handle").delete()
    levels = [(3, "town.head"), (7, "county.supervisor"), (15, "county.leader")]
    for days, post in levels:
        Notice.objects.all().delete()
        sweep(worked(legal, days, 0) - timedelta(seconds=1))
        assert not Notice.objects.exists()
        sweep(worked(legal, days, 0))
        notice = Notice.objects.get()
        assert notice.account == cast.accounts[post]
        assert notice.legal == legal
        assert set(notice.params) == {"watch", "pack", "clock", "over"}  # no words of the matter


def test_of_a_sealed_matter_only_those_named_on_it_are_told(cast, monkeypatch):
    report = ReportWalk(cast)
    shape = ruling.rule_of("national", "petition_idle").shape.model_copy(
        update={"process": ("report",), "tell": (of_owner("head"), of_owner("handler"))}
    )
    monkeypatch.setattr(sweeping, "rules", lambda: (ruling.Rule("x", shape, ("national",)),))
    Notice.objects.all().delete()
    assert sweep(NOW).found == 1
    assert [row.account for row in Notice.objects.all()] == [cast.accounts["bureau.handler"]]
    assert report.matter.owner_unit == cast.units["bureau"]


def test_the_notice_says_the_rule_in_words(cast):
    walk = Walk(cast).to_handling()
    sweep(worked(due(walk), 7))
    notice = Notice.objects.filter(params__watch="petition_late").first()
    with translation.override("en"):
        said = sentence(notice, history.process_of(walk.matter))
    assert said == "Petition seven working days late"
    notice.params["watch"] = "gone"
    assert sentence(notice, None)


def test_the_command_says_what_it_did(cast, capsys):
    walk = Walk(cast)
    assert walk.matter.received_at.date() < date(2025, 4, 1)
    call_command("watch")
    told = capsys.readouterr().out
    assert told.split()[1] == "found,"
    assert int(told.split()[0]) == len(standing()) > 0
    call_command("watch", rules=True)
    assert "petition_idle" in capsys.readouterr().out
