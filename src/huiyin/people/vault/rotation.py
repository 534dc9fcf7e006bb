"""Sealing everything anew under the current key, in batches, resumable at any moment.

Which rows remain is read from the key id at the head of each sealed value, so a run that was
killed goes on where it stopped, and a row written meanwhile under the old key is found too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import BinaryField, Func, Q, QuerySet, Value

from huiyin.common.crypto import HEADER_BYTES, open_sealed, seal
from huiyin.people.vault.keys import Keyring, keyring
from huiyin.people.vault.sealing import field_context

Context = Callable[[Any], str]


@dataclass(frozen=True)
class SealedColumns:
    """A table with sealed columns: model label, and per column the context of a row's value."""

    model: str
    contexts: dict[str, Context]

    def queryset(self) -> QuerySet[Any]:
        """All rows of the table, by primary key."""
        model: type[models.Model] = apps.get_model(self.model)
        return model._default_manager.order_by("pk")  # noqa: SLF001 - Django's public name


def _person_context(field: str) -> Context:
    return lambda person: field_context(person.pk, field)


_tables: list[SealedColumns] = [
    SealedColumns(
        "people.Person",
        {
            f"{field}_sealed": _person_context(field)
            for field in ("name", "phone", "id_number", "address")
        },
    )
]


def register(model: str, contexts: dict[str, Context]) -> None:
    """Add another module's columns sealed by `actions.seal_bytes` (call it in `AppConfig.ready`).

    `contexts` gives, per column, the function from a row to the context used when sealing.
    """
    wrapped = {column: _other_context(context) for column, context in contexts.items()}
    _tables.append(SealedColumns(model, wrapped))


def _other_context(context: Context) -> Context:
    return lambda row: f"other:{context(row)}"


def anything_sealed() -> bool:
    """Whether any table holds a sealed value."""
    return any(
        table.queryset().exclude(**dict.fromkeys(table.contexts)).exists() for table in _tables
    )


def remaining() -> int:
    """Return how many rows hold a value under a key that is not the current one."""
    ring = keyring()
    return sum(_old_rows(table, ring).count() for table in _tables)


def reseal(batch: int = 500) -> Iterator[int]:
    """Seal old rows anew, one transaction per batch; yields the number of rows after each."""
    ring = keyring()
    for table in _tables:
        last: UUID | int | None = None
        while True:
            with transaction.atomic():
                rows = _old_rows(table, ring).select_for_update()
                if last is not None:
                    rows = rows.filter(pk__gt=last)
                found = list(rows[:batch])
                for row in found:
                    _reseal_row(row, table, ring)
                if found:
                    table.queryset().bulk_update(found, list(table.contexts))
            if not found:
                break
            last = found[-1].pk
            yield len(found)


def _old_rows(table: SealedColumns, ring: Keyring) -> QuerySet[Any]:
    old = Q()
    rows = table.queryset()
    for column in table.contexts:
        head = Func(
            column,
            template=f"substring(%(expressions)s from 1 for {HEADER_BYTES})",
            output_field=BinaryField(),
        )
        rows = rows.alias(**{f"{column}_head": head})
        other_key = ~Q(**{f"{column}_head": Value(ring.current.header)})
        old |= Q(**{f"{column}__isnull": False}) & other_key
    return rows.filter(old)


def _reseal_row(row: models.Model, table: SealedColumns, ring: Keyring) -> None:
    for column, context in table.contexts.items():
        sealed = getattr(row, column)
        if sealed is not None:
            plain = open_sealed(ring.find, bytes(sealed), context(row))
            setattr(row, column, seal(ring.current, plain, context(row)))
