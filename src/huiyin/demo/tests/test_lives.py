"""The county's lives: nothing is refused on any day, and all ways of the law are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from huiyin.common.ids import matter_number
from huiyin.demo import county, script, seed, tales
from huiyin.demo.diary import Number, Step
from huiyin.engine.definition import Role
from huiyin.engine.process import Actor, Command, Decision, Scene, Seat, decide
from huiyin.engine.sealing import split
from huiyin.engine.standing import Event, fold
from huiyin.matters.history import zone
from huiyin.matters.models import Link, Matter
from huiyin.matters.verify import verify
from huiyin.packs import calendar_files, load

TODAYS = [date(2026, 11, 22), date(2027, 2, 10), date(2027, 6, 30)]
CALENDAR = calendar_files.national()
COUNTY = county.read("county.yaml")


def above(unit: str | None) -> Iterator[str]:
    """Units above a unit of the county file, the nearest first."""
    while unit := COUNTY["units"].get(unit or "", {}).get("above"):
        yield unit


def seat_of(step: Step) -> tuple[str, str]:
    """Unit and role of whoever acts; what residents raise is taken in by the nearest unit that
    says so."""
    if step.by == "resident":
        online = {
            str(unit["division"]): key for key, unit in COUNTY["units"].items() if "online" in unit
        }
        place = str(step.data.get("place", ""))
        above = (place, f"{place[:9]}000", f"{place[:6]}000000")
        return next(online[code] for code in above if code in online), step.by
    unit, _title, role, _name = COUNTY["posts"][step.by]
    return unit, role


@dataclass
class Life:
    """One matter of a plan, decided step by step without a database."""

    kind: str
    events: list[Event] = field(default_factory=list)

    def take(self, step: Step) -> None:
        process = load.process(*self.kind.split("/"))
        unit, role = seat_of(step)
        standing = fold(process, self.events, CALENDAR, zone())
        over = tuple(above(standing.owner))
        scene = Scene(process, standing, zone(), frozenset(over), superiors=frozenset(over[:1]))
        actor = Actor(step.by, (Seat(Role(role), unit, step.by),))
        data = {name: self.number(value) for name, value in step.data.items()}
        decision = decide(scene, Command(step.act, data, step.at), actor)
        assert isinstance(decision, Decision), (step, decision)
        form = process.acts[decision.act].form
        kept, _sealed = split(form, decision.data, lambda _path, _value: "sealed")
        self.events.append(
            Event(
                len(self.events) + 1, decision.act, decision.step, decision.at, kept, step.by,
                decision.seat.post, decision.seat.unit,
            )
        )  # fmt: skip

    def number(self, value: Any) -> Any:
        return matter_number(2026, 1) if isinstance(value, Number) else value


def live(plan: list[Step]) -> dict[str, Life]:
    lives: dict[str, Life] = {}
    for step in plan:
        lives.setdefault(step.matter, Life(step.kind)).take(step)
    return lives


@pytest.mark.parametrize("today", TODAYS)
def test_on_whatever_day_it_is_opened_the_script_asks_nothing_that_is_refused(today):
    for plan in script.plans(today, CALENDAR, 120):
        live(plan)


@pytest.mark.parametrize("today", TODAYS)
def test_on_whatever_day_it_is_opened_no_tale_is_refused(today):
    for plan in tales.plans(today, CALENDAR):
        live(plan)


@pytest.mark.django_db
def test_matters_are_lived_through_the_door_and_verify():
    seed.build_county()
    for _done in seed.seed_matters(seed.plans(12)):
        pass
    matters = Matter.objects.all()
    kinds = Counter(matters.values_list("pack", "process"))
    assert min(kinds.values()) >= 2, kinds
    assert len(kinds) == 7
    links = set(Link.objects.values_list("kind", flat=True))
    assert links >= {"merged_into", "supervises", "settled_by"}
    assert verify().ok
