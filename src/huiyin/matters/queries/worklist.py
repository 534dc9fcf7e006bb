"""The worklist: open matters by due date, one bounded index scan per post or unit.

A page is found by keys first (the partial indexes of `Matter`), then shown; both statements cost
the same whether the office has a hundred matters or a million. What is handled jointly is the
exception: it is read from the unit's partnerships, which are few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.engine.definition import Role
from huiyin.matters import policy
from huiyin.matters.queries.keyset import PAGE, Page, Place
from huiyin.matters.queries.rows import MatterRow, rows_of
from huiyin.packs import load, published
from huiyin.people.actor import Actor

MOST = 50
"""Counts go up to here and then say “or more”: no list is counted whole."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One list: the places it is gathered from, and which matters of a place belong to it."""

    places: str
    condition: str
    source: str = "matters_matter AS m"


_POSTS = "unnest(%(posts)s::uuid[]) AS place(id)"
_UNITS = "unnest(%(units)s::uuid[]) AS place(id)"
TABS: Mapping[str, Tab] = {
    "mine": Tab(_POSTS, "m.holder_id = place.id AND m.is_open"),
    "waiting": Tab(
        "unnest(%(seconds)s::uuid[]) AS place(id)",
        "m.owner_unit_id = place.id AND m.waiting_for <> '' AND m.waiting_for = ANY(%(acts)s)",
    ),
    "inbox": Tab(_UNITS, "m.owner_unit_id = place.id AND m.is_open AND m.holder_id IS NULL"),
    "unit": Tab(_UNITS, "m.owner_unit_id = place.id AND m.is_open"),
    "below": Tab(
        "(SELECT id FROM people_unit WHERE above && %(tops)s::uuid[]) AS place",
        "m.owner_unit_id = place.id AND m.is_open",
    ),
    "joint": Tab(
        "unnest(%(partners)s::uuid[]) AS place(id)",
        "a.unit_id = place.id AND a.kind = 'partner' AND m.is_open",
        "matters_access AS a JOIN matters_matter AS m ON m.id = a.matter_id",
    ),
}
_NOT_HIDDEN = (
    "(NOT m.sealed OR EXISTS (SELECT FROM matters_access AS n"
    " WHERE n.matter_id = m.id AND n.kind = 'named' AND n.post_id = ANY(%(named)s::uuid[])))"
)
"""The same as in `policy.visible`: a list must not count what it does not show."""
_SOURCES: Mapping[str, str] = {
    "mine": "posts", "waiting": "seconds", "inbox": "units", "unit": "units", "below": "tops",
    "joint": "partners",
}  # fmt: skip
"""Tab → the places (see `_places`) without which nobody is shown it."""
_START: Mapping[str, Any] = {"due": "-infinity", "id": UUID(int=0)}


def tabs_of(actor: Actor) -> tuple[str, ...]:
    """The lists that this actor's posts give a view of."""
    places = _places(actor)
    return tuple(tab for tab in TABS if places[_SOURCES[tab]])


def worklist(actor: Actor, tab: str, after: Place | None = None) -> Page[MatterRow]:
    """One page of a tab, by due date. Two statements. Raises KeyError for an unknown tab."""
    start: Mapping[str, Any] = {"due": after.moment, "id": after.id} if after else _START
    with connection.cursor() as cursor:
        cursor.execute(keys_sql(TABS[tab]), {**_places(actor), **start, "limit": PAGE + 1})
        keys = [Place(due, key) for key, due in cursor.fetchall()]
    rows = rows_of(actor, [key.id for key in keys[:PAGE]])
    return Page(rows, keys[PAGE - 1] if len(keys) > PAGE else None)


def counts(actor: Actor, tabs: Sequence[str]) -> dict[str, int]:
    """Size of each tab, at most MOST + 1 (which means “more than MOST”). One statement."""
    if not tabs:
        return {}
    parts = ", ".join(f"(SELECT count(*) FROM ({_count_sql(TABS[tab])}) AS {tab})" for tab in tabs)  # noqa: S608 -- constants of this module
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", {**_places(actor), **_START, "limit": MOST + 1})
        row = cursor.fetchone() or ()
    return dict(zip(tabs, row, strict=True))


def keys_sql(tab: Tab) -> str:
    """SQL of one page's keys; the tests read its plan.

    The rows of a page can only lie in places whose first row is among the first rows of as many
    places: two hundred units are probed once each, and only the most urgent ones are read.
    """
    nearest = (
        f"SELECT place.id FROM {tab.places} "  # noqa: S608 -- constants of this module
        f"CROSS JOIN LATERAL ({_rows_sql(tab, '1')}) AS first "
        "ORDER BY first.next_due, first.id LIMIT %(limit)s"
    )
    return (
        f"SELECT found.id, found.next_due FROM ({nearest}) AS place "  # noqa: S608 -- as above
        f"CROSS JOIN LATERAL ({_rows_sql(tab)}) AS found "
        "ORDER BY found.next_due, found.id LIMIT %(limit)s"
    )


def _count_sql(tab: Tab) -> str:
    """Without an order over the places, so that it ends at the limit and not at the last place."""
    return (
        f"SELECT 1 FROM {tab.places} CROSS JOIN LATERAL ({_rows_sql(tab)}) AS found LIMIT %(limit)s"  # noqa: S608 -- constants of this module
    )


def _rows_sql(tab: Tab, limit: str = "%(limit)s") -> str:
    return (
        f"SELECT m.id, m.next_due FROM {tab.source} WHERE {tab.condition}"  # noqa: S608 -- constants of this module
        f" AND {_NOT_HIDDEN} AND (m.next_due, m.id) > (%(due)s::timestamptz, %(id)s)"
        f" ORDER BY m.next_due, m.id LIMIT {limit}"
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
