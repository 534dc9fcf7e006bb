"""INSERT of unsaved model instances with the statement put together once per model.

Where a request writes rows of seven tables, most of the time of Django's own `save` and
`bulk_create` goes into composing the same text again and again; this does without.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models
from psycopg.types.json import Jsonb

from huiyin.common.canonical import canonical


def insert(rows: Sequence[models.Model], on_conflict: str = "") -> None:
    """Insert instances of one model in one statement, all columns but a generated number.

    `on_conflict` is SQL, such as `ON CONFLICT DO NOTHING`. Constraints and triggers hold as ever;
    signals are not sent, and the instances do not learn a generated number.
    """
    if not rows:
        return
    start, places, values_of, json_places = _plan(type(rows[0]))
    values: list[Any] = []
    for row in rows:
        own = list(values_of(row))
        for place in json_places:
            own[place] = Jsonb(own[place], dumps=canonical)
        values += own
    with connection.cursor() as cursor:
        cursor.execute(f"{start} {', '.join([places] * len(rows))} {on_conflict}", values)
    for row in rows:
        row._state.adding = False  # noqa: SLF001 -- as Django marks a saved instance


@lru_cache(maxsize=32)
def _plan(model: type[models.Model]) -> tuple[str, str, attrgetter[Any], tuple[int, ...]]:
    """The statement's start, the placeholders of a row, how to read one, which values are JSON."""
    fields = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001 -- Django's documented Meta API
        if not isinstance(field, (models.AutoField, models.GeneratedField))
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES',  # noqa: SLF001 -- names of ours
        f"({', '.join(['%s'] * len(fields))})",
        attrgetter(*(field.attname for field in fields)),
        tuple(n for n, field in enumerate(fields) if isinstance(field, models.JSONField)),
    )
