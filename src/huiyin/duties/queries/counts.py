"""Counts of duties: of a unit by duty or by day, and of the units directly below by unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q

from huiyin.duties.methods import shape_of
from huiyin.duties.models import Duty
from huiyin.duties.queries.place import PAGE, Page
from huiyin.engine.definition import Text
from huiyin.people.models import Unit


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties there are: filed in time, filed late, missing though due, still to come.
    `zero` are those among the filed that said that nothing happened; `nobody` have no post."""

    due: int = 0
    in_time: int = 0
    late: int = 0
    zero: int = 0
    missing: int = 0
    nobody: int = 0

    @property
    def to_come(self) -> int:
        """Not due yet and not filed."""
        return self.due - self.in_time - self.late - self.missing


@dataclass(frozen=True, slots=True)
class Counted:
    """A tally under a name: of a duty, a day or a unit (`key` is its id)."""

    key: str
    name: Text | str
    tally: Tally


def by_duty(
    unit: UUID, first: date, last: date, now: datetime, seen: Q | None = None
) -> list[Counted]:
    """Each duty of a unit in some days, with how it stands."""
    rows = _of(unit, first, last, seen).values("pack", "key").annotate(**_figures(now))
    return [
        Counted(row["key"], shape_of(row.pop("pack"), row["key"]) or row["key"], _tally(row))
        for row in rows.order_by("key", "pack")
    ]


def by_day(
    unit: UUID, first: date, last: date, now: datetime, seen: Q | None = None
) -> list[Counted]:
    """Each day on which a unit has duties, with how they stand."""
    rows = _of(unit, first, last, seen).values("day").annotate(**_figures(now)).order_by("day")
    return [Counted(str(row["day"]), str(row["day"]), _tally(row)) for row in rows]


def itself(unit: Unit, first: date, last: date, now: datetime) -> Counted:
    """A unit's own duties in some days, without those of the units below."""
    found = _of(unit.pk, first, last, None).aggregate(**_figures(now))
    return Counted(str(unit.pk), unit.name, _tally(found))


def below(unit: Unit, first: date, last: date, now: datetime, after: str = "") -> Page[Counted]:
    """The units directly below, in order of their codes, each with everything below it."""
    units = Unit.objects.filter(parent=unit, code__gt=after).order_by("code")
    found = list(units.only("pk", "code", "name")[: PAGE + 1])
    listed = found[:PAGE]
    tallies = _sums(unit, [one.pk for one in listed], first, last, now)
    rows = [Counted(str(one.pk), one.name, tallies.get(one.pk, Tally())) for one in listed]
    return Page(rows, listed[-1].code if len(found) > PAGE else "")


def _of(unit: UUID, first: date, last: date, seen: Q | None) -> Any:
    return Duty.objects.filter(seen or Q(), unit=unit, day__range=(first, last))


def _figures(now: datetime) -> dict[str, Count]:
    filed = Q(filed_at__isnull=False)
    conditions: dict[str, Q] = {
        "due": Q(), "nobody": Q(post__isnull=True), "zero": Q(is_zero=True),
        "in_time": filed & Q(filed_at__lte=F("due_at")),
        "late": filed & Q(filed_at__gt=F("due_at")), "missing": ~filed & Q(due_at__lt=now),
    }  # fmt: skip
    return {name: Count("pk", filter=one) for name, one in conditions.items()}


def _tally(row: dict[str, Any]) -> Tally:
    return Tally(**{name: row[name] for name in Tally.__slots__})


_SUMS = """
SELECT coalesce(u.above[%(depth)s], u.id) AS child, count(*),
    count(*) FILTER (WHERE d.filed_at <= d.due_at), count(*) FILTER (WHERE d.filed_at > d.due_at),
    count(*) FILTER (WHERE d.is_zero),
    count(*) FILTER (WHERE d.filed_at IS NULL AND d.due_at < %(now)s),
    count(*) FILTER (WHERE d.post_id IS NULL)
FROM people_unit u JOIN duties_duty d ON d.unit_id = u.id
    AND d.day BETWEEN %(first)s AND %(last)s
WHERE u.above @> ARRAY[%(unit)s] AND coalesce(u.above[%(depth)s], u.id) = ANY (%(children)s)
GROUP BY 1
"""


def _sums(
    unit: Unit, children: Sequence[UUID], first: date, last: date, now: datetime
) -> dict[UUID, Tally]:
    """The tally of each child with all units below it. Superiors stand from the top, so that the
    child of `unit` is the one after it among a unit's superiors, or the unit itself."""
    if not children:
        return {}
    values: dict[str, Any] = {
        "depth": len(unit.above) + 2, "unit": unit.pk, "children": list(children),
        "first": first, "last": last, "now": now,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, values)
        return {child: Tally(*figures) for child, *figures in cursor.fetchall()}
