"""The replay itself: every arrival walks its steps; at each it waits for a post that is free.

A desk takes first what is due first (by the method's clocks). Every act costs the same effort, an
assumption that is printed; there is no chance in it, so two runs give the same figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

import simpy

from huiyin.engine.calendar import Calendar
from huiyin.engine.replay.dues import Dues
from huiyin.engine.replay.office_time import MINUTES, OfficeTime
from huiyin.engine.replay.values import Arrival, Desk, Load, Outcome, Plan, Share, Step

_AFTER = timedelta(days=120)
"""How long after the last arrival the replay goes on, so that the last ones can finish."""


class Replay:
    """One run: `posts` are how many posts each desk has, `effort` minutes of work for an act."""

    def __init__(
        self, plan: Plan, arrivals: Sequence[Arrival], posts: Mapping[Desk, int],
        calendar: Calendar, tz: tzinfo, *, effort: int,
    ) -> None:  # fmt: skip
        self.plan, self.effort, self.tz = plan, effort, tz
        self.arrivals = sorted(arrivals, key=lambda one: (one.at, one.number))
        first = self.arrivals[0].at.astimezone(tz).date()
        self.last = self.arrivals[-1].at.astimezone(tz).date()
        self.office = OfficeTime(calendar, tz, first, self.last + _AFTER)
        self.dues = Dues(plan, calendar, tz)
        self.posts = {desk: max(1, number) for desk, number in posts.items()}
        self.env = simpy.Environment()
        self.desks: dict[Desk, simpy.PriorityResource] = {}
        self.busy: Counter[Desk] = Counter()
        self.waited: Counter[Desk] = Counter()
        self.steps: Counter[Desk] = Counter()
        self.finished: dict[str, datetime] = {}
        self.clocks: dict[str, list[bool]] = defaultdict(list)

    def run(self) -> Outcome:
        """Let every matter come and walk; stop when all are done or the span is over."""
        for arrival in self.arrivals:
            self.env.process(self._live(arrival))
        self.env.run(until=self.office.length)
        ran_out = self.office.moment(self.office.length)
        for key, in_time in self.dues.left(ran_out):
            self.clocks[key].append(in_time)
        return self._outcome()

    def _live(self, arrival: Arrival) -> Generator[Any, Any, None]:
        yield self.env.timeout(self.office.minute(arrival.at))
        self.dues.came(arrival)
        for step in self._way(arrival):
            yield self.env.timeout(self._wait(step))
            yield from self._work(arrival, step)
        self.finished[arrival.number] = self.office.moment(self.env.now)

    def _wait(self, step: Step) -> int:
        """Time that passes by itself is natural time: nights and days off count."""
        if not step.wait:
            return 0
        after = self.office.moment(self.env.now) + timedelta(minutes=step.wait)
        return max(0, self.office.minute(after) - int(self.env.now))

    def _work(self, arrival: Arrival, step: Step) -> Generator[Any, Any, None]:
        if step.desk.role:
            yield from self._at_desk(arrival, step)
        done = self.dues.did(arrival, step.act, self.office.moment(self.env.now))
        for key, in_time in done:
            self.clocks[key].append(in_time)

    def _at_desk(self, arrival: Arrival, step: Step) -> Generator[Any, Any, None]:
        """An act of a post; what residents and the system do costs no post's time."""
        desk = self._desk(step.desk)
        asked = self.env.now
        urgency = self.dues.soonest(arrival.number)
        with desk.request(priority=int(urgency.timestamp())) as turn:
            yield turn
            self.waited[step.desk] += int(self.env.now - asked)
            yield self.env.timeout(self._effort(step.desk.role))
        self.busy[step.desk] += self.effort
        self.steps[step.desk] += 1

    def _effort(self, role: str) -> float:
        """Minutes an act takes a post that has duties beside."""
        free = max(0.1, 1 - self.plan.duty_minutes.get(role, 0) / MINUTES)
        return self.effort / free

    def _desk(self, desk: Desk) -> simpy.PriorityResource:
        if desk not in self.desks:
            self.desks[desk] = simpy.PriorityResource(self.env, self.posts.get(desk, 1))
        return self.desks[desk]

    def _way(self, arrival: Arrival) -> Iterable[Step]:
        """The steps of the matter under the plan: without acts it lacks, with those it adds."""
        known = self.plan.acts.get(arrival.process)
        added = self.plan.added.get(arrival.process, {})
        done: set[str] = set()
        for step in arrival.steps:
            if known is not None and step.act not in known:
                continue
            done.add(step.act)
            yield step
            for one in added.get(step.act, ()):
                if one.act not in done:
                    done.add(one.act)
                    yield Step(one.act, Desk(step.desk.unit, one.role))

    def _outcome(self) -> Outcome:
        every = [one for found in self.clocks.values() for one in found]
        return Outcome(
            plan=self.plan.name, matters=len(self.arrivals), finished=len(self.finished),
            on_time=Share(sum(every), len(every)),
            clocks={key: Share(sum(one), len(one)) for key, one in sorted(self.clocks.items())},
            backlog=tuple(self._backlog()), loads=tuple(self._loads()),
        )  # fmt: skip

    def _backlog(self) -> Iterable[tuple[date, int]]:
        day = self.arrivals[0].at.astimezone(self.tz).date()
        day -= timedelta(day.weekday())
        while day <= self.last + timedelta(7):
            moment = datetime.combine(day, datetime.min.time(), self.tz)
            came = sum(one.at < moment for one in self.arrivals)
            gone = sum(at < moment for at in self.finished.values())
            yield day, came - gone
            day += timedelta(7)

    def _loads(self) -> Iterable[Load]:
        ends = (at.astimezone(self.tz).date() for at in self.finished.values())
        minutes = self.office.days_until(max([self.last, *ends]) + timedelta(1)) * MINUTES
        for desk in sorted(self.steps, key=lambda one: (one.unit, one.role)):
            posts = self.posts.get(desk, 1)
            duties = self.plan.duty_minutes.get(desk.role, 0) / MINUTES
            busy = self.busy[desk] / (minutes * posts) + duties if minutes else 0.0
            wait = self.waited[desk] / self.steps[desk] / 60
            yield Load(desk, posts, busy, wait, self.steps[desk])
