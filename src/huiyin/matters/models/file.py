"""Files of a matter: immutable, named by the SHA-256 of their bytes."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models.matter import Matter


class File(models.Model):
    """One file as it hangs on an event. The bytes are in the `files` storage under `sha256`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="files")
    seq = models.PositiveIntegerField()
    field = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    @override
    def __str__(self) -> str:
        return self.name
