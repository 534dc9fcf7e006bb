"""What a calendar would change, before anybody publishes it: which days, and from which calendars
to which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.engine.calendar import Calendar
from huiyin.places import calendars
from huiyin.places.models import CalendarVersion
from huiyin.places.publish import Span, span


@dataclass(frozen=True)
class Preview:
    """A version that is not saved, over all that is published now. It holds for one request: what
    somebody else publishes meanwhile is not in it."""

    version: CalendarVersion
    below: tuple[calendars.Layer, ...]

    def before(self, path: str) -> Calendar:
        """The calendar of a division as it is."""
        return calendars.laid(path, self.below)

    def after(self, path: str) -> Calendar:
        """The calendar of a division as it would be."""
        return calendars.laid(path, self._with())

    def _with(self) -> list[calendars.Layer]:
        new = calendars.layer(self.version)
        place = sum((one.level, one.year) <= (new.level, new.year) for one in self.below)
        return [*self.below[:place], new, *self.below[place:]]

    @property
    def path(self) -> str:
        """The division it is for; the whole country's path is empty."""
        return str(self.version.division.path) if self.version.division else ""

    @property
    def span(self) -> Span:
        """The days it can change; open when weeks or office hours are in it."""
        return span(self.version)


def preview(version: CalendarVersion) -> Preview:
    """Lay a version, not saved, over what is published now."""
    newest = calendars.stamp()
    return Preview(version, calendars.layers(newest) if newest else ())


def changed_days(one: Preview) -> list[date]:
    """Days worked before and not after, or the other way round, in the order of time."""
    first, last = one.span.first, one.span.last
    if first is None or last is None:
        year = one.version.year
        first, last = date(year, 1, 1), date(year, 12, 31)
    before, after = one.before(one.path), one.after(one.path)
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if before.is_workday(day) != after.is_workday(day)]
