"""Who is complained about: a report never reaches them (条例第三十条、第四十六条)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

_IS_ABOUT = """
    WITH held AS (
        SELECT post.id, post.unit_id, post.role
        FROM people_post post JOIN people_holding now ON now.post_id = post.id
        WHERE (now.ends_on IS NULL OR now.ends_on >= current_date) AND now.account_id IN (
            SELECT account_id FROM people_holding WHERE post_id = ANY(%(named)s::uuid[])
        )
    ),
    about AS (
        SELECT unnest(%(named)s::uuid[]) AS id
        UNION SELECT unit_id FROM held WHERE role IN ('head', 'leader')
    )
    SELECT %(one)s::uuid IN (SELECT id FROM held) OR EXISTS (
        SELECT FROM people_unit unit
        WHERE unit.id IN (%(one)s::uuid, (SELECT unit_id FROM people_post WHERE id = %(one)s::uuid))
          AND (unit.id IN (SELECT id FROM about) OR unit.above && ARRAY(SELECT id FROM about))
    )
"""


def is_about(one: str, named: Sequence[str]) -> bool:
    """Whether the unit or post `one` must not get what is about the units and posts `named`.

    That is: a named unit and every unit below it, with their posts; every post that a person who
    holds or has held a named post holds today; and the units which that person heads or leads,
    with those below. All are ids as text (UUIDs); one statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_IS_ABOUT, {"one": one, "named": list(named)})
        return bool((cursor.fetchone() or (False,))[0])
