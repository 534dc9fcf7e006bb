"""Indicators of a method over a period and a place, from events and tables.

However many indicators: one statement groups the events of all selections, one counts rows of
tables. The formulas are `engine.figure_values`; the figures equal those of `engine.figures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.engine.figure_values import Leaf, Span, Value, leaves, value
from huiyin.engine.method_shape import IndicatorShape
from huiyin.insight import grouping, records
from huiyin.insight.grouping import select_of
from huiyin.places.models import Division


@dataclass(frozen=True)
class Measured:
    """Figures of a period: each indicator as it is now (0) and so many `years` before."""

    shapes: Mapping[str, IndicatorShape]
    counts: Mapping[Leaf, int]

    def of(self, key: str, years: int = 0) -> Value:
        return value(self.shapes, key, self.counts, years)


def measure(
    shapes: Mapping[str, IndicatorShape],
    keys: Iterable[str],
    seen: Q,
    span: Span,
    place: Division | None,
    now: datetime,
    years: Sequence[int] = (0,),
) -> Measured:
    """The figures of these indicators, and those of so many `years` before; two statements.

    `seen` is the condition on matters, such as `policy.visible`. Raises KeyError.
    """
    wanted = list(keys)
    asked = {leaf for before in years for leaf in leaves(shapes, wanted, before)}
    every = {leaf: shapes[leaf.key] for leaf in sorted(asked, key=str)}
    tables = {leaf: shape for leaf, shape in every.items() if select_of(shape).records}
    happened = {leaf: shape for leaf, shape in every.items() if leaf not in tables}
    counts = grouping.counts(happened, seen, span, place)
    return Measured(shapes, counts | records.count(tables, span, place, now))
