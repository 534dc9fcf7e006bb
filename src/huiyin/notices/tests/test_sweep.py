"""The sweep over running clocks, digests, and matters that changed without an act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from huiyin.matters.actions.system import append_system
from huiyin.matters.models import Clock, Matter
from huiyin.matters.recompute import ACT
from huiyin.matters.testing import Walk
from huiyin.notices import catch_up, digests, sweep
from huiyin.notices.models import Due, Notice, Preference, Projected
from huiyin.people.actor import SYSTEM


def due_at(walk: Walk, over: bool, clock: str = "handle"):
    dues = list(Due.objects.filter(matter=walk.pk, clock=clock).order_by("at"))
    return dues[-1 if over else 0].at


def test_each_step_is_told_once_to_whom_the_ladder_names(walk, told):
    walk.to_handling()
    Notice.objects.all().delete()
    before = due_at(walk, over=False)
    assert sweep.sweep(before - timedelta(seconds=1)) == 0
    assert sweep.sweep(before) == 1
    assert told("town.handler") == ["ladder"]
    assert sweep.sweep(before) == 0
    assert sweep.sweep(due_at(walk, over=True)) == 2
    assert told("town.head") == told("county.supervisor") == ["ladder"]
    notice = Notice.objects.get(account=walk.cast.accounts["town.head"])
    assert notice.params == {"clock": "handle", "over": True, "acts": notice.params["acts"]}
    assert "give_opinion" in notice.params["acts"]
    assert notice.legal == Clock.objects.get(matter=walk.pk, key="handle").legal


def test_reminders_die_with_their_due(walk, told):
    walk.to_handling()
    sweep.sweep(due_at(walk, over=False))
    assert "ladder" in told("town.handler")
    walk.act("extend", "town.handler", 20, {"days": 30, "reason": "情况复杂，需要委托检测"})
    walk.act("extend", "town.head", 21)
    assert "ladder" not in told("town.handler")
    assert sweep.sweep(due_at(walk, over=False)) == 1
    assert "ladder" in told("town.handler")


def test_after_a_pause_of_the_worker_only_the_last_step_is_told(walk, told):
    walk.to_handling()
    Notice.objects.all().delete()
    sweep.sweep(due_at(walk, over=True) + timedelta(days=90))
    assert "ladder" not in told("town.handler")
    assert told("town.head") == ["ladder"]


def test_a_due_that_its_clock_no_longer_has_is_not_told(walk):
    walk.to_handling()
    Notice.objects.all().delete()
    at = due_at(walk, over=True)
    Clock.objects.filter(matter=walk.pk).update(legal=timezone.now() + timedelta(days=900))
    assert sweep.sweep(at) == 0
    Projected.objects.update(seq=0)
    assert catch_up.catch_up() == 1
    assert sweep.sweep(due_at(walk, over=True)) > 0


def test_a_sweep_that_was_stopped_goes_on(walk, monkeypatch):
    for _ in range(3):
        Walk(walk.cast).to_handling()
    walk.to_handling()
    Notice.objects.all().delete()
    at = due_at(walk, over=False)
    monkeypatch.setattr(sweep, "BATCH", 1)

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep.sweep(at, advance=stop)
    assert Notice.objects.filter(kind="ladder").count() == 1
    sweep.sweep(at)
    assert Notice.objects.filter(kind="ladder").count() == 4


def test_an_import_is_no_alarm(walk):
    walk.to_handling()
    Due.objects.all().delete()
    Projected.objects.all().delete()
    Notice.objects.all().delete()
    assert catch_up.catch_up() == 1
    assert catch_up.catch_up() == 0
    assert Due.objects.filter(matter=walk.pk, told_at=None, at__lte=timezone.now()).count() == 0
    assert sweep.sweep() == 0


def test_a_changed_calendar_is_one_notice_for_each_holder(walk, told):
    second = Walk(walk.cast).to_handling()
    walk.to_handling()
    Notice.objects.all().delete()
    for one in (walk, second):
        with transaction.atomic():
            matter = Matter.objects.select_for_update().get(pk=one.pk)
            append_system(matter, ACT, {"clocks": []}, by=SYSTEM, recorded_at=timezone.now())
    assert catch_up.catch_up() == 2
    assert told("town.handler") == ["calendar"]
    assert Notice.objects.get().params == {"count": 2}


def test_the_digest_lists_what_is_left(walk, told):
    cast = walk.cast
    account = cast.accounts["town.handler"]
    Preference.objects.create(account=account, digest_at="08:00", digest_kinds=["activity"])
    for one in (walk, Walk(cast)):
        one.to_handling()
        one.act("note", "office.dispatcher", 5, {"text": "一"})
    later = timezone.now() + timedelta(days=30)
    assert digests.make(timezone.now() - timedelta(seconds=1)) == 0
    assert digests.make(later) == 1
    digest = Notice.objects.get(kind="digest")
    assert (digest.account, digest.params) == (account, {"count": 2})
    assert digest.items.count() == 2
    assert digests.make(later) == 0


def test_what_has_come_up_is_found_by_an_index(walk):
    walk.to_handling()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sweep.CLAIM}", {"now": timezone.now(), "batch": 500})
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "due_untold" in plan
