"""Tables of the archive: caches of the matter's events (`Record`, `Hold`), and disposal lists."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models import Matter
from huiyin.people.models import Account, Post, Unit


class Record(models.Model):
    """How long a matter that has come to its final state is kept. A function of its events."""

    matter = models.OneToOneField(
        Matter, models.PROTECT, primary_key=True, related_name="archive_record"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    retention = models.CharField(max_length=20)
    archived_on = models.DateField()
    destroy_after = models.DateField(null=True)
    """The last day on which it is kept; None: for good."""
    cleared_seq = models.PositiveIntegerField(null=True)
    """The event that anonymised it."""

    class Meta:
        indexes = [
            # a unit's matters by the day on which they may go
            models.Index(
                fields=["unit", "destroy_after", "matter"],
                name="record_due",
                condition=Q(cleared_seq__isnull=True, destroy_after__isnull=False),
            ),
        ]


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self, on: date) -> HoldQuerySet:
        """Holds in force on that day."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=on),
            released_seq__isnull=True,
        )


class Hold(models.Model):
    """A legal hold (冻结): nothing of the matter may be erased while it stands.

    Placing and releasing are events of the matter; the reasons are texts of those events.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="holds")
    placed_seq = models.PositiveIntegerField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    until = models.DateField(null=True)
    """The last day of the hold; None: until it is released."""
    released_seq = models.PositiveIntegerField(null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "placed_seq"], name="hold_of_event"),
        ]
        indexes = [
            models.Index(
                fields=["-placed_at", "-id"],
                name="hold_standing",
                condition=Q(released_seq__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_released",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["released_seq"]),
            ),
        ]


class DisposalStatus(models.TextChoices):
    PROPOSED = "proposed", _("waits for approval")
    APPROVED = "approved", _("approved, being carried out")
    REJECTED = "rejected", _("rejected")
    DONE = "done", _("carried out")


class Disposal(models.Model):
    """A disposal list (销毁清册): proposed by one person, decided by a head who is another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=60, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(
        max_length=10, choices=DisposalStatus.choices, default=DisposalStatus.PROPOSED
    )
    size = models.PositiveIntegerField()
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    proposed_post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    remark = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_post = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answer = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="disposal_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(status=DisposalStatus.PROPOSED) | Q(decided_by__isnull=False),
                name="disposal_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-proposed_at", "-id"], name="disposal_of_unit"),
            models.Index(
                fields=["proposed_at"], name="disposal_open", condition=Q(status="approved")
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.number


class ItemState(models.TextChoices):
    WAITING = "waiting", _("on the list")
    CLEARED = "cleared", _("anonymised")
    KEPT = "kept", _("kept")
    DROPPED = "dropped", _("list rejected")


class DisposalItem(models.Model):
    """One matter on a list. `why` says why it was kept after all (a hold, no longer due)."""

    disposal = models.ForeignKey(
        Disposal, models.PROTECT, related_name="items", db_index=False
    )  # fmt: skip
    place = models.PositiveIntegerField()
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=ItemState.choices, default=ItemState.WAITING
    )  # fmt: skip
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disposal", "place"], name="disposal_place"),
            models.UniqueConstraint(
                fields=["matter"], name="disposal_once", condition=Q(state="waiting")
            ),
        ]
