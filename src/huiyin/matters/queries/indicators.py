"""Raw counts for the indicators of a period, from clocks and events (按期办结、重复、满意度).

A clock counts in the period in which it is due, a rating in that in which its window ends, so
that nothing is counted in two periods. The shares are made by `engine.indicators`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT

from huiyin.engine.counting_rules import Counting
from huiyin.engine.standing import Step
from huiyin.matters.models import Clock, Event, Link, LinkKind, Matter
from huiyin.matters.queries.came import Period, matters, standing
from huiyin.places.models import Division

RUNNING = ("running", "paused", "stopped")


def raw_counts(
    seen: Q, rules: Counting, period: Period, place: Division | None, now: datetime
) -> Mapping[str, int]:
    """Every raw count that a formula of the rules may name; five statements or fewer."""
    every = matters(seen, rules, place=place, end=period.end)
    counts: Counter[str] = Counter(dict.fromkeys(rules.raw_counts(), 0))
    for name, number in (
        *_clocks(every, rules, period, now),
        *_ratings(every, rules, period),
        *_closed(every, rules, period),
    ):
        counts[name] += number
    return counts


def _clocks(
    every: QuerySet[Matter], rules: Counting, period: Period, now: datetime
) -> Iterator[tuple[str, int]]:
    due = Clock.objects.filter(
        matter__in=every.values("pk"), status__in=RUNNING,
        legal__gte=period.start, legal__lt=period.end,
    )  # fmt: skip
    which = {
        "due": Q(),
        "in_time": Q(verdict="in_time"),
        "late": Q(verdict="late") | Q(verdict="", legal__lt=now),
    }
    asked = {
        f"{name}.{what}": Count("pk", filter=Q(key__in=keys) & one)
        for name, keys in rules.clocks.items()
        for what, one in which.items()
    }
    plain = {key.replace(".", "__of__"): count for key, count in asked.items()}
    found = due.aggregate(**plain)
    yield from ((key.replace("__of__", "."), number) for key, number in found.items())


def _ratings(every: QuerySet[Matter], rules: Counting, period: Period) -> Iterator[tuple[str, int]]:
    over = Clock.objects.filter(
        matter=OuterRef("pk"), key=rules.ratings.clock, status__in=RUNNING,
        legal__gte=period.start, legal__lt=period.end,
    )  # fmt: skip
    given = Event.objects.filter(act=rules.ratings.act, step=Step.DO)
    asked = every.filter(Exists(over))
    silent = asked.exclude(Exists(given.filter(matter=OuterRef("pk")))).count()
    rated = given.filter(matter__in=asked.values("pk"))
    for name in rules.ratings.objects:
        yield f"{name}.silent", silent
        values = rated.values(said=KT(f"data__{name}")).annotate(number=Count("pk")).order_by()
        for row in values:
            said = (key for key, told in rules.ratings.values.items() if row["said"] in told)
            yield from ((f"{name}.{key}", row["number"]) for key in said)


def _closed(every: QuerySet[Matter], rules: Counting, period: Period) -> Iterator[tuple[str, int]]:
    closing = Event.objects.filter(
        matter=OuterRef("pk"), act__in=rules.closed.acts, step=Step.DO,
        at__gte=period.start, at__lt=period.end,
    )  # fmt: skip
    repeats = Exists(standing([LinkKind.REPEAT_OF], period.end).filter(source=OuterRef("pk")))
    closed = every.filter(Exists(closing)).filter(~repeats)
    came_again = Link.objects.filter(
        target=OuterRef("pk"), kind=LinkKind.REPEAT_OF, undone_seq__isnull=True,
        source__received_at__gt=OuterRef("closed_at"),
    )  # fmt: skip
    first_closed = closed.annotate(closed_at=Subquery(closing.order_by("at").values("at")[:1]))
    again = list(first_closed.values_list(Exists(came_again), flat=True))
    yield "closed.first", len(again)
    yield "closed.again", sum(again)
