"""Whom a changed setting does not touch: open matters that keep the value they began with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.engine.adjustable import Setting
from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.matters.models import Clock, Matter
from huiyin.methods.review import MOST

_CLOCKS = {"clocks": "", "follow_ups": FOLLOW_UP}


@dataclass(frozen=True, slots=True)
class Kept:
    """Counts, at most MOST + 1 (which means “more than MOST”). `running` is None for a value that
    belongs to no clock; `last` is the last day on which one of them is due."""

    matters: int
    running: int | None = None
    last: date | None = None


def effect_of(pack: str, setting: Setting, today: date) -> Kept:
    """The open matters of the process, and of its clocks those that run with the present term."""
    del today
    matters = Matter.objects.filter(pack=pack, process=setting.process, is_open=True)
    count = matters[: MOST + 1].count()
    prefix = _CLOCKS.get(setting.path[0])
    if prefix is None:
        return Kept(count)
    running = Clock.objects.filter(
        matter__in=matters, key=prefix + setting.path[1], status="running"
    )
    last = running.filter(legal__isnull=False).order_by("-legal").values_list("legal", flat=True)
    newest = last.first()
    return Kept(count, running[: MOST + 1].count(), newest.date() if newest else None)
