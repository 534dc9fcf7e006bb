"""The matters behind a figure: one line for each event that it counts, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from huiyin.engine.figure_values import Span
from huiyin.engine.method_shape import IndicatorShape, Select
from huiyin.insight.grouping import period_of, select_of
from huiyin.insight.moments import within
from huiyin.insight.selecting import chosen, events
from huiyin.matters import policy
from huiyin.matters.models import Event
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.rows import MatterRow, rows_of
from huiyin.people.actor import Actor
from huiyin.places.models import Division


@dataclass(frozen=True, slots=True)
class Made:
    """A matter and the moment of the act by which it counts."""

    row: MatterRow
    at: datetime


def behind(
    actor: Actor,
    shape: IndicatorShape,
    span: Span,
    place: Division | None,
    after: Place | None = None,
) -> Page[Made]:
    """A page of the visible matters that make an indicator which counts events; two statements.

    Raises LookupError for an indicator that is made of others, or counts rows of a table.
    """
    select = select_of(shape)
    if select.records:
        raise LookupError
    found = chosen(select, events(policy.visible(actor), place))
    return made(actor, found.filter(within("at", period_of(shape, span))), after)


def made(actor: Actor, found: QuerySet[Event], after: Place | None) -> Page[Made]:
    """A page of the matters of these events."""
    if after is not None:
        found = found.filter(Q(TupleLessThan(Tuple(F("at"), F("id")), (after.moment, after.id))))
    keys = list(found.order_by("-at", "-id").values_list("at", "id", "matter_id")[: PAGE + 1])
    shown = keys[:PAGE]
    rows = {row.id: row for row in rows_of(actor, [matter for _, _, matter in shown])}
    last = Place(shown[-1][0], shown[-1][1]) if len(keys) > PAGE else None
    return Page([Made(rows[matter], at) for at, _, matter in shown if matter in rows], last)


def sealed_among(select: Select, processes: Mapping[str, Any]) -> bool:
    """Whether it counts matters under seal, of which each reader sees only their own."""
    return any(key in processes and processes[key].sealed for key in select.process)
