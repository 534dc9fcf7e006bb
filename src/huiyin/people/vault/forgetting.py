"""Forgetting persons (PIPL art. 47): what they stated goes, the record of who read it stays."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from huiyin.people.vault.identity import FIELDS
from huiyin.people.vault.models import FORGOTTEN, Person, Reveal


def forget(persons: Collection[UUID]) -> int:
    """Forget everything these persons stated; returns how many there were.

    The caller has made sure that nothing refers to them any more, and holds off writers that could.
    A row to which the record of reads refers is emptied, any other goes.
    """
    rows = Person.objects.filter(pk__in=persons)
    count = rows.count()
    rows.filter(reveals__isnull=True).delete()
    empty = {f"{field}_{part}": None for field in FIELDS for part in ("sealed", "index")}
    rows.update(**empty, name_masked="", phone_masked="")
    return count


def forget_reasons(matter_id: UUID) -> int:
    """Forget the reasons given for reading a matter's persons and papers; returns how many.

    They are free text and quote names of files; who read what and when is kept.
    """
    reads = Reveal.objects.filter(matter_id=matter_id).exclude(reason=FORGOTTEN)
    return reads.update(reason=FORGOTTEN)
