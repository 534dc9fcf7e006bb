"""Rotas (值班、接访轮值): shifts, who has them, swaps (METHODS L4, X3, S7)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.people.models import Account, Unit


class TimeRange(Func):
    """SQL `tstzrange(begins, ends)`: the end does not belong to it."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class Rota(models.Model):
    """One rota of a unit, of a kind that the pack defines."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rotas", db_index=False)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "key"], name="rota_of_unit", condition=Q(ended_on__isnull=True)
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.key


class Shift(models.Model):
    """One person in one slot of a rota, from `begins_at` to `ends_at` (not included)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rota = models.ForeignKey(Rota, models.PROTECT, related_name="shifts", db_index=False)
    slot = models.CharField(max_length=20)
    account = models.ForeignKey(Account, models.PROTECT, related_name="shifts", db_index=False)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    planned_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["rota", "begins_at", "slot"], name="shift_of_rota"),
            models.Index(fields=["account", "begins_at"], name="shift_of_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="shift_ends_after_begin"
            ),
            # nobody is in two places: over all rotas
            ExclusionConstraint(
                name="shift_no_overlap",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    (TimeRange("begins_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{timezone.localtime(self.begins_at):%Y-%m-%d} {self.slot}"


class Swap(models.Model):
    """Somebody asks a colleague to take a shift, in exchange for another or for none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="swaps")
    other = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    asked_of = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    reason = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], name="swap_one_open", condition=Q(answered_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("asked_of")), name="swap_with_somebody_else"
            ),
        ]
