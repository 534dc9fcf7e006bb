"""Who is the same person, as SQL for a query of another module: keys and indexes stay in here."""

from __future__ import annotations

from typing import Final

SAME: Final = """
    WITH stated AS MATERIALIZED (SELECT * FROM people_person WHERE id IN ({source}))
    SELECT id FROM stated
    UNION
    SELECT o.id FROM stated s JOIN people_person o
        ON o.id_number_index = s.id_number_index AND o.kind = s.kind
    WHERE o.id_number_index IS NOT NULL
    UNION
    SELECT o.id FROM stated s JOIN people_person o
        ON o.phone_index = s.phone_index AND o.name_index = s.name_index AND o.kind = s.kind
    WHERE o.phone_index IS NOT NULL
"""


def same_as(source: str) -> str:
    """SQL for the ids of every row of the persons whose ids `source` (SQL) selects: same id
    number, or same name and phone; themselves too. The rule is that of `actions.same_person`."""
    return SAME.format(source=source)
