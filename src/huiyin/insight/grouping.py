"""Counts of events for many selections at once: the database groups, the engine's rules choose.

One statement groups the events of a place and some periods by what any of the selections looks at:
process, act, whether it is the registration, the facts named in conditions. The groups are few;
which of them a selection takes is decided by `engine.facts.matches`, as in the stories of a pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Expression,
    ExpressionWrapper,
    JSONField,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from huiyin.engine.facts import matches
from huiyin.engine.figure_values import Leaf, Span
from huiyin.engine.method_shape import IndicatorShape, Select
from huiyin.insight import selecting
from huiyin.insight.facts import Fact, amount
from huiyin.insight.moments import within
from huiyin.matters.models import Event
from huiyin.places.models import Division

Asked = Mapping[Leaf, IndicatorShape]
Group = Mapping[str, Any]


def counts(asked: Asked, seen: Q, span: Span, place: Division | None) -> dict[Leaf, int]:
    """The number of events, or the sum of a field, for each leaf; one statement."""
    return counts_by(asked, seen, span, place).get("", dict.fromkeys(asked, 0))


def counts_by(
    asked: Asked, seen: Q, span: Span, place: Division | None, part: Expression | None = None
) -> dict[str, dict[Leaf, int]]:
    """The same for each value of `part`, an expression on events; without one, all under ""."""
    if not asked:
        return {}
    columns = _columns(asked, span)
    columns.keys["part"] = part or Value("")
    parts: dict[str, list[Group]] = {}
    for row in _groups(asked, columns, selecting.events(seen, place)):
        parts.setdefault(row["part"] or "", []).append(row)
    return {
        one: {leaf: _total(shape, leaf, rows, columns, span) for leaf, shape in asked.items()}
        for one, rows in parts.items()
    }


def select_of(shape: IndicatorShape) -> Select:
    """What an indicator that counts or sums selects. Raises LookupError for one that does not."""
    select = shape.count or shape.sum
    if select is None:
        raise LookupError
    return select


def period_of(shape: IndicatorShape, span: Span) -> Span:
    """The days of which it counts the events: of a standing one, all until the last day."""
    return Span(None, span.last) if shape.standing else span


def _table(shape: IndicatorShape) -> bool:
    return select_of(shape).records is not None


@dataclass
class _Columns:
    """The columns by which events are grouped and those that are summed, by what they say: a
    period, the name of a fact, a selection of first events, the name of a summed field."""

    keys: dict[str, Expression] = field(default_factory=dict)
    sums: dict[str, Expression] = field(default_factory=dict)
    names: dict[Any, str] = field(default_factory=dict)

    def add(self, said: Any, expression: Expression, *, is_sum: bool = False) -> None:
        if said not in self.names:
            self.names[said] = f"c{len(self.names)}"
            (self.sums if is_sum else self.keys)[self.names[said]] = expression


def _columns(asked: Asked, span: Span) -> _Columns:
    """Only acts that a selection names pay for looking up the facts it looks at."""
    columns = _Columns()
    facts: dict[str, Q] = {}
    sums: dict[str, Q] = {}
    for leaf, shape in asked.items():
        select = select_of(shape)
        period = period_of(shape, span.ago(leaf.years))
        columns.add(period, _yes(within("at", period)))
        for name in _looked_at(shape):
            facts[name] = facts.get(name, Q()) | selecting.named(select)
        if shape.field:
            sums[shape.field] = sums.get(shape.field, Q()) | selecting.named(select)
        if select.first:
            first = _yes(selecting.is_first(select))
            each = Case(When(selecting.named(select), then=first), default=Value(False))
            columns.add(_key(select), each)
    for name, named in facts.items():
        fact = Case(When(named, then=Fact(name)), default=None, output_field=JSONField())
        columns.add(("fact", name), fact)
    for name, named in sums.items():
        each = Case(When(named, then=amount(name)), default=0)
        columns.add(("sum", name), Sum(each), is_sum=True)
    return columns


def _looked_at(shape: IndicatorShape) -> Iterator[str]:
    yield from select_of(shape).where
    if shape.distinct:
        yield shape.distinct


def _groups(asked: Asked, columns: _Columns, events: QuerySet[Event]) -> list[Group]:
    periods = Q()
    for period in columns.names:
        if isinstance(period, Span):
            periods |= within("at", period)
    acts = selecting.acts_of(select_of(shape) for shape in asked.values())
    found = events.filter(periods, act__in=sorted(acts)).annotate(
        first=_yes(Q(seq=1)), **columns.keys
    )
    rows: list[Group] = [
        dict(row)
        for row in found.values("process", "act", "first", *columns.keys)
        .annotate(events=Count("pk"), **columns.sums)
        .order_by()
    ]
    return rows


def _total(
    shape: IndicatorShape, leaf: Leaf, rows: Sequence[Group], columns: _Columns, span: Span
) -> int:
    """What the groups that a leaf takes have together."""
    select, period = select_of(shape), period_of(shape, span.ago(leaf.years))
    mine = [row for row in rows if row[columns.names[period]] and _takes(select, row, columns)]
    if shape.field:
        name = columns.names["sum", shape.field]
        return sum(int(row[name] or 0) for row in mine)
    if shape.distinct:
        values = [_fact(row, shape.distinct, columns) for row in mine]
        every = [one if isinstance(one, tuple) else (one,) for one in values if one is not None]
        return len({value for several in every for value in several})
    return sum(row["events"] for row in mine)


def _takes(select: Select, row: Group, columns: _Columns) -> bool:
    acted = row["act"] in select.act if select.act else row["first"]
    if row["process"] not in select.process or not acted:
        return False
    if select.first and not row[columns.names[_key(select)]]:
        return False
    facts = {name: _fact(row, name, columns) for name in select.where}
    return matches(select.where, {k: v for k, v in facts.items() if v is not None})


def _fact(row: Group, name: str, columns: _Columns) -> Any:
    value = row[columns.names["fact", name]]
    return tuple(value) if isinstance(value, list) else value


def _key(select: Select) -> str:
    return select.model_dump_json()


def _yes(condition: Q) -> Expression:
    return ExpressionWrapper(condition, BooleanField())
