"""Publications: what two people agreed on, for good."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models.protect import append_only
from huiyin.methods.models.draft import Draft
from huiyin.people.models import Account


class Publication(models.Model):
    """A draft as it was published: files laid over a pack for new matters from `valid_from` on.

    `digest` is the SHA-256 of the canonical JSON of the files; it is compared whenever they are
    read.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="publication")
    pack = models.CharField(max_length=40)
    mark = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    files = models.JSONField()
    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    approved_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    published_at = models.DateTimeField(unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(proposed_by=F("approved_by")), name="publication_four_eyes"
            ),
            models.UniqueConstraint(fields=["pack", "mark"], name="publication_mark"),
        ]
        indexes = [models.Index(fields=["pack", "published_at"], name="publication_of_pack")]
        triggers = append_only()

    @override
    def __str__(self) -> str:
        return f"{self.pack} {self.mark}"
