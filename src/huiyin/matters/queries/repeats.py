"""Matters that may be the same as one (判重): suggested to a person, who decides.

Found by the person (same id number, or same name and phone) and by words among the newest of the
same place, or of the same office where no place is stated. Nothing here blocks an act: taking a
matter in never waits for it (条例第四十四条). One statement, which costs the same however many
matters there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.engine.counting_rules import Counting
from huiyin.engine.definition import Text
from huiyin.engine.repeats import Kind, likeness, suggestion
from huiyin.matters import policy, search
from huiyin.matters.models import Matter
from huiyin.packs import counting_file, load
from huiyin.people.actor import Actor
from huiyin.people.vault.same import same_as

RECENT = 300
"""How many of the newest matters of a place, or of an office, are compared by their words."""
KNOWN = 200
"""How many matters of the same persons are looked at, the newest first."""
_ORDER: tuple[Kind, ...] = ("same_matter", "same_person", "related")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matter that may be the same: what the machine says about it, and how alike its words are
    in per cent."""

    kind: Kind
    likeness: int
    number: str
    title: str
    state: Text
    received_at: datetime
    owner: str


def candidates(actor: Actor, matter: Matter) -> Sequence[Candidate]:
    """The likeliest candidates for a visible matter, among those that the actor sees; those that
    it is related to already are left out. One statement."""
    rules = counting_file.rules(matter.pack)
    seen = Matter.objects.filter(policy.visible(actor)).exclude(pk=matter.pk).values("pk")
    visible, values = seen.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_sql(matter, visible), [*_values(matter, rules), *values])
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    found = [one for row in rows if (one := _candidate(row, matter, rules))]
    found.sort(
        key=lambda one: (_ORDER.index(one.kind), -one.likeness, -one.received_at.timestamp())
    )
    return found[: rules.alike.most]


def _candidate(row: dict[str, Any], matter: Matter, rules: Counting) -> Candidate | None:
    alike = likeness(row["shared"], row["size"], row["own"])
    near = _same(row["place_id"], matter.place_id) or _same(row["category_id"], matter.category_id)
    kind = suggestion(same_person=row["same"], likeness=alike, near=near, least=rules.alike.least)
    if kind is None:
        return None
    process = load.process(row["pack"], row["process"], row["version"])
    return Candidate(
        kind=kind, likeness=alike, number=row["number"], title=row["title"],
        state=process.states[row["state"]], received_at=row["received_at"], owner=row["owner"],
    )  # fmt: skip


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and one == other


_MINE = "SELECT person_id FROM matters_party WHERE matter_id = %s AND role = ANY(%s)"
_NONE = "SELECT FROM matters_party n WHERE n.matter_id = {id} AND n.role = ANY(%s)"
_PERSONS = f"""
    asking AS MATERIALIZED ({same_as(_MINE)}),
    accused AS MATERIALIZED ({same_as(_MINE)}),
    known AS MATERIALIZED (
        SELECT y.matter_id FROM matters_party y JOIN asking a ON a.id = y.person_id
        WHERE y.role = ANY(%s)
        UNION
        SELECT y.matter_id FROM matters_party y JOIN accused a ON a.id = y.person_id
        WHERE y.role = ANY(%s) AND NOT EXISTS ({_NONE.format(id="%s")})
            AND NOT EXISTS ({_NONE.format(id="y.matter_id")})
        ORDER BY matter_id DESC LIMIT {KNOWN}
    )
"""  # noqa: S608 -- constants of this module and of the vault
_WORDS = f"""
    recent AS MATERIALIZED (
        SELECT id FROM matters_matter WHERE {{place}}
        ORDER BY received_at DESC, id DESC LIMIT {RECENT}
    ),
    found AS (
        SELECT matter_id AS id FROM known
        UNION
        SELECT r.id FROM recent r CROSS JOIN LATERAL (
            SELECT tokens FROM matters_mattertext WHERE matter_id = r.id OFFSET 0
        ) AS t WHERE t.tokens && %s
    )
"""  # noqa: S608 -- constants of this module
_SHOWN = """
    SELECT m.number, m.title, m.pack, m.process, m.version, m.state, m.received_at, m.place_id,
        m.category_id, u.name AS owner, m.id IN (SELECT matter_id FROM known) AS same,
        coalesce(cardinality(t.tokens), 0) AS size, coalesce(cardinality(w.tokens), 0) AS own,
        coalesce(cardinality(ARRAY(
            SELECT unnest(t.tokens) INTERSECT SELECT unnest(w.tokens))), 0) AS shared
    FROM found f JOIN matters_matter m ON m.id = f.id JOIN people_unit u ON u.id = m.owner_unit_id
        LEFT JOIN matters_mattertext t ON t.matter_id = m.id
        LEFT JOIN matters_mattertext w ON w.matter_id = %s
    WHERE NOT EXISTS (SELECT FROM matters_link l WHERE l.undone_seq IS NULL
            AND (l.source_id, l.target_id) IN ((m.id, %s), (%s, m.id)))
"""


def _sql(matter: Matter, visible: str) -> str:
    place = "place_id = %s" if matter.place_id else "intake_unit_id = %s"
    return f"WITH {_PERSONS}, {_WORDS.format(place=place)} {_SHOWN} AND m.id IN ({visible})"


def _values(matter: Matter, rules: Counting) -> list[Any]:
    """In the order of the SQL."""
    key, askers, accused = matter.pk, list(rules.roles.askers), list(rules.roles.accused)
    persons = [key, askers, key, accused, askers, accused, key, askers, askers]
    words = [matter.place_id or matter.intake_unit_id, search.tokens(matter.title)]
    return [*persons, *words, key, key, key]
