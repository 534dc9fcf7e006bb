"""COPY of unsaved model instances: the same rows as `bulk_create`, at a fifth of its price."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

from huiyin.common.canonical import canonical

_Convert = Callable[[Any], Any]


def copy_in(rows: Sequence[models.Model]) -> None:
    """Insert instances of one model, all columns but a generated number. Constraints and triggers
    hold as ever; signals are not sent, and the instances do not learn their number."""
    if not rows:
        return
    statement, get, converters = _plan(type(rows[0]))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = list(get(row))
            for place, convert in converters:
                values[place] = convert(values[place])
            copy.write_row(values)


@lru_cache(maxsize=32)
def _plan(
    model: type[models.Model],
) -> tuple[sql.Composed, attrgetter[Any], list[tuple[int, _Convert]]]:
    fields = [
        field
        for field in model._meta.concrete_fields  # noqa: SLF001 -- Django's documented Meta API
        if not isinstance(field, (models.AutoField, models.GeneratedField))
    ]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),  # noqa: SLF001 -- as above
        sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields]),
    )
    converters = [
        (place, convert) for place, field in enumerate(fields) if (convert := _converter(field))
    ]
    return statement, attrgetter(*(field.attname for field in fields)), converters


def _converter(field: models.Field[Any, Any]) -> _Convert | None:
    if isinstance(field, models.JSONField):
        return lambda value: Jsonb(value, dumps=canonical)
    if isinstance(field, ArrayField):
        return _array
    return None


def _array(texts: Sequence[str]) -> str:
    """The literal of a text array; psycopg's own costs a call for each element."""
    quoted = ('"' + t.replace("\\", "\\\\").replace('"', '\\"') + '"' for t in texts)
    return "{" + ",".join(quoted) + "}"
