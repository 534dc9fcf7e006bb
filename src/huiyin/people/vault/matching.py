"""Which stored person states exactly the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from huiyin.people.vault.identity import FIELDS
from huiyin.people.vault.models import Person

# IS NOT NULL is the condition of the two indexes: an empty list would not imply it.
_SHARED = """
    SELECT * FROM people_person
    WHERE (id_number_index IS NOT NULL AND id_number_index = ANY(%s::bytea[]))
       OR (phone_index IS NOT NULL AND phone_index = ANY(%s::bytea[]))
    ORDER BY id
"""
Indexes = dict[str, bytes | None]
_Statement = tuple[str, tuple[bytes | None, ...]]


@dataclass
class Known:
    """Stored persons by all they state; the newest of equal ones."""

    by_statement: dict[_Statement, Person] = field(default_factory=dict)

    @classmethod
    def read(cls, stated: Iterable[Indexes]) -> Known:
        """Fetch, in one statement, every person that shares an id number or a phone."""
        numbers, phones = set(), set()
        for indexes in stated:
            numbers.add(indexes["id_number"])
            phones.add(indexes["phone"])
        known = cls()
        numbers.discard(None)
        phones.discard(None)
        if numbers or phones:
            # Asked at every registration: Django would compose the same SQL each time.
            with connection.cursor() as cursor:
                cursor.execute(_SHARED, [list(numbers), list(phones)])
                for row in cursor.fetchall():
                    columns = [column.name for column in cursor.description]
                    known.add(Person.from_db(connection.alias, columns, row))
        return known

    def add(self, person: Person) -> None:
        """Make a person known, stored or about to be."""
        indexes = {name: _as_bytes(getattr(person, f"{name}_index")) for name in FIELDS}
        self.by_statement[_statement(person.kind, indexes)] = person

    def match(self, kind: str, indexes: Indexes) -> Person | None:
        """Return the person; None without an id number or a phone: names alone are shared."""
        if indexes["id_number"] is None and (indexes["phone"] is None or indexes["name"] is None):
            return None
        return self.by_statement.get(_statement(kind, indexes))


def _statement(kind: str, indexes: Indexes) -> _Statement:
    return kind, tuple(indexes[name] for name in FIELDS)


def _as_bytes(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)
