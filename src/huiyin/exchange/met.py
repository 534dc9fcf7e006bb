"""How many replies met 5/10/15 working days and 15/30/60 natural days: plain counts.

The day of receipt is not counted, the day of the reply is (民法典 art. 201); nothing is moved to a
working day, so the counts can be compared between places. What the clocks say is beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from huiyin.engine.calendar import Calendar

WORKING_DAYS = (5, 10, 15)
NATURAL_DAYS = (15, 30, 60)


@dataclass
class Met:
    """Counts over the replies added so far."""

    replied: int = 0
    wd: dict[int, int] = field(default_factory=lambda: dict.fromkeys(WORKING_DAYS, 0))
    nd: dict[int, int] = field(default_factory=lambda: dict.fromkeys(NATURAL_DAYS, 0))

    def add(self, received: datetime, replied: datetime, calendar: Calendar, zone: tzinfo) -> None:
        """Count one reply; both moments are aware, their local days count."""
        first, last = received.astimezone(zone).date(), replied.astimezone(zone).date()
        self.replied += 1
        _count(self.wd, calendar.workdays_between(first, last))
        _count(self.nd, (last - first).days)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """`{"wd": {"5": …}, "nd": {"15": …}}`."""
        return {
            "wd": {str(days): count for days, count in self.wd.items()},
            "nd": {str(days): count for days, count in self.nd.items()},
        }


def _count(counts: dict[int, int], taken: int) -> None:
    for days in counts:
        counts[days] += taken <= days
