"""The clocks of the matters that are being replayed, counted by the engine's own calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from huiyin.engine.calendar import Calendar
from huiyin.engine.counting import Timeline, end_of_day
from huiyin.engine.replay.values import Arrival, Plan, Term
from huiyin.engine.terms import Term as Length
from huiyin.engine.terms import Unit

RECEIVED = "received"
"""What a clock names that starts when a matter is received, whoever registers it when."""
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Running:
    key: str
    term: Term
    due: datetime


class Dues:
    """Which clocks run on which matter, and when they are due."""

    def __init__(self, plan: Plan, calendar: Calendar, tz: tzinfo) -> None:
        self._plan, self._calendar, self._tz = plan, calendar, tz
        self._timeline = Timeline(calendar, tz)
        self._running: dict[str, dict[str, _Running]] = {}
        self._seen: set[tuple[str, str]] = set()

    def came(self, arrival: Arrival) -> None:
        """A matter came: clocks that start with its receipt."""
        self._start(arrival, RECEIVED, arrival.at)

    def did(self, arrival: Arrival, act: str, at: datetime) -> list[tuple[str, bool]]:
        """An act was done: the clocks that it ended, each in time or not."""
        mine = self._running.setdefault(arrival.number, {})
        ended = []
        for key, one in list(mine.items()):
            if act in one.term.stop:
                ended.append((one.key, at <= one.due))
                del mine[key]
            elif act in one.term.cancel:
                del mine[key]
            elif act == one.term.extend and one.term.by is not None:
                mine[key] = _Running(one.key, one.term, self.due(one.due, one.term.by))
        self._start(arrival, act, at)
        return ended

    def _start(self, arrival: Arrival, act: str, at: datetime) -> None:
        mine = self._running.setdefault(arrival.number, {})
        for term in self._plan.terms.get(arrival.process, ()):
            length = term.length(arrival.facts)
            key = (arrival.number, term.key)
            if act in term.start and length is not None and key not in self._seen:
                self._seen.add(key)
                name = f"{arrival.process}.{term.key}"
                mine[term.key] = _Running(name, term, self.due(at, length))

    def soonest(self, number: str) -> datetime:
        """The first due of a matter; far off for one without a running clock."""
        return min((one.due for one in self._running.get(number, {}).values()), default=_FAR)

    def left(self, now: datetime) -> Iterator[tuple[str, bool]]:
        """Clocks that still run and are past their due: late."""
        for mine in self._running.values():
            for one in mine.values():
                if one.due < now:
                    yield one.key, False

    def due(self, start: datetime, term: Length) -> datetime:
        """The legal due of a term that begins at `start` (LAW.md 9)."""
        if term.unit is Unit.HOUR:
            return start + timedelta(hours=term.amount)
        day = start.astimezone(self._tz).toordinal()
        if term.unit is Unit.WORK_HOUR:
            if self._calendar.hours:
                return self._timeline.office_hours(start, term.amount)
            return start + timedelta(hours=term.amount)
        if term.unit is Unit.WORKDAY:
            found = self._timeline.working_days(day, term.amount)
        elif term.unit is Unit.MONTH:
            found = self._timeline.months(day, term.amount)
        else:
            found = self._timeline.natural_days(day, term.amount)
        legal = self._calendar.next_workday(date.fromordinal(found))
        return end_of_day(legal, self._tz)
