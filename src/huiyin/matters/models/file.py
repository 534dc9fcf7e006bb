"""Files of a matter: immutable, named by the SHA-256 of their bytes.

Lawful erasure forgets the name and the bytes. The row stays as a tombstone, and the database lets
it change only when an event of the chain names the file as erased.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models.matter import Matter

_ONLY_ERASED = """
    IF OLD.erased_seq IS NULL AND NEW.name = ''
        AND to_jsonb(NEW) - 'erased_seq' - 'name' = to_jsonb(OLD) - 'erased_seq' - 'name'
        AND EXISTS (
            SELECT FROM matters_event e WHERE e.matter_id = NEW.matter_id
            AND e.seq = NEW.erased_seq AND e.step = 'system'
            AND jsonb_exists(e.data -> 'files', NEW.sha256)
        )
    THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
"""


class File(models.Model):
    """One file as it hangs on an event. The bytes are in the `files` storage under `sha256`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="files")
    seq = models.PositiveIntegerField()
    field = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    """Empty for an erased file: names of files name people."""
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    erased_seq = models.PositiveIntegerField(null=True)
    """The event that says the file was erased."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256"
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="file_bytes")]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_erased",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_ERASED,
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name
