"""Absences: from when to when somebody is away, and who acts in their posts meanwhile (代理)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone

from huiyin.common.ids import new_id
from huiyin.people.models.account import Account
from huiyin.people.models.post import DateRange


class Absence(models.Model):
    """Whole local days, both included. Nobody is away twice at once; nobody deputises for
    themselves. `ended_at` is set when it was called off."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="deputising"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["deputy", "ends_on"], name="absence_deputy")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(deputy=F("account")), name="absence_other_deputy"),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]
