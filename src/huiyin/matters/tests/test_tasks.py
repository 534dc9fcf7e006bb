"""Jobs live in the transaction that causes them, and the worker does them."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.matters import tasks
from huiyin.matters.models import DayRoot
from huiyin.matters.testing import Walk
from huiyin.matters.verify import verify
from huiyin.people.testing import make_cast
from huiyin.places.models import CalendarVersion
from huiyin.places.publish import publish

YEAR = 2035


def notice(*days: str) -> dict:
    rest = [{"from": day, "to": day, "zh": "假日", "en": "Holiday"} for day in days]
    return {"overlay": "x", "rest": rest}


class UndoneError(Exception):
    pass


@pytest.mark.django_db(transaction=True)
def test_an_undone_publication_leaves_no_job():
    def publish_and_fail():
        with transaction.atomic():
            publish(notice(f"{YEAR}-01-02"))
            assert ProcrastinateJob.objects.count() == 1
            raise UndoneError

    with pytest.raises(UndoneError):
        publish_and_fail()
    assert not ProcrastinateJob.objects.exists()
    assert not CalendarVersion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_worker_follows_a_publication(monkeypatch):
    # The worker's threads end with this test, and their connections with each job.
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)
    cast = make_cast()
    walk = Walk(cast)
    due = walk.matter.clocks.get(key="identify").legal
    publish(notice(due.date().isoformat()))
    call_command("worker", "--one-shot")
    assert ProcrastinateJob.objects.get(task_name="matters.recompute").status == "succeeded"
    assert walk.matter.clocks.get(key="identify").legal > due
    assert walk.matter.events.filter(act="recomputed").exists()
    assert verify().ok


@pytest.mark.django_db
def test_periodic_tasks_are_known_and_may_run_twice():
    known = {name: task.cron for (name, _id), task in app.periodic_registry.periodic_tasks.items()}
    assert known.keys() >= {"matters.sign_root", "matters.recompute_newest"}
    tasks.sign_root(timestamp=0)
    tasks.sign_root(timestamp=0)
    tasks.recompute_newest(timestamp=0)
    assert DayRoot.objects.count() == 1
