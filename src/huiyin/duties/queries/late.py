"""What was due on a day and is missing, for the command line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

_LATE = """
SELECT d.pack, d.key, u.name, coalesce(p.title, ''), d.due_at
FROM people_unit u JOIN duties_duty d ON d.unit_id = u.id AND d.day = %(day)s
JOIN places_division v ON v.code = u.division_id
LEFT JOIN people_post p ON p.id = d.post_id
WHERE d.filed_at IS NULL AND d.due_at < %(now)s AND (%(codes)s::text[] IS NULL
    OR EXISTS (SELECT FROM places_division o WHERE o.code = ANY (%(codes)s) AND v.path <@ o.path))
ORDER BY u.code, d.due_at, d.key, d.id
"""


@dataclass(frozen=True, slots=True)
class Missing:
    """A duty that was due; `post` is empty where the unit has no such post."""

    pack: str
    key: str
    unit: str
    post: str
    due_at: datetime


def late_units(day: date, now: datetime, divisions: Collection[str] | None = None) -> list[Missing]:
    """What is missing of a day, by unit, everywhere or below the divisions of these codes."""
    codes = None if divisions is None else list(divisions)
    with connection.cursor() as cursor:
        cursor.execute(_LATE, {"day": day, "now": now, "codes": codes})
        return [
            Missing(pack, key, unit, post, timezone.localtime(due_at))
            for pack, key, unit, post, due_at in cursor.fetchall()
        ]
