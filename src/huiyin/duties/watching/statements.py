"""SQL of the sweep: for each kind of watch what it looks at, as finding and settling use it.

Only constants of this module are put together; everything else is a value. What is looked up for
each row is a sub-select with one row and no anti-join: a table that has just been filled is planned
as if it were empty, and joined a million times over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from huiyin.duties.watching.rules import Cutoffs, Rule


@dataclass(frozen=True, slots=True)
class Look:
    """Where a kind of watch looks: tables with `m` among them, a condition, the moment that must
    lie before the cut-off, the row that breaks ties, and the occasion (`engine.watch.Occasion`)."""

    source: str
    where: str
    moment: str
    row: str
    clock: str
    cycle: str
    occasion: str
    start: Any

    @property
    def is_of_clocks(self) -> bool:
        return self.row == "c.id"


_CLOCKS = "matters_clock AS c JOIN matters_matter AS m ON m.id = c.matter_id"
LOOKS: Mapping[str, Look] = {
    "late": Look(
        _CLOCKS, "c.status = 'running' AND c.key = ANY(%(clocks)s)", "c.legal", "c.id", "c.key",
        "c.cycle", "c.key || '#' || c.cycle || '@' || floor(extract(epoch FROM c.legal))::bigint",
        0,
    ),
    "repeated": Look(
        _CLOCKS,
        "c.status = 'running' AND c.key = ANY(%(clocks)s) AND c.cycle >= 2"
        " AND c.cycle >= %(times)s",
        "c.started_at", "c.id", "c.key", "c.cycle", "c.key || '#' || c.cycle", 0,
    ),
    "idle": Look(
        "matters_matter AS m", "m.phase IN ('intake', 'accept', 'handle')", "m.acted_at", "m.id",
        "''", "0", "'rest@' || floor(extract(epoch FROM m.acted_at))::bigint", UUID(int=0),
    ),
}  # fmt: skip
_PLACE = """
    JOIN people_unit AS u ON u.id = m.intake_unit_id
    JOIN places_division AS d ON d.code = u.division_id
    CROSS JOIN LATERAL (
        SELECT x.at FROM unnest(%(paths)s::ltree[], %(moments)s::timestamptz[]) AS x(path, at)
        WHERE x.path @> d.path ORDER BY nlevel(x.path) DESC LIMIT 1) AS place
"""
"""The cut-off of the calendar of the place where a matter was taken in."""


def held(rule: Rule, cuts: Cutoffs | None) -> tuple[str, str, dict[str, Any]]:
    """FROM list, condition and values for everything on which the rule holds."""
    look, shape = LOOKS[rule.shape.when], rule.shape
    source, where = look.source, [
        look.where, "m.is_open", "m.process = ANY(%(processes)s)", "m.pack = ANY(%(packs)s)",
    ]  # fmt: skip
    values: dict[str, Any] = {
        "watch": rule.watch, "packs": list(rule.packs), "processes": list(shape.process),
        "clocks": list(shape.clocks), "states": list(shape.states), "times": shape.times,
    }  # fmt: skip
    if shape.states:
        where.append("m.state = ANY(%(states)s)")
    if cuts is not None:
        where.append(f"{look.moment} < %(latest)s")
        values["latest"] = cuts.latest
    if cuts is not None and not cuts.is_one:
        source += _PLACE
        where.append(f"{look.moment} < place.at")
        values |= {"paths": list(cuts.paths), "moments": list(cuts.moments)}
    return source, " AND ".join(where), values


def find_sql(rule: Rule, source: str, where: str) -> str:
    """One batch of what is not found yet, behind `moment` and `row`: written, and told back.

    The rows of the matters are locked, so that two sweeps share the work; what somebody is just
    acting on is left to the next sweep.
    """
    look = LOOKS[rule.shape.when]
    return f"""
WITH held AS MATERIALIZED (
    SELECT m.id AS matter_id, {look.occasion} AS occasion, {look.moment} AS moment,
        {look.row} AS row, {look.clock} AS clock, {look.cycle} AS cycle, m.pack, m.sealed,
        m.owner_unit_id, m.intake_unit_id, m.sender_unit_id, m.holder_id
    FROM {source}
    WHERE {where} AND ({look.moment}, {look.row}) > (%(moment)s::timestamptz, %(row)s)
        AND (SELECT l.settled_at IS NULL FROM duties_looked AS l WHERE l.matter_id = m.id
            AND l.watch = %(watch)s AND l.occasion = {look.occasion}) IS NOT TRUE
    ORDER BY {look.moment}, {look.row} LIMIT %(batch)s
    FOR NO KEY UPDATE OF m SKIP LOCKED
), written AS (
    INSERT INTO duties_looked (matter_id, watch, occasion, found_at, dismissed_reason)
    SELECT matter_id, %(watch)s, occasion, %(now)s, '' FROM held
    ON CONFLICT (matter_id, watch, occasion) DO UPDATE
        SET settled_at = NULL, found_at = EXCLUDED.found_at
        WHERE duties_looked.settled_at IS NOT NULL
    RETURNING matter_id, occasion
)
SELECT held.*, written.matter_id IS NOT NULL AS is_new
FROM held LEFT JOIN written USING (matter_id, occasion) ORDER BY moment, row
"""  # noqa: S608 -- constants of this module


def settle_sql(rule: Rule, source: str, where: str) -> str:
    """Of these standing findings, those on which the rule holds no more are settled."""
    look = LOOKS[rule.shape.when]
    return f"""
UPDATE duties_looked AS l SET settled_at = %(now)s
WHERE l.id = ANY(%(ids)s) AND (SELECT true FROM {source} WHERE {where}
    AND m.id = l.matter_id AND {look.occasion} = l.occasion LIMIT 1) IS NULL
"""  # noqa: S608 -- as above


def holds_sql(rule: Rule, source: str, where: str) -> str:
    """Whether the rule holds on one matter because of one occasion, at this moment."""
    look = LOOKS[rule.shape.when]
    return f"""
SELECT EXISTS (SELECT FROM {source}
    WHERE {where} AND m.id = %(matter)s AND {look.occasion} = %(occasion)s)
"""  # noqa: S608 -- as above


STANDING = """
SELECT l.id FROM duties_looked AS l JOIN matters_matter AS m ON m.id = l.matter_id
WHERE l.settled_at IS NULL AND l.watch = %(watch)s AND m.pack = ANY(%(packs)s) AND l.id > %(row)s
ORDER BY l.id LIMIT %(batch)s FOR UPDATE OF l SKIP LOCKED
"""
FORGOTTEN = """
UPDATE duties_looked AS l SET settled_at = %(now)s FROM matters_matter AS m
WHERE m.id = l.matter_id AND l.settled_at IS NULL AND (l.watch, m.pack) NOT IN
    (SELECT * FROM unnest(%(watches)s::text[], %(packs)s::text[]))
"""
"""What was found by a rule that its pack does not have any more."""
