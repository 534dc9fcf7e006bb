"""Seeding the demo county: once, and never on a database that holds anything.

Every matter is produced by real acts through the one door, at past moments of a fictional year.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huiyin.demo import county, script, tales
from huiyin.demo.cast import RESIDENT, Cast
from huiyin.demo.diary import Step
from huiyin.matters import history
from huiyin.matters.actions import perform, register
from huiyin.matters.categories import sync
from huiyin.matters.models import Matter
from huiyin.packs import calendar_files, load
from huiyin.people.models import Account, Unit
from huiyin.places.models import Division


class NotEmpty(Exception):
    """The database holds something: a demo is never mixed with real work."""


def is_empty() -> bool:
    """Whether nothing at all has been entered: no place, unit, account or matter."""
    tables = (Division, Unit, Account, Matter)
    return not any(table.objects.exists() for table in tables)


def build_county() -> None:
    """The places, units and people of the demo, in one transaction. Raises NotEmpty."""
    with transaction.atomic():
        if not is_empty():
            raise NotEmpty
        county.build()
        sync()


def plans(count: int) -> list[list[Step]]:
    """`count` petitions that go the usual way, and every tale, in the order they begin."""
    today, calendar = timezone.localdate(), calendar_files.national()
    found = [*script.plans(today, calendar, count), *tales.plans(today, calendar)]
    return sorted(found, key=lambda plan: plan[0].at)


def seed_matters(plans: list[list[Step]]) -> Iterator[int]:
    """Live through the county's year; yields the number of plans done, for a progress bar."""
    cast = Cast()
    for done, plan in enumerate(plans, start=1):
        with transaction.atomic():  # a disk waits for each commit, and there are thousands of acts
            _live(plan, cast)
        yield done


def _live(plan: list[Step], cast: Cast) -> None:
    """Take the steps of one plan that are not in the future."""
    there: dict[str, Matter] = {}
    is_alone = len({step.matter for step in plan}) == 1
    now = datetime.now(history.zone())
    for step in plan:
        if step.at > now:
            break
        pack, process = step.kind.split("/")
        is_online = step.by == RESIDENT
        by = cast.resident(step.data["place"]) if is_online else cast.actor(step.by)
        matter = there.get(step.matter)
        data = cast.filled(load.process(pack, process).acts[step.act].form, step.data, there)
        if matter is None:
            done = register(
                process, by=by, data=data, act=step.act, pack=pack, at=step.at,
                via="portal" if is_online else "demo",
            )  # fmt: skip
        else:
            seen = matter.seq if is_alone else _seq(matter)
            done = perform(
                matter.id, step.act, by=by, data=data, expected_seq=seen, at=step.at, via="demo"
            )
        there[step.matter] = done.matter


def _seq(matter: Matter) -> int:
    """The newest event, which another matter of the plan may have added (a link)."""
    return Matter.objects.values_list("seq", flat=True).get(pk=matter.pk)
