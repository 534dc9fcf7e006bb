"""Chains of deputies that come round: nobody in them is there on some days.

Entering an absence refuses a ring (`forms.absence`); one can still come about, by an import or when
accounts are put together. Then the head of each unit acts (`deputies`), and whoever answers for the
people is told, so that somebody names another deputy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

_RINGS = """
WITH RECURSIVE chain AS (
    SELECT id, deputy_id AS at, starts_on, ends_on, ARRAY[account_id] AS seen
    FROM people_absence
    WHERE id = ANY (%(absences)s::uuid[]) AND ended_at IS NULL AND deputy_id IS NOT NULL
    UNION ALL
    SELECT chain.id, b.deputy_id, greatest(chain.starts_on, b.starts_on),
        least(chain.ends_on, b.ends_on), chain.seen || b.account_id
    FROM chain JOIN people_absence b ON b.account_id = chain.at AND b.ended_at IS NULL
        AND b.deputy_id IS NOT NULL
        AND b.starts_on <= chain.ends_on AND b.ends_on >= chain.starts_on
    WHERE chain.at <> ALL (chain.seen)
)
SELECT id, starts_on, ends_on FROM chain WHERE at = ANY (seen) AND ends_on >= %(today)s
ORDER BY starts_on, id
"""


@dataclass(frozen=True)
class Ring:
    """The deputy of this absence, or a deputy of theirs, is stood in for by somebody of the chain
    from `first` to `last`."""

    absence: UUID
    first: date
    last: date


def rings(absences: Collection[UUID], today: date) -> list[Ring]:
    """Which of these absences lead round on days from today on: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RINGS, {"absences": list(absences), "today": today})
        return [Ring(*row) for row in cursor.fetchall()]
