"""What a resident has begun to raise and not sent yet, sealed until it is sent or forgotten."""

from __future__ import annotations

from django.db import models

from huiyin.common.ids import new_id
from huiyin.matters.models import Matter


class Draft(models.Model):
    """A draft, opened by a token that only the resident's browser has (its hash stands here).

    Once sent it holds nothing but which matter it became, for an hour: sending it again answers
    with the same receipt.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField(null=True)
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="+", db_index=False)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="draft_expires")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sealed__isnull=False) ^ models.Q(matter__isnull=False),
                name="draft_sealed_or_sent",
            )
        ]


class DraftFile(models.Model):
    """A file of a draft, sealed; its name stands in the draft.

    A rotation of the vault's key does not reach it: it lives for days, and old keys stay readable.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    sealed = models.BinaryField()
