"""Events (留痕): append-only rows chained by hash; free text and personal data sealed beside."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models.matter import Matter
from huiyin.matters.models.protect import append_only
from huiyin.people.models import Account, Post, Unit


class Event(models.Model):
    """One step in a matter's history. `hash` covers every other column and `prev` (see `chain`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    step = models.CharField(max_length=10)
    version = models.CharField(max_length=130)
    """The definition it was done under, as `PACK/PROCESS@VERSION`."""
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    via = models.CharField(max_length=10)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", db_index=False
    )
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    data = models.JSONField()
    prev = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq"], name="event_matter_seq"),
        ]
        triggers = append_only()

    @override
    def __str__(self) -> str:
        return f"{self.matter_id} #{self.seq} {self.act}"


class SealedText(models.Model):
    """What stands behind a commitment in `Event.data`: the value and its salt.

    `path` is the place in the data (`requests.0.request`). Free text is kept plain in `text`;
    personal data is sealed by the vault's key in `sealed`. Lawful erasure deletes the row: the
    chain only covers the commitment. Nothing else may change it but a new sealing key.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="sealed_texts", db_index=False)
    seq = models.PositiveIntegerField()
    path = models.CharField(max_length=120)
    salt = models.BinaryField()
    text = models.TextField(null=True)  # noqa: DJ001 -- null: the value is in `sealed` instead
    sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "seq", "path"], name="sealed_text_path"),
            models.CheckConstraint(
                condition=Q(text__isnull=True) ^ Q(sealed__isnull=True), name="sealed_text_one"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="only_resealed",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["sealed"]),
            ),
        ]
