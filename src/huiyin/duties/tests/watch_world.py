"""Petitions for tests of watches, and what the slow rule says of every matter there is."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huiyin.duties.models import Looked
from huiyin.duties.watching.rules import rules
from huiyin.engine.counting import end_of_day
from huiyin.engine.watch import Ticking, Watched, holding
from huiyin.matters import history
from huiyin.matters.models import Clock, Matter
from huiyin.matters.testing import Walk
from huiyin.places import calendars

Found = set[tuple[str, str, str]]
"""Number of the matter, watch, occasion."""


def by_the_slow_rule(now: datetime) -> Found:
    """What the watches of each matter's pack say of it, one matter at a time."""
    return {
        (matter.number, one.watch, one.occasion.key)
        for matter in Matter.objects.select_related("intake_unit__division").filter(is_open=True)
        for one in holding(
            {rule.watch: rule.shape for rule in rules() if matter.pack in rule.packs},
            _watched(matter), now, history.calendar_for(matter, calendars.stamp()),
            history.zone(),
        )
    }  # fmt: skip


def _watched(matter: Matter) -> Watched:
    assert matter.acted_at is not None
    running = Clock.objects.filter(matter=matter, status="running")
    ticking = [Ticking(clock.key, clock.cycle, clock.legal) for clock in running]
    return Watched(matter.process, matter.state, matter.phase, matter.acted_at, ticking)


def standing() -> Found:
    """What stands as found."""
    rows = Looked.objects.filter(settled_at__isnull=True)
    return set(rows.values_list("matter__number", "watch", "occasion"))


def due(walk: Walk, clock: str = "handle") -> datetime:
    """The legal due of a running clock."""
    legal = Clock.objects.get(matter=walk.pk, key=clock, status="running").legal
    assert legal is not None
    return legal


def worked(moment: datetime, days: int, hour: int = 9) -> datetime:
    """The hour of the so many-th working day after a moment."""
    day = moment.astimezone(history.zone()).date()
    there = calendars.calendar_of("", None).add_workdays(day, days)
    return datetime.combine(there, time(hour), history.zone())


def set_due(walk: Walk, days_ago: int, now: datetime, clock: str = "handle") -> None:
    """Let a clock be due at the end of the day so many days before `now`."""
    day = now.astimezone(history.zone()).date() - timedelta(days=days_ago)
    legal = end_of_day(day, history.zone())
    Clock.objects.filter(matter=walk.pk, key=clock).update(legal=legal, nominal=legal)
