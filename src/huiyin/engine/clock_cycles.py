"""One walk over the events of a matter: the cycles of one clock, before any date is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from huiyin.engine.clock_rules import ClockEvent, ClockRule
from huiyin.engine.counting import Pause
from huiyin.engine.terms import Due, Unit


@dataclass(slots=True)
class Cycle:
    """From a start to its stop or cancellation; `facts` are the latest ones before that end.

    `applied` is True once the rule's `when` was met; `lost_at` the moment it ceased to be.
    """

    number: int
    started_at: datetime
    facts: Mapping[str, object]
    ended_at: datetime | None = None
    cancelled: bool = False
    applied: bool = False
    lost_at: datetime | None = None
    paused_since: datetime | None = None
    pauses: list[Pause] = field(default_factory=list)
    asks: list[tuple[datetime, object]] = field(default_factory=list)

    def note_facts(self, rule: ClockRule, event: ClockEvent, facts: Mapping[str, object]) -> None:
        """Take over the facts after an event and whether the rule applies with them."""
        self.facts = facts
        if rule.applies(facts):
            self.applied, self.lost_at = True, None
        elif self.applied and self.lost_at is None:
            self.lost_at = event.at

    def take(self, rule: ClockRule, event: ClockEvent, tz: tzinfo) -> None:
        """Apply one event that falls into this running cycle."""
        if (resumed := moment_of(event, rule.resume, tz)) and self.paused_since:
            self._close_pause(resumed)
        if (paused := moment_of(event, rule.pause, tz)) and not self.paused_since:
            self.paused_since = max(paused, self.started_at)
        if rule.extend is not None and event.act == rule.extend.act:
            name = rule.extend.amount_field
            self.asks.append((event.at, event.facts.get(name) if name else None))
        cancelled = moment_of(event, rule.cancel, tz)
        ended = moment_of(event, rule.stop, tz) or cancelled
        if ended:
            self.cancelled = ended is cancelled
            self._end(ended)

    def _end(self, moment: datetime) -> None:
        self.ended_at = moment
        if self.paused_since:
            self._close_pause(moment)
        self.pauses = [
            Pause(pause.start, min(pause.end, moment))
            for pause in self.pauses
            if pause.start < moment
        ]

    def _close_pause(self, moment: datetime) -> None:
        if self.paused_since and moment > self.paused_since:
            self.pauses.append(Pause(self.paused_since, moment))
        self.paused_since = None


def cycles_of(rule: ClockRule, events: Sequence[ClockEvent], tz: tzinfo) -> list[Cycle]:
    """The cycles of a rule over events in order of time; a start while one runs does nothing. Of a
    rule with `per`, each number is walked alone; the cycles are numbered as they began."""
    if not rule.per:
        return _walk(rule, events, tz)
    found: list[Cycle] = []
    for number in dict.fromkeys(_number(rule, event) for event in events):
        if number is not None:
            about = [event for event in events if _number(rule, event) in (None, number)]
            found += _walk(rule, about, tz)
    found.sort(key=lambda cycle: cycle.started_at)
    for place, cycle in enumerate(found, 1):
        cycle.number = place
    return found


def _number(rule: ClockRule, event: ClockEvent) -> object:
    """Which one an event is about, None when it names none."""
    return next((event.facts[name] for name in rule.per if name in event.facts), None)


def _walk(rule: ClockRule, events: Iterable[ClockEvent], tz: tzinfo) -> list[Cycle]:
    cycles: list[Cycle] = []
    running: Cycle | None = None
    facts: dict[str, object] = {}
    for event in events:
        facts = {**facts, **event.facts}
        if running is not None:
            running.note_facts(rule, event, facts)
            running.take(rule, event, tz)
            if running.ended_at is not None:
                running = None
        if running is None and (started := moment_of(event, rule.start, tz)):
            running = Cycle(len(cycles) + 1, started, facts)
            running.note_facts(rule, event, facts)
            cycles.append(running)
    return cycles


@dataclass(frozen=True, slots=True)
class Hold:
    """The pauses that count, and since when an open pause without a cap stands."""

    pauses: tuple[Pause, ...]
    open_since: datetime | None = None

    def stops(self, reached: Due) -> bool:
        """Whether the open pause keeps this due from being known."""
        return self.open_since is not None and reached.nominal > self.open_since

    def holds(self, paused_since: datetime | None) -> bool:
        """Whether a pause begun then stands: it has no cap, or the cap left something for it."""
        if paused_since is None or self.open_since is not None:
            return paused_since is not None
        return any(pause.start == paused_since for pause in self.pauses)


def capped(rule: ClockRule, cycle: Cycle) -> Hold:
    """The cycle's pauses, cut to the rule's `max_pause` together.

    With a cap an open pause is taken to last as long as the cap still allows.
    """
    if rule.max_pause is None:
        return Hold(tuple(cycle.pauses), cycle.paused_since)
    hours = rule.max_pause.amount * (1 if rule.max_pause.unit is Unit.HOUR else 24)
    left = timedelta(hours=hours)
    pauses = list(cycle.pauses)
    if cycle.paused_since:
        pauses.append(Pause(cycle.paused_since, cycle.paused_since + left))
    counted: list[Pause] = []
    for pause in pauses:
        length = min(pause.end - pause.start, left)
        left -= length
        if length:
            counted.append(Pause(pause.start, pause.start + length))
    return Hold(tuple(counted))


def moment_of(event: ClockEvent, names: Sequence[str], tz: tzinfo) -> datetime | None:
    """When the event does what `names` say: at its own moment for an act, else at the fact's."""
    if event.act in names:
        return event.at
    for name in names:
        value = event.facts.get(name)
        if value not in (None, ""):
            return as_moment(value, name, tz)
    return None


def as_moment(value: object, name: str, tz: tzinfo) -> datetime:
    """A date (its first moment), an ISO text or a datetime as an aware datetime."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"field {name}: {value!r} is not a date") from error
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=tz)
    if isinstance(value, date):
        return datetime.combine(value, time(), tz)
    raise ValueError(f"field {name}: {value!r} is not a date")
