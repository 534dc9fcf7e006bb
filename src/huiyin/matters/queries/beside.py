"""Rows that belong to a matter, read in the statement that reads the matter: its parties and files.

A page has few of them, and a statement of its own for each kind costs more than the rows.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from huiyin.matters.models import File, Matter, Party
from huiyin.people.vault.models import Person

Row = TypeVar("Row", bound=Model)
_PERSON: Final = ("kind", "name_masked", "phone_masked")
"""Nothing of a person is read here but what a list may show."""
_PARTY: Final = ("id", "role", "seq", "person_id")
_FILE: Final = ("id", "seq", "field", "sha256", "name", "media_type", "size", "erased_seq")


def with_beside(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """These matters, each with its parties and files for `parties_of` and `files_of`."""
    shown = {name: F(name) for name in _PARTY} | {name: F(f"person__{name}") for name in _PERSON}
    parties = Party.objects.filter(matter=OuterRef("pk")).order_by("seq", "pk")
    files = File.objects.filter(matter=OuterRef("pk")).order_by("seq", "field", "name")
    return matters.annotate(
        party_rows=ArraySubquery(parties.values(row=JSONObject(**shown))),
        file_rows=ArraySubquery(files.values(row=JSONObject(**{name: F(name) for name in _FILE}))),
    )


def parties_of(matter: Matter) -> list[Party]:
    """Its parties in order, each with what a list may show of the person."""
    return [_party(matter, row) for row in getattr(matter, "party_rows", ())]


def files_of(matter: Matter) -> list[File]:
    """Its files, by event, field and name."""
    rows = getattr(matter, "file_rows", ())
    return [_built(File, {**row, "matter_id": matter.pk, "id": UUID(row["id"])}) for row in rows]


def _party(matter: Matter, row: dict[str, Any]) -> Party:
    person_id = UUID(row["person_id"])
    own = {name: row[name] for name in _PARTY}
    party = _built(Party, {**own, "matter_id": matter.pk, "person_id": person_id})
    party.person = _built(Person, {"id": person_id, **{name: row[name] for name in _PERSON}})
    return party


def _built(model: type[Row], row: dict[str, Any]) -> Row:
    """A row as the database would give it; what was not read is deferred."""
    # `from_db` takes the values in the order of the model's fields, whatever the names are.
    fields = model._meta.concrete_fields  # noqa: SLF001 -- Django's documented name
    names = [field.attname for field in fields if field.attname in row]
    return model.from_db(None, names, [row[name] for name in names])
