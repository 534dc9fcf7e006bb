"""Working calendars as values: which days are worked, why, and in which office hours.

A calendar holds three kinds of entry (rest day, added working day, special hours), the years whose
holiday notice has been published, and office hours. Days without an entry follow the working week.
Source: 民法典 art. 203, 全国年节及纪念日放假办法 art. 4 and 7; PEERS 4.6 tests 1, 2, 5, 7.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, compress

FIRST_YEAR, LAST_YEAR = 1970, 2099
_FIRST = date(FIRST_YEAR, 1, 1).toordinal()
_LAST = date(LAST_YEAR, 12, 31).toordinal()
MONDAY_TO_FRIDAY = frozenset(range(5))


class OutOfRangeError(ValueError):
    """A date outside FIRST_YEAR..LAST_YEAR, or no working day left before its end."""


class DayKind(StrEnum):
    """What a day is: WORK and REST by the working week, HOLIDAY and MAKE_UP by a notice."""

    WORK = "work"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"

    @property
    def worked(self) -> bool:
        """True for WORK and MAKE_UP."""
        return self in (DayKind.WORK, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Office hours from `start` to `end` on one day; an `end` of 00:00 is midnight at its close."""

    start: time
    end: time

    def __post_init__(self) -> None:
        first, last = self.minutes
        if first >= last:
            raise ValueError(f"shift {self.start:%H:%M}-{self.end:%H:%M} ends before it starts")

    @property
    def minutes(self) -> tuple[int, int]:
        """Start and end as minutes after midnight (end at most 1440)."""
        end = self.end.hour * 60 + self.end.minute
        return self.start.hour * 60 + self.start.minute, end or 24 * 60


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """An entry for one day; `kind` None keeps the day's kind and only changes its hours."""

    kind: DayKind | None
    zh: str = ""
    en: str = ""
    source: str = ""  # number of the notice, as printed on it
    shifts: tuple[Shift, ...] | None = None

    def over(self, below: SpecialDay | None) -> SpecialDay:
        """This entry laid over another one of the same day."""
        if below is None:
            return self
        if self.kind is None:
            return replace(below, shifts=self.shifts)
        return self if self.shifts is not None else replace(self, shifts=below.shifts)


@dataclass(frozen=True)
class Calendar:
    """An immutable calendar; two calendars are equal when their versions are.

    `version` is the name and a digest of the content, so no change of content keeps its version.
    `week` are the worked weekdays (0 = Monday), None for Monday to Friday; `hours` the shifts of a
    weekday. A notice for one year may rule on late December of the year before; such days count as
    known once the earlier year is published, and clocks are recomputed when the later notice comes.
    """

    name: str = field(compare=False)
    days: Mapping[date, SpecialDay] = field(default_factory=dict, compare=False, repr=False)
    years: frozenset[int] = field(default=frozenset(), compare=False, repr=False)
    week: frozenset[int] | None = field(default=None, compare=False, repr=False)
    hours: Mapping[int, tuple[Shift, ...]] = field(default_factory=dict, compare=False, repr=False)
    version: str = ""

    def __post_init__(self) -> None:
        if not self.version:
            content = (
                sorted(self.days.items()),
                sorted(self.years),
                None if self.week is None else sorted(self.week),
                sorted(self.hours.items()),
            )
            digest = hashlib.sha256(repr(content).encode()).hexdigest()[:8]
            object.__setattr__(self, "version", f"{self.name}.{digest}")

    # -- one day -----------------------------------------------------------------------------

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked."""
        return bool(self._flags[_index(day.toordinal())])

    def is_known(self, day: date) -> bool:
        """Whether the holiday notice of the day's year has been published."""
        return day.year in self.years

    def kind(self, day: date) -> DayKind:
        """The kind of the day."""
        special = self.days.get(day)
        if special is not None and special.kind is not None:
            return special.kind
        return DayKind.WORK if self.is_workday(day) else DayKind.REST

    def reason(self, day: date) -> SpecialDay | None:
        """The entry that rules the day (name and source), None for an ordinary day."""
        return self.days.get(day)

    def shifts(self, day: date) -> tuple[Shift, ...]:
        """Office hours of the day in order; () on a day off or when no hours are declared.

        A make-up day on a weekday without hours takes those of the first weekday that has some.
        """
        special = self.days.get(day)
        if special is not None and special.shifts is not None:
            return special.shifts
        if not self.is_workday(day):
            return ()
        if day.weekday() in self.hours or not self.hours:
            return self.hours.get(day.weekday(), ())
        return self.hours[min(self.hours)]

    # -- counting ----------------------------------------------------------------------------

    def next_workday(self, day: date) -> date:
        """The day itself when worked, else the next worked day. Raises OutOfRangeError."""
        return date.fromordinal(self.nth_workday(self.worked_until(day.toordinal() - 1) + 1))

    def add_workdays(self, day: date, amount: int) -> date:
        """The `amount`-th (at least 1) working day after `day`. Raises OutOfRangeError."""
        if amount < 1:
            raise ValueError(f"cannot add {amount} working days: at least 1 is needed")
        return date.fromordinal(self.nth_workday(self.worked_until(day.toordinal()) + amount))

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end` (negative when `end` is earlier)."""
        return self.worked_until(end.toordinal()) - self.worked_until(start.toordinal())

    def worked_until(self, ordinal: int) -> int:
        """Number of working days from FIRST_YEAR up to and with the day of this ordinal."""
        return self._counts[_index(ordinal, before=1)]

    def nth_workday(self, number: int) -> int:
        """Ordinal of the working day of this number (inverse of `worked_until`)."""
        if not 0 < number <= len(self._worked):
            raise OutOfRangeError(
                f"no working day of that count between {FIRST_YEAR} and {LAST_YEAR}"
            )
        return self._worked[number - 1]

    def unpublished(self, first: date, last: date) -> tuple[int, ...]:
        """Years between two days (both included) without a published notice."""
        return tuple(y for y in range(first.year, last.year + 1) if y not in self.years)

    # -- layering ----------------------------------------------------------------------------

    def overlay(self, other: Calendar) -> Calendar:
        """This calendar with the days, week and hours of `other` (a region, an office) over it.

        The notice of a year replaces all that was known of that year.
        """
        days = {
            day: special for day, special in self.days.items() if _notice(day) not in other.years
        }
        days.update({day: special.over(days.get(day)) for day, special in other.days.items()})
        return Calendar(
            name=f"{self.name}+{other.name}",
            days=days,
            years=self.years | other.years,
            week=self.week if other.week is None else other.week,
            hours=other.hours or self.hours,
            version=f"{self.version}+{other.version}",
        )

    # Tables over the whole range: a few milliseconds once, then every count is one look-up.

    @cached_property
    def _flags(self) -> bytearray:
        worked = MONDAY_TO_FRIDAY if self.week is None else self.week
        week = bytes(weekday in worked for weekday in range(7))
        first = date.fromordinal(_FIRST).weekday()
        length = _LAST - _FIRST + 1
        flags = bytearray(((week[first:] + week[:first]) * (length // 7 + 1))[:length])
        for day, special in self.days.items():
            if special.kind is not None:
                flags[_index(day.toordinal())] = special.kind.worked
        return flags

    @cached_property
    def _counts(self) -> list[int]:
        return list(accumulate(self._flags, initial=0))

    @cached_property
    def _worked(self) -> list[int]:
        return list(compress(range(_FIRST, _LAST + 1), self._flags))


def _notice(day: date) -> int:
    """The year whose notice rules a day: the next one's for December, by its New Year holiday."""
    return day.year + (day.month == 12)


def _index(ordinal: int, *, before: int = 0) -> int:
    """Position in a table of days; `before` = 1 for one that starts with the day before."""
    if not _FIRST - before <= ordinal <= _LAST:
        raise OutOfRangeError(f"{date.fromordinal(ordinal)} is not in {FIRST_YEAR} to {LAST_YEAR}")
    return ordinal - _FIRST + before
