"""Histories made up for tests: as plain values, and the same as rows of the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from huiyin.engine.figures import Happened
from huiyin.engine.standing import Step
from huiyin.matters.history import zone
from huiyin.matters.models import Event, Matter
from huiyin.people.models import Unit

START = date(2026, 1, 1)
_numbers = count(1)


@dataclass(frozen=True)
class Raw:
    """An act as a test makes it up, `day` days after the start: done at once, proposed and
    confirmed (`confirmed`), or proposed and sent back (`returned`)."""

    process: str
    act: str
    day: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)
    way: str = "done"


def as_history(raws: Sequence[Raw]) -> list[Happened]:
    """What took effect."""
    return [
        Happened(raw.process, raw.act, START + timedelta(raw.day), raw.data)
        for raw in raws
        if raw.way != "returned"
    ]


def as_rows(raws: Sequence[Raw], unit: Unit, pack: str = "grassroots", **columns: Any) -> Matter:
    """The same as a matter with its events; nothing of it is checked, no chain is kept."""
    at = datetime.combine(START, time(12), zone())
    matter = Matter.objects.create(
        number=f"26-{next(_numbers):06}", pack=pack, process=raws[0].process, version="1",
        state="registered", phase="handle", title="一件事", channel="visit", received_at=at,
        registered_at=at, intake_unit=unit, owner_unit=unit, seq=1, head=b"", **columns,
    )  # fmt: skip
    events: list[Event] = []
    for raw in raws:
        moment = at + timedelta(raw.day)
        for step, data in _steps(raw, len(events) + 1):
            events.append(
                Event(matter=matter, seq=len(events) + 1, act=raw.act, step=step, data=data,
                      version=f"{pack}/{raw.process}@1", at=moment, recorded_at=moment, via="web",
                      unit=unit, prev=b"", hash=b"")
            )  # fmt: skip
    Event.objects.bulk_create(events)
    return matter


def _steps(raw: Raw, seq: int) -> list[tuple[Step, Mapping[str, Any]]]:
    if raw.way == "done":
        return [(Step.DO, raw.data)]
    answer = {"confirms": seq} if raw.way == "confirmed" else {"why": {"$c": "0"}}
    step = Step.DO if raw.way == "confirmed" else Step.SEND_BACK
    return [(Step.PROPOSE, raw.data), (step, answer)]
