"""How many rows of a table there are, for indicators that count no events: grids, posts, shifts …

All that are asked for together in one statement. The same as `engine.figures.there`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, IntegerField, Model, Q, QuerySet, Value
from django.db.models.functions import Right

from huiyin.duties.models import Duty, Expert, Pool, Responsibility, Shift
from huiyin.engine.figure_values import Leaf, Span
from huiyin.engine.method_shape import IndicatorShape, Select
from huiyin.insight.moments import beginning, behind, within
from huiyin.people.models import Post
from huiyin.places.models import Division, Grid, Level, ServicePoint

_COMMUNITY = "199"
"""The last three digits of a community's code are 001 to 199, of a village's 200 to 399."""
Values = tuple[str | bool | int, ...]


@dataclass(frozen=True)
class _Table:
    """How rows of a table are found: those there on the last day of a period, those that began in
    it, those of a place (a path), those that a condition names."""

    rows: Callable[[], QuerySet[Any]]
    there: Callable[[Span], Q]
    began: Callable[[Span], Q] | None
    place: Callable[[str], Q]
    where: Mapping[str, Callable[[Values, datetime], Q]]


def count(
    asked: Mapping[Leaf, IndicatorShape], span: Span, place: Division | None, now: datetime
) -> dict[Leaf, int]:
    """The number of rows for each leaf; one statement, none without leaves."""
    leaves = list(asked)
    parts = [
        _counted(asked[leaf], span.ago(leaf.years), place, now, number)
        for number, leaf in enumerate(leaves)
    ]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    found = dict.fromkeys(leaves, 0)
    for row in rows:
        found[leaves[row["leaf"]]] = row["rows"]
    return found


def _counted(
    shape: IndicatorShape, span: Span, place: Division | None, now: datetime, number: int
) -> QuerySet[Any, dict[str, Any]]:
    select = shape.count or Select(records="grids")
    table = _TABLES[str(select.records)]
    found = table.rows().filter(_when(table, shape, span))
    if place is not None:
        found = found.filter(table.place(str(place.path)))
    for name, values in select.where.items():
        found = found.filter(table.where[name](values, now))
    leaf = Value(number, IntegerField())
    counted: QuerySet[Any, dict[str, Any]] = (
        found.order_by().values(leaf=leaf).annotate(rows=Count("pk"))
    )
    return counted


def _when(table: _Table, shape: IndicatorShape, span: Span) -> Q:
    if shape.standing or table.began is None:
        return table.there(span)
    return table.began(span)


def _all(model: type[Model]) -> Callable[[], QuerySet[Any]]:
    return model._default_manager.all  # noqa: SLF001 -- the public way to any model's rows


def _of(field: str) -> Callable[[Values, datetime], Q]:
    return lambda values, _now: Q(**{f"{field}__in": values})


def _flag(condition: Callable[[datetime], Q]) -> Callable[[Values, datetime], Q]:
    """A yes or no: rows for which it holds, those for which it does not, or both."""

    def test(values: Values, now: datetime) -> Q:
        found = Q(pk__in=[])
        if True in values:
            found |= condition(now)
        if False in values:
            found |= ~condition(now)
        return found

    return test


def _kind_of_division(values: Values, _now: datetime) -> Q:
    found = Q(pk__in=[])
    if "community" in values:
        found |= Q(level=Level.VILLAGE, last__lte=_COMMUNITY)
    if "village" in values:
        found |= Q(level=Level.VILLAGE, last__gt=_COMMUNITY)
    return found


def _until(field: str, span: Span, *, included: bool = False) -> Q:
    """There on the last day, by the day `field` on which it ended."""
    word = "gte" if included else "gt"
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__{word}": span.last})


def _days(field: str, span: Span) -> Q:
    found = Q(**{f"{field}__lte": span.last})
    return found if span.first is None else found & Q(**{f"{field}__gte": span.first})


def _late(now: datetime) -> Q:
    return Q(filed_at__gt=F("due_at")) | Q(filed_at__isnull=True, due_at__lt=now)


def _under(field: str) -> Callable[[str], Q]:
    return lambda path: Q(**{f"{field}__under": path})


_TABLES: Mapping[str, _Table] = {
    "grids": _Table(_all(Grid), lambda _span: Q(), None, _under("division__path"), {}),
    "posts": _Table(
        _all(Post), lambda span: Q(active=True) & _until("unit__dissolved_on", span), None,
        _under("unit__division__path"), {"role": _of("role"), "title": _of("title")},
    ),
    "divisions": _Table(
        lambda: Division.objects.annotate(last=Right("code", 3)),
        lambda span: _until("retired_on", span), None, _under("path"),
        {"level": _of("level"), "kind": _kind_of_division},
    ),
    "points": _Table(
        _all(ServicePoint),
        lambda span: _until("closed_on", span)
        & (Q(opened_on__isnull=True) | Q(opened_on__lte=span.last)),
        lambda span: _days("opened_on", span), _under("division__path"), {"kind": _of("kind")},
    ),
    "pools": _Table(
        _all(Pool), lambda span: _until("closed_on", span), None, _under("unit__division__path"),
        {"kind": _of("kind")},
    ),
    "experts": _Table(
        _all(Expert), lambda span: _until("left_on", span) & _until("pool__closed_on", span), None,
        lambda path: Q(division__path__under=path)
        | Q(division__isnull=True, pool__unit__division__path__under=path),
        {"kind": _of("kind")},
    ),
    "shifts": _Table(
        lambda: Shift.objects.filter(cancelled_at__isnull=True),
        lambda span: Q(begins_at__lt=behind(span.last), ends_at__gt=beginning(span.last)),
        lambda span: within("begins_at", span), _under("rota__unit__division__path"),
        {"rota": _of("rota__key")},
    ),
    "duties": _Table(
        _all(Duty), lambda span: Q(day=span.last), lambda span: _days("day", span),
        _under("unit__division__path"),
        {
            "key": _of("key"), "zero": _of("is_zero"), "late": _flag(_late),
            "filed": _flag(lambda _now: Q(filed_at__isnull=False)),
        },
    ),
    "responsibilities": _Table(
        _all(Responsibility),
        lambda span: Q(starts_on__lte=span.last) & _until("ends_on", span, included=True),
        lambda span: _days("starts_on", span),
        lambda path: Q(division__path__under=path)
        | Q(division__isnull=True, post__unit__division__path__under=path),
        {"kind": _of("kind")},
    ),
}  # fmt: skip
