"""The worklist: open matters by due date, one bounded index scan per post or unit.

A page is found by keys first (the partial indexes of `Matter`), then shown; both statements cost
the same whether the office has a hundred matters or a million. What is handled jointly is the
exception: it is read from the unit's partnerships, which are few. Any other order than that of
due dates is a bounded sort of the open matters that the same indexes give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from huiyin.engine.definition import Role
from huiyin.matters import policy
from huiyin.matters.queries.filters import NONE, Filters
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.narrowing import conditions, holders
from huiyin.matters.queries.rows import MatterRow, rows_of
from huiyin.packs import load, published
from huiyin.people.actor import Actor

MOST = 50
"""Counts of tabs go up to here and then say “or more”: no list is counted whole."""
MOST_FOUND = 1000
"""The same for a list that filters narrow."""
FOUND = "found"


@dataclass(frozen=True, slots=True)
class Tab:
    """One list: the places it is gathered from, which matters of a place belong to it, and
    (`scope`) the same said of a matter alone, for when its holder leads to it."""

    places: str
    condition: str
    scope: str
    source: str = "matters_matter AS m"
    filters: Filters = NONE
    """What the list itself leaves out."""


@dataclass(frozen=True, slots=True)
class Order:
    """A column of moments, and the way it runs; ties are broken by the id."""

    column: str
    descends: bool = False

    @property
    def start(self) -> dict[str, Any]:
        """Before the first row."""
        if self.descends:
            return {"due": "infinity", "id": UUID(int=(1 << 128) - 1)}
        return {"due": "-infinity", "id": UUID(int=0)}

    @property
    def moment(self) -> str:
        """The column, but for due dates so that no index is read in its order: one with every
        matter of a unit, by its day of receipt, is years of closed ones for a few open ones."""
        plain = f"m.{self.column}"
        return plain if self.column == "next_due" else f"({plain} + interval '0')"

    def by(self, moment: str, key: str) -> str:
        """The ORDER BY list over these two."""
        way = " DESC" if self.descends else ""
        return f"{moment}{way}, {key}{way}"


ORDERS: Mapping[str, Order] = {
    "": Order("next_due"),
    "newest": Order("received_at", descends=True),
    "oldest": Order("received_at"),
    "number": Order("registered_at"),
}
"""Numbers are given in the order of registration."""
_POSTS = "unnest(%(posts)s::uuid[]) AS place(id)"
_UNITS = "unnest(%(units)s::uuid[]) AS place(id)"
_BELOW = Tab(
    "(SELECT id FROM people_unit WHERE above && %(tops)s::uuid[]) AS place",
    "m.owner_unit_id = place.id AND m.is_open",
    "EXISTS (SELECT FROM people_unit AS u WHERE u.id = m.owner_unit_id"
    " AND u.above && %(tops)s::uuid[])",
)
_OWNED = "m.owner_unit_id = ANY(%(units)s::uuid[])"
TABS: Mapping[str, Tab] = {
    "mine": Tab(
        _POSTS, "m.holder_id = place.id AND m.is_open", "m.holder_id = ANY(%(posts)s::uuid[])"
    ),
    "waiting": Tab(
        "unnest(%(seconds)s::uuid[]) AS place(id)",
        "m.owner_unit_id = place.id AND m.waiting_for <> '' AND m.waiting_for = ANY(%(acts)s)",
        "m.owner_unit_id = ANY(%(seconds)s::uuid[]) AND m.waiting_for = ANY(%(acts)s)",
    ),
    "inbox": Tab(
        _UNITS, "m.owner_unit_id = place.id AND m.is_open AND m.holder_id IS NULL",
        f"{_OWNED} AND m.holder_id IS NULL",
    ),
    "late": Tab(_BELOW.places, _BELOW.condition, _BELOW.scope, filters=Filters(due="late")),
    "unit": Tab(_UNITS, "m.owner_unit_id = place.id AND m.is_open", _OWNED),
    "below": _BELOW,
    "joint": Tab(
        "unnest(%(partners)s::uuid[]) AS place(id)",
        "a.unit_id = place.id AND a.kind = 'partner' AND m.is_open",
        "EXISTS (SELECT FROM matters_access AS a WHERE a.matter_id = m.id AND a.kind = 'partner'"
        " AND a.unit_id = ANY(%(partners)s::uuid[]))",
        "matters_access AS a JOIN matters_matter AS m ON m.id = a.matter_id",
    ),
}  # fmt: skip
_OF_UNITS = frozenset({"waiting", "inbox", "unit", "late", "below"})
"""Tabs whose places are the units that own the matters: a unit asked for narrows the places."""
_NOT_HIDDEN = (
    "(NOT m.sealed OR EXISTS (SELECT FROM matters_access AS n"
    " WHERE n.matter_id = m.id AND n.kind = 'named' AND n.post_id = ANY(%(named)s::uuid[])))"
)
"""The same as in `policy.visible`: a list must not count what it does not show."""
_SOURCES: Mapping[str, str] = {
    "mine": "posts", "waiting": "seconds", "inbox": "units", "unit": "units", "late": "tops",
    "below": "tops", "joint": "partners",
}  # fmt: skip
"""Tab → the places (see `_places`) without which nobody is shown it."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The SQL of one list as one actor asks for it, and its values."""

    tab: Tab
    narrowed: str
    order: Order
    values: Mapping[str, Any]


def tabs_of(actor: Actor) -> tuple[str, ...]:
    """The lists that this actor's posts give a view of."""
    places = _places(actor)
    return tuple(tab for tab in TABS if places[_SOURCES[tab]])


def worklist(
    actor: Actor,
    tab: str,
    after: Place | None = None,
    filters: Filters = NONE,
) -> Page[MatterRow]:
    """One page of a tab, by due date or as `filters` say. Two statements. Raises KeyError for an
    unknown tab."""
    places = keys(actor, tab, filters, PAGE + 1, after)
    rows = rows_of(actor, [place.id for place in places[:PAGE]])
    return Page(rows, places[PAGE - 1] if len(places) > PAGE else None)


def keys(
    actor: Actor, tab: str, filters: Filters, limit: int, after: Place | None = None
) -> list[Place]:
    """The first `limit` matters of a list, behind `after`; one statement."""
    asked = scan(actor, tab, filters)
    start: Mapping[str, Any] = {"due": after.moment, "id": after.id} if after else asked.order.start
    with connection.cursor() as cursor:
        cursor.execute(keys_sql(asked), {**asked.values, **start, "limit": limit})
        return [Place(moment, key) for key, moment in cursor.fetchall()]


def counts(
    actor: Actor, tabs: Sequence[str], narrowed: tuple[str, Filters] | None = None
) -> dict[str, int]:
    """Size of each tab, at most MOST + 1 (which means “more than MOST”); under FOUND that of the
    `narrowed` list, at most MOST_FOUND + 1. One statement."""
    if not tabs:
        return {}
    lists = {tab: (scan(actor, tab, NONE), MOST + 1) for tab in tabs}
    if narrowed is not None:
        lists[FOUND] = (scan(actor, *narrowed), MOST_FOUND + 1)
    parts, values = [], dict(ORDERS[""].start)
    for name, (asked, most) in lists.items():
        parts.append(f"(SELECT count(*) FROM ({_count_sql(asked, most)}) AS {name})")  # noqa: S608 -- constants of this module
        values |= asked.values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        row = cursor.fetchone() or ()
    return dict(zip(lists, row, strict=True))


def scan(actor: Actor, tab: str, filters: Filters) -> Scan:
    """How the list of a tab is read with these filters. Raises KeyError for an unknown tab."""
    chosen, now = TABS[tab], timezone.now()
    own, own_values = conditions(chosen.filters, now)
    narrowed, values = conditions(filters, now)
    if (posts := holders(filters, actor)) is not None:
        chosen = Tab(
            "unnest(%(holders)s::uuid[]) AS place(id)",
            f"m.holder_id = place.id AND m.is_open AND {chosen.scope}",
            chosen.scope,
        )
        values["holders"] = posts
    elif filters.unit and tab in _OF_UNITS:
        chosen = Tab(_of_unit(chosen.places), chosen.condition, chosen.scope)
    every = {**_places(actor), **own_values, **values}
    return Scan(chosen, own + narrowed, ORDERS[filters.sort], every)


def keys_sql(asked: Scan) -> str:
    """SQL of one page's keys; the tests read its plan.

    The rows of a page can only lie in places whose first row is among the first rows of as many
    places: two hundred units are probed once each, and only the most urgent ones are read. In any
    other order each place would be sorted for its first row: then all are read at once.
    """
    order, tab = asked.order, asked.tab
    nearest = (
        f"(SELECT place.id FROM {tab.places} "  # noqa: S608 -- constants of this module
        f"CROSS JOIN LATERAL ({_rows_sql(asked, '1')}) AS first "
        f"ORDER BY {order.by('first.moment', 'first.id')} LIMIT %(limit)s) AS place"
    )
    places = nearest if order.column == "next_due" else tab.places
    return (
        f"SELECT found.id, found.moment FROM {places} "  # noqa: S608 -- as above
        f"CROSS JOIN LATERAL ({_rows_sql(asked)}) AS found "
        f"ORDER BY {order.by('found.moment', 'found.id')} LIMIT %(limit)s"
    )


def _of_unit(places: str) -> str:
    """The places of a tab that are the unit asked for, or below it."""
    return (
        f"(SELECT place.id FROM {places} JOIN people_unit AS u ON u.id = place.id"  # noqa: S608 -- constants of this module
        " WHERE u.id = %(unit)s::uuid OR u.above @> ARRAY[%(unit)s::uuid]) AS place"
    )


def _count_sql(asked: Scan, most: int) -> str:
    """Without an order over the places, so that it ends at the limit and not at the last place."""
    rows = _rows_sql(replace(asked, order=ORDERS[""]), str(most))
    return f"SELECT 1 FROM {asked.tab.places} CROSS JOIN LATERAL ({rows}) AS found LIMIT {most}"  # noqa: S608 -- constants of this module


def _rows_sql(asked: Scan, limit: str = "%(limit)s") -> str:
    order, tab = asked.order, asked.tab
    than = "<" if order.descends else ">"
    return (
        f"SELECT m.id, {order.moment} AS moment FROM {tab.source} WHERE {tab.condition}"  # noqa: S608 -- constants of this module
        f"{asked.narrowed} AND {_NOT_HIDDEN}"
        f" AND ({order.moment}, m.id) {than} (%(due)s::timestamptz, %(id)s)"
        f" ORDER BY {order.by(order.moment, 'm.id')} LIMIT {limit}"
    )


def _places(actor: Actor) -> dict[str, Any]:
    """Where this actor's lists are gathered from, by the same table as `policy.visible`."""
    second = _second_acts()
    return {
        "posts": [post.id for post in actor.posts if policy.VISIBLE[Role(post.role)]],
        "units": policy.units_with(actor, "owner"),
        "tops": policy.units_with(actor, "below"),
        "partners": policy.units_with(actor, "partner"),
        "seconds": sorted({post.unit_id for post in actor.posts if post.role in second}),
        "acts": sorted({act for role in actor.roles for act in second.get(role, ())}),
        "named": sorted(actor.post_ids),
    }


def _second_acts() -> Mapping[str, set[str]]:
    """Role → acts in which it is the second person, over every version matters may run on."""
    return _second_acts_at(published.known())


@lru_cache(maxsize=8)
def _second_acts_at(newest: datetime | None) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for process in load.every(newest):
        for key, act in process.acts.items():
            if act.second is not None:
                found.setdefault(str(act.second.role), set()).add(key)
    return found
