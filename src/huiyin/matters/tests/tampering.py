"""What somebody with the database's own password could do: change rows with the triggers off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def triggers_off() -> Iterator[None]:
    """Within this block neither triggers nor foreign keys are looked at."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def run(sql: str, *values: object) -> None:
    """Run one statement with the triggers off; it must reach at least one row."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount, sql
