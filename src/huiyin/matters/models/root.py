"""The daily root: one signed hash over the heads of all chains."""

from __future__ import annotations

from django.db import models
from typing_extensions import override

from huiyin.matters.models.protect import append_only


class DayRoot(models.Model):
    """Root of one day: `root` covers every matter's newest event recorded up to `cutoff`, and the
    root before it; `signature` is Ed25519 over day, cutoff, count and root (see `roots`)."""

    day = models.DateField(primary_key=True)
    cutoff = models.DateTimeField()
    matters = models.PositiveBigIntegerField()
    prev = models.BinaryField()
    root = models.BinaryField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField()

    class Meta:
        triggers = append_only()

    @override
    def __str__(self) -> str:
        return self.day.isoformat()
