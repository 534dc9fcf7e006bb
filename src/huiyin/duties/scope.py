"""Units with what decides on their duties: the place's level, the kind, the method in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from huiyin.engine.method_shape import Owners
from huiyin.places.models import Level

LEVELS = {
    "city": Level.CITY, "county": Level.COUNTY, "town": Level.TOWN, "village": Level.VILLAGE,
}  # fmt: skip
_PACK = """
    coalesce((SELECT n.pack FROM places_division n WHERE n.pack <> '' AND d.path <@ n.path
        ORDER BY n.path DESC LIMIT 1), '')
"""
_UNITS = f"""
SELECT u.id, d.path::text, d.level, u.kind, {_PACK}, count(p.id)
FROM people_unit u
JOIN places_division d ON d.code = u.division_id
LEFT JOIN people_post p ON p.unit_id = u.id AND p.active
WHERE %(codes)s::text[] IS NULL
    OR EXISTS (SELECT FROM places_division o WHERE o.code = ANY (%(codes)s) AND d.path <@ o.path)
GROUP BY u.id, d.code ORDER BY u.code
"""  # noqa: S608 -- constants of this module
_ONE = f"""
SELECT u.id, d.path::text, d.level, u.kind, {_PACK}, 0
FROM people_unit u JOIN places_division d ON d.code = u.division_id WHERE u.id = %s
"""  # noqa: S608 -- constants of this module


@dataclass(frozen=True, slots=True)
class Place:
    """A unit where it is. `posts` are those in use."""

    unit_id: UUID
    path: str
    level: int
    kind: str
    pack: str
    posts: int

    def has(self, owners: Owners) -> bool:
        """Whether it is one of the units whose posts have the duty."""
        at_level = not owners.levels or self.level in {LEVELS[one] for one in owners.levels}
        return at_level and (not owners.units or self.kind in owners.units)


def places(divisions: Collection[str] | None = None) -> list[Place]:
    """Every unit, or those in and below the divisions of these codes; one statement."""
    codes = None if divisions is None else list(divisions)
    with connection.cursor() as cursor:
        cursor.execute(_UNITS, {"codes": codes})
        return [Place(*row) for row in cursor.fetchall()]


def place_of(unit_id: UUID) -> Place:
    """One unit, its posts not counted; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [unit_id])
        (row,) = cursor.fetchall()
    return Place(*row)
