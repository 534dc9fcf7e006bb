"""The steps that lead to a due date: what was counted, skipped, paused and rolled, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from huiyin.engine.calendar import Calendar, DayKind
from huiyin.engine.counting import ONE_DAY, Timeline
from huiyin.engine.explain import Step

if TYPE_CHECKING:
    from huiyin.engine.terms import Span


def derive(spans: Sequence[Span], line: Timeline) -> tuple[Step, ...]:
    """Steps for the counted spans: the term, then its extensions."""
    steps: list[Step] = []
    for number, span in enumerate(spans):
        steps += _counted(span, "extend" if number else "count", line.calendar)
        steps += _paused(span, line)
    return tuple(steps)


def _counted(span: Span, verb: str, calendar: Calendar) -> Iterator[Step]:
    unit, amount = span.term.unit.value, span.term.amount
    if isinstance(span.end, datetime):
        values = {"amount": amount, "from": _text(span.start), "to": _text(span.end)}
        yield Step(f"{verb}_{unit}", values)
        return
    start = span.start
    if verb == "count":
        yield Step("day_counts" if span.counts_start else "day_not_counted", {"day": _text(start)})
    first = span.first
    yield Step(f"{verb}_{unit}", {"amount": amount, "from": _text(first), "to": _text(span.end)})
    if unit == "m" and amount and (span.end + ONE_DAY).day == 1 and span.end.day < start.day:
        yield Step("month_end", {"day": _text(start), "to": _text(span.end)})
    if unit == "wd":
        days = [date.fromordinal(day) for day in range(first.toordinal(), span.end.toordinal() + 1)]
        skipped = [day for day in days if not calendar.is_workday(day)]
        added = [day for day in days if calendar.kind(day) is DayKind.MAKE_UP]
        for kind, listed in (("skipped", skipped), ("make_up_counted", added)):
            if listed:
                yield Step(kind, {"days": list(_ranges(listed, calendar))})


def _paused(span: Span, line: Timeline) -> Iterator[Step]:
    if isinstance(span.end, datetime):
        for pause in line.pauses:
            if pause.start < span.end and pause.end > span.start:
                start, end = pause.start.astimezone(line.tz), pause.end.astimezone(line.tz)
                yield Step("paused_time", {"from": _text(start), "to": _text(end)})
        return
    for first, last in line.gaps:
        begin = max(first, span.first.toordinal())
        if begin <= last and begin <= span.end.toordinal():
            values: dict[str, Any] = {"days": last - begin + 1}
            values["from"], values["to"] = map(_text, map(date.fromordinal, (begin, last)))
            yield Step("paused_days", values)


def rolled(nominal: date, legal: date, calendar: Calendar) -> Step:
    """Why the legal due is, or is not, another day than the nominal one."""
    values = {"day": _text(nominal), "to": _text(legal), **_named(nominal, calendar)}
    if legal != nominal:
        return Step("rolled_holiday" if "name" in values else "rolled_weekend", values)
    if not calendar.is_workday(nominal):
        return Step("not_rolled", values)
    made_up = calendar.kind(nominal) is DayKind.MAKE_UP
    return Step("due_on_make_up" if made_up else "due_on_workday", values)


def _ranges(days: Iterable[date], calendar: Calendar) -> Iterator[dict[str, Any]]:
    """Runs of neighbouring days under one name; a weekend beside a holiday keeps its own run."""
    run: dict[str, Any] | None = None
    for day in days:
        named = _named(day, calendar)
        after = run is not None and date.fromisoformat(run["last"]) + ONE_DAY == day
        if run is not None and after and run.get("name") == named.get("name"):
            run["last"] = _text(day)
            continue
        if run is not None:
            yield run
        run = {"first": _text(day), "last": _text(day), **named}
    if run is not None:
        yield run


def _named(day: date, calendar: Calendar) -> dict[str, Any]:
    """Name and source of the entry that rules a day, nothing for an ordinary day."""
    special = calendar.reason(day)
    if special is None or special.kind is None:
        return {}
    return {"name": {"zh": special.zh, "en": special.en}, "source": special.source}


def _text(value: date | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat()
