"""How the public promises are kept: figures of the last year, of all matters that are not sealed.

Five statements or so over a year of matters; the page that shows them keeps them for an hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from huiyin.engine.counting_rules import Counting
from huiyin.engine.indicators import shares
from huiyin.matters.models import Matter
from huiyin.matters.queries.came import Period
from huiyin.matters.queries.indicators import raw_counts
from huiyin.packs.public_file import Public

OPEN_TO_ALL = Q(sealed=False)


@dataclass(frozen=True, slots=True)
class Kept:
    """The figure beside one promise: a number, or `percent` of `whole`. `few` means that the
    whole was too small to publish a share of it."""

    number: int | None = None
    percent: str = ""
    whole: int = 0
    few: bool = False


def last_year(today: date) -> Period:
    """From the first of this month a year ago until yesterday's end, in local days; on the first
    day of a month still a whole year."""
    return Period(today.replace(year=today.year - 1, day=1), today)


def kept(told: Public, rules: Counting, period: Period, now: datetime) -> Mapping[str, Kept]:
    """Promise → its figure; promises without one are missing."""
    raw = raw_counts(OPEN_TO_ALL, rules, period, None, now)
    found = shares(raw, rules)
    counts = _measures(period)
    figures: dict[str, Kept] = {}
    for key, promise in told.promises.items():
        if promise.measure:
            figures[key] = Kept(number=counts[promise.measure])
        elif promise.indicator and (share := found.get(promise.indicator)):
            whole = share.whole or 0
            few = whole < told.least.value
            figures[key] = Kept(percent="" if few else share.percent, whole=whole, few=few)
    return figures


def _measures(period: Period) -> Mapping[str, int]:
    taken_in = Q(received_at__gte=period.start, received_at__lt=period.end)
    return Matter.objects.filter(OPEN_TO_ALL).aggregate(
        taken_in=Count("pk", filter=taken_in),
        owned=Count("pk", filter=Q(is_open=True, owner_unit__isnull=False)),
    )
