"""Writing duties in bulk: what a batch of units has to do in a span, in two statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from huiyin.engine.recurrence import Occurrence


@dataclass(frozen=True, slots=True)
class Rule:
    """A duty of a method: whose it is, and when it is due in the span."""

    key: str
    role: str
    one_is_enough: bool
    optional: bool
    times: Sequence[Occurrence]


@dataclass(frozen=True, slots=True)
class Plan:
    """What units of one method have to do: `asked` names the units in which each duty falls."""

    pack: str
    first: date
    last: date
    units: Sequence[UUID]
    rules: Sequence[Rule]
    asked: Sequence[tuple[str, UUID]]

    def values(self) -> dict[str, Any]:
        """Parameters of the statements."""
        times = [(rule.key, one) for rule in self.rules for one in rule.times]
        return {
            "pack": self.pack, "first": self.first, "last": self.last, "units": list(self.units),
            "rules": [rule.key for rule in self.rules],
            "roles": [rule.role for rule in self.rules],
            "one": [rule.one_is_enough for rule in self.rules],
            "optional": [rule.optional for rule in self.rules],
            "asked": [key for key, _unit in self.asked],
            "asked_of": [unit for _key, unit in self.asked],
            "keys": [key for key, _one in times], "days": [one.day for _key, one in times],
            "opens": [one.opens_at for _key, one in times],
            "dues": [one.due_at for _key, one in times],
        }  # fmt: skip


# A unit that should have such a post and has none gets a row without one: its head sees so. Where
# one post is enough it is the first that somebody holds.
_WANTED = """
WITH rule AS (
    SELECT * FROM unnest(%(rules)s::text[], %(roles)s::text[], %(one)s::bool[],
        %(optional)s::bool[]) AS r (key, role, one, optional)
), asked AS (
    SELECT * FROM unnest(%(asked)s::text[], %(asked_of)s::uuid[]) AS a (key, unit_id)
), slot AS MATERIALIZED (
    SELECT a.key, a.unit_id, p.id AS post_id, u.dissolved_on
    FROM asked a JOIN rule r USING (key) JOIN people_unit u ON u.id = a.unit_id
    LEFT JOIN LATERAL (
        SELECT id FROM people_post WHERE unit_id = a.unit_id AND role = r.role AND active
        ORDER BY r.one AND NOT EXISTS (
            SELECT FROM people_holding h WHERE h.post_id = people_post.id
            AND h.starts_on <= %(first)s AND (h.ends_on IS NULL OR h.ends_on >= %(first)s)
        ), id LIMIT CASE WHEN r.one THEN 1 END
    ) p ON true
    WHERE p.id IS NOT NULL OR NOT r.optional
), wanted AS MATERIALIZED (
    SELECT s.key, s.unit_id, s.post_id, o.day, o.opens_at, o.due_at
    FROM slot s JOIN unnest(%(keys)s::text[], %(days)s::date[], %(opens)s::timestamptz[],
        %(dues)s::timestamptz[]) AS o (key, day, opens_at, due_at) USING (key)
    WHERE s.dissolved_on IS NULL OR o.day < s.dissolved_on
)
"""
_INSERT = f"""{_WANTED}
INSERT INTO duties_duty (pack, key, unit_id, post_id, day, opens_at, due_at, is_zero, data)
SELECT %(pack)s, key, unit_id, post_id, day, opens_at, due_at, false, '{{}}' FROM wanted
ORDER BY unit_id, day, key, post_id
ON CONFLICT DO NOTHING
"""  # noqa: S608 -- constants of this module
_REPLACE = f"""{_WANTED}
DELETE FROM duties_duty d
WHERE d.unit_id = ANY (%(units)s::uuid[]) AND d.day BETWEEN %(first)s AND %(last)s
    AND d.filed_at IS NULL AND d.matter_id IS NULL AND d.due_at > %(now)s
    AND NOT EXISTS (
        SELECT FROM wanted w
        WHERE w.unit_id = d.unit_id AND w.day = d.day AND w.key = d.key
            AND coalesce(w.post_id, w.unit_id) = coalesce(d.post_id, d.unit_id)
            AND w.opens_at = d.opens_at AND w.due_at = d.due_at AND d.pack = %(pack)s
    )
"""  # noqa: S608 -- constants of this module


def prepare(cursor: CursorWrapper) -> None:
    """For the transaction of a batch: it is sorted and joined without going to disk."""
    cursor.execute("SET LOCAL work_mem = '64MB'")


def insert(cursor: CursorWrapper, plan: Plan) -> int:
    """Make the duties that are not there yet; returns how many."""
    if not plan.asked:
        return 0
    cursor.execute(_INSERT, plan.values())
    return int(cursor.rowcount)


def replace(cursor: CursorWrapper, plan: Plan, now: datetime) -> int:
    """Take back what is still to be done and no longer wanted like this; returns how many."""
    # The planner knows nothing yet of rows made a moment ago and would compare each with each.
    cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off")
    cursor.execute(_REPLACE, {**plan.values(), "now": now})
    taken_back = int(cursor.rowcount)
    cursor.execute("SET LOCAL enable_nestloop = on; SET LOCAL enable_mergejoin = on")
    return taken_back
