"""Stories about duties: a span of days, acts and filings in; due moments and how each stands out.

tells: duty zero_report
given: {from: 2026-09-28, to: 2026-10-08, days_off: [2026-10-01], workdays: [2026-10-10],
        acts: [2026-10-01T20:00 close],
        filings: [{day: 2026-10-01, at: 2026-10-01T16:00, zero: true},
                  {day: 2026-10-02, at: 2026-10-03T09:00, with: {people: 3}}],
        now: 2026-10-04T09:00}
expect: {days: [2026-10-01, …], due: [2026-10-01T17:00, …], opens: […], count: 7,
         standing: {2026-10-01: zero, 2026-10-02: late, 2026-10-03: missing}}

`days_off` and `workdays` change the calendar. `standing` is coming, open, missing, in_time, late,
zero, zero_late, or for a filing that is not taken `refused CODE` or `refused form FIELD RULE`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Any

from huiyin.engine import recurrence
from huiyin.engine.calendar import Calendar, DayKind, SpecialDay
from huiyin.engine.duty_filing import CannotFile, Filing, Standing, check, standing
from huiyin.engine.forms import Context
from huiyin.engine.method import Method
from huiyin.engine.method_shape import DutyShape, MethodStory
from huiyin.engine.recurrence import Occurrence

_GIVEN = frozenset({"from", "to", "days_off", "workdays", "acts", "filings", "now"})


def tell(
    method: Method, story: MethodStory, calendar: Calendar, zone: tzinfo
) -> Iterator[tuple[str, str, str]]:
    """What is not as told: (what, expected, found). Raises KeyError, TypeError, ValueError for a
    story that cannot be read."""
    if unknown := set(story.given) - _GIVEN:
        raise KeyError(", ".join(sorted(unknown)))
    duty = method.duties[story.tells.split()[1]]
    days = _changed(calendar, story.given)
    found = _found(duty, method, story.given, days, zone)
    told = _Told(duty, story.given, zone, {one.day: one for one in found})
    for what, expected in story.expect.items():
        if what == "standing":
            yield from told.differences(expected)
            continue
        wanted = [_text(one) for one in expected] if isinstance(expected, list) else expected
        shown = _SHOWN[what](found)
        if shown != wanted:
            yield what, str(wanted), str(shown)


_SHOWN: Mapping[str, Any] = {
    "days": lambda found: [one.day.isoformat() for one in found],
    "due": lambda found: [_minute(one.due_at) for one in found],
    "opens": lambda found: [_minute(one.opens_at) for one in found],
    "count": len,
}


@dataclass(frozen=True)
class _Told:
    """The filings of a story on the duty's occurrences."""

    duty: DutyShape
    given: Mapping[str, Any]
    zone: tzinfo
    found: Mapping[date, Occurrence]

    def differences(self, expected: Mapping[Any, str]) -> Iterator[tuple[str, str, str]]:
        for key, wanted in expected.items():
            day = _day(key)
            shown = self._standing(day) if day in self.found else "no duty on this day"
            if shown != wanted:
                yield f"standing {day}", str(wanted), shown

    def _standing(self, day: date) -> str:
        one, filed_at, is_zero = self.found[day], None, False
        for given in self.given.get("filings", ()):
            if _day(given["day"]) != day:
                continue
            at, filing = self._filing(given)
            refused = self._refused(one, filing, at, filed_at)
            if refused:
                return refused
            filed_at, is_zero = at, filing.is_zero
        now = filed_at or _moment(self.given["now"], self.zone)
        how = standing(one.opens_at, one.due_at, filed_at, now)
        if is_zero:
            return "zero" if how is Standing.IN_TIME else "zero_late"
        return str(how)

    def _filing(self, given: Mapping[str, Any]) -> tuple[datetime, Filing]:
        return _moment(given["at"], self.zone), Filing(
            given.get("with", {}), bool(given.get("zero", False))
        )

    def _refused(
        self, one: Occurrence, filing: Filing, at: datetime, filed_at: datetime | None
    ) -> str:
        context = Context(at, self.zone)
        try:
            _data, errors = check(
                self.duty, filing, context, opens_at=one.opens_at, filed_at=filed_at
            )
        except CannotFile as refused:
            return f"refused {refused.code}"
        return f"refused form {errors[0].field} {errors[0].rule}" if errors else ""


def _found(
    duty: DutyShape, method: Method, given: Mapping[str, Any], calendar: Calendar, zone: tzinfo
) -> list[Occurrence]:
    if duty.after is not None:
        term, act = duty.after.within, duty.after.act
        acts = (_act(line, zone) for line in given["acts"])
        return [
            recurrence.after_act(duty, term, at, calendar, zone) for at, key in acts if key == act
        ]
    spans = [recurrence.span_of(one.begins, one.ends) for one in method.sensitive.values()]
    first, last = _day(given["from"]), _day(given["to"])
    return recurrence.occurrences(duty, first, last, calendar, zone, spans)


def _changed(calendar: Calendar, given: Mapping[str, Any]) -> Calendar:
    """The calendar with the story's own days off and make-up days over it."""
    days = {
        **_special(given.get("days_off", ()), DayKind.HOLIDAY),
        **_special(given.get("workdays", ()), DayKind.MAKE_UP),
    }
    return calendar.overlay(Calendar("story", days)) if days else calendar


def _special(days: Iterable[object], kind: DayKind) -> dict[date, SpecialDay]:
    return {_day(day): SpecialDay(kind) for day in days}


def _act(line: object, zone: tzinfo) -> tuple[datetime, str]:
    at, _, act = str(line).partition(" ")
    return _moment(at, zone), act


def _moment(value: object, zone: tzinfo) -> datetime:
    """A local moment from `2026-10-01T09:00`; of a day, its morning."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime.combine(value, time(9), zone)
    return datetime.fromisoformat(str(value)).replace(tzinfo=zone)


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _text(value: object) -> str:
    """As told: a day, or a moment to the minute."""
    if isinstance(value, datetime):
        return _minute(value)
    return str(value).replace(" ", "T")


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"
