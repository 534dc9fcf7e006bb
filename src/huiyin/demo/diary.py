"""A plan of dated acts: steps (when, act, who, data), written day by day through office hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from huiyin.demo.county import read
from huiyin.engine.calendar import Calendar
from huiyin.matters.history import zone

TOWN_CODES = {"liuxi": "9901011002", "shiqiao": "9901011012"}
"""A town, and how the codes of its villages begin."""

MAIN, PETITION = "main", "national/petition"


@dataclass(frozen=True)
class Number:
    """Stands in a form for the number of another matter of the plan, or of a letter of it."""

    matter: str
    letter: str = ""


@dataclass(frozen=True)
class Step:
    """One act of a plan: when, what, by whose sign-in, with which form data.

    `matter` tells the matters of one plan apart; the first step of each registers it, as a `kind`
    (PACK/PROCESS).
    """

    at: datetime
    act: str
    by: str
    data: dict[str, Any] = field(default_factory=dict)
    matter: str = MAIN
    kind: str = PETITION


class Diary:
    """Walks forward through office hours, collecting steps."""

    def __init__(self, start: datetime, chance: Random, calendar: Calendar) -> None:
        self.now, self.chance, self.calendar = start, chance, calendar
        self.steps: list[Step] = []

    @property
    def today(self) -> str:
        """The day reached, as forms take it."""
        return self.now.astimezone(zone()).date().isoformat()

    def do(self, act: str, by: str, **data: Any) -> None:
        """Take `act` now, on the plan's main matter."""
        self.add(Step(self.now, act, by, data))

    def add(self, step: Step) -> None:
        """Take a step of any matter of the plan."""
        self.steps.append(step)

    def approved(self, act: str, first: str, second: str, **data: Any) -> None:
        """An act that a second person confirms, some hours later."""
        self.do(act, first, **data)
        self.later(0, 1)
        self.do(act, second)

    def later(self, least: int, most: int) -> None:
        """Go on after `least` to `most` days, at an office hour of a working day."""
        day = self.now.astimezone(zone()).date() + timedelta(self.chance.randint(least, most))
        moment = self._office_hour(self.calendar.next_workday(day))
        self.now = moment if moment > self.now else self.now + timedelta(minutes=37)

    def until(self, moment: datetime) -> None:
        """Go on to `moment`, unless it is past already."""
        self.now = max(self.now, moment)

    def someone(self) -> dict[str, str]:
        """A person who does not exist."""
        people, chance = read("people.yaml"), self.chance
        return {
            "name": chance.choice(people["family"]) + chance.choice(people["given"]),
            "phone": f"1999{chance.randrange(10**7):07d}",
            "address": f"青禾县示范路{chance.randint(1, 200)}号",
        }

    def village(self, unit: str = "") -> str:
        """A village of the town `unit`, or of any town."""
        place = TOWN_CODES.get(unit, self.chance.choice([*TOWN_CODES.values()]))
        return f"{place}0{self.chance.randint(1, 5)}"

    def _office_hour(self, day: Any) -> datetime:
        hour = self.chance.choice((8, 9, 10, 11, 14, 15, 16))
        return datetime.combine(day, time(hour, self.chance.randrange(0, 60, 5)), zone())
