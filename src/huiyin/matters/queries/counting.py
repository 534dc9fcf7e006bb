"""Counting what came in a period (件次, 批次, 人次) among the matters that somebody sees.

The database groups equal matters, `engine.tally` counts the groups: one rule for the page, the
command and the stories of a pack. Any level of division: a place counts with all below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet, TextField
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from huiyin.engine.counting_rules import Counting
from huiyin.engine.tally import Came, Figure, amounts, tally
from huiyin.matters import policy
from huiyin.matters.models import Matter
from huiyin.matters.queries.came import FIELDS, Period, came, flagged, in_period
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.rows import MatterRow, rows_of
from huiyin.people.actor import Actor
from huiyin.places.models import Division

Groups = list[tuple[Came, int]]
_CODE = 12
"""Digits of a division's code."""


@dataclass(frozen=True)
class PlaceCount:
    """The figures of one place directly below the one counted, or of that one itself."""

    code: str
    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Counted:
    """All figures, and the same by place; matters without a place are in the total alone."""

    figures: Mapping[str, Figure]
    places: Sequence[PlaceCount]


def count(
    seen: Q, rules: Counting, period: Period, place: Division | None, top: str = ""
) -> Counted:
    """Count the matters of `seen` (a condition such as `policy.visible`); two statements.

    Places are told apart one level below `place`, or below the path `top` without one.
    """
    found = flagged(in_period(seen, rules, period, place), rules, period.end)
    groups: dict[str, Groups] = defaultdict(list)
    for row in _grouped(found, _labels(place.path if place else top) + 1):
        groups[row["part"] or ""].append((came(row), row["number"]))
    every = [pair for pairs in groups.values() for pair in pairs]
    return Counted(tally(every, rules), _places(groups, rules))


def behind(
    actor: Actor,
    rules: Counting,
    period: Period,
    place: Division | None,
    measure: str,
    after: Place | None = None,
) -> Page[MatterRow]:
    """A page of the visible matters that make a figure, newest first."""
    found = flagged(in_period(policy.visible(actor), rules, period, place), rules, period.end)
    if after is not None:
        keys = Tuple(F("received_at"), F("id"))
        found = found.filter(Q(TupleLessThan(keys, (after.moment, after.id))))
    keys_of_page = list(islice(_making(found, rules, measure), PAGE + 1))
    shown = keys_of_page[:PAGE]
    rows = rows_of(actor, [key.id for key in shown])
    return Page(rows, shown[-1] if len(keys_of_page) > PAGE else None)


def _grouped(found: QuerySet[Matter], depth: int) -> QuerySet[Matter, dict[str, Any]]:
    part: Func = Func(
        F("place__path"),
        template=f"subltree(%(expressions)s, 0, LEAST(nlevel(%(expressions)s), {depth}))::text",
        output_field=TextField(),
    )
    grouped: QuerySet[Matter, dict[str, Any]] = (
        found.annotate(part=part).values("part", *FIELDS).annotate(number=Count("pk")).order_by()
    )
    return grouped


def _labels(path: str) -> int:
    return len(path.split(".")) if path else 0


def _places(groups: Mapping[str, Groups], rules: Counting) -> list[PlaceCount]:
    codes = {path: code_of(path) for path in groups if path}
    names = dict(Division.objects.filter(pk__in=codes.values()).values_list("pk", "name"))
    return [
        PlaceCount(code, names.get(code, code), tally(groups[path], rules))
        for path, code in sorted(codes.items())
    ]


def code_of(path: str) -> str:
    """The code of a division from its path: `91.01.02` → `910102000000`."""
    return path.replace(".", "").ljust(_CODE, "0")


def _making(found: QuerySet[Matter], rules: Counting, measure: str) -> Iterator[Place]:
    rows = found.order_by("-received_at", "-id").values("id", "received_at", *FIELDS)
    for row in rows.iterator(chunk_size=500):
        one = came(row)
        if not one.merged and amounts(one, rules).get(measure):
            yield Place(row["received_at"], row["id"])
