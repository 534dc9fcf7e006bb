"""Drafts: a change of a pack on its way to publication, and who did what to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models.protect import append_only
from huiyin.people.models import Account, Post


class Status(models.TextChoices):
    WRITING = "writing", _("being written")
    SUBMITTED = "submitted", _("waits for a second person")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Action(models.TextChoices):
    CREATED = "created", _("drafted")
    EDITED = "edited", _("changed")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("sent back")
    APPROVED = "approved", _("approved and published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Draft(models.Model):
    """Files to be laid over a pack (file name → text). `seq` counts its steps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    pack = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    files = models.JSONField(default=dict)
    valid_from = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WRITING)
    author = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="draft_status"),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "published"]) | Q(valid_from__isnull=False),
                name="draft_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["-number"], name="draft_newest")]

    @override
    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def mark(self) -> str:
        """What names the versions that come of it."""
        return str(self.number)


class DraftStep(models.Model):
    """Who did what to a draft, with the whole text as it was then."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="steps", db_index=False)
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    at = models.DateTimeField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    files = models.JSONField()
    valid_from = models.DateField(null=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "seq"], name="draft_step_once")]
        triggers = append_only()
