"""Numbers of letters, 松信受〔2026〕12号: no gaps in a unit's series and year (GB/T 9704 7.2.5)."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

_NEXT = """
    INSERT INTO letters_numberseries (unit_id, word, year, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (unit_id, word, year) DO UPDATE SET last = letters_numberseries.last + 1
    RETURNING last
"""


def next_serial(unit_id: UUID, word: str, year: int) -> int:
    """The next number of the series; its row stays locked until the transaction ends, so that a
    number is used exactly when its letter is issued."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [unit_id, word, year])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 -- RETURNING gives the row
    return int(row[0])


def number(word: str, year: int, serial: int) -> str:
    """The number as printed: six-angled brackets, no leading zeros, Arabic numerals."""
    return f"{word}〔{year}〕{serial}号"
