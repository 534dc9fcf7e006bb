"""Duties (职责): one row for each time something is due, until it is filed (METHODS Z9, L5, S1)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huiyin.matters.models import Matter
from huiyin.people.models import Account, Post, Unit


class Duty(models.Model):
    """One occurrence of the duty `key` of a pack. `day` is the local day it belongs to.

    Generated ahead, filed once, never changed afterwards. Without a post nobody holds the duty:
    the unit has no such post, and its head sees so. `matter` is set where it follows from an act.
    """

    pack = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="+", db_index=False)
    day = models.DateField()
    opens_at = models.DateTimeField()
    due_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", db_index=False
    )
    is_zero = models.BooleanField(default=False)
    """Filed as “nothing happened” (零报告)."""
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [
            # in this order it also serves what a unit has on a day or in a month
            models.UniqueConstraint(
                fields=["unit", "day", "key", "post", "matter"],
                name="duty_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True, filed_by__isnull=True)
                | Q(filed_at__isnull=False, filed_by__isnull=False),
                name="duty_filed_by_somebody",
            ),
        ]
        indexes = [
            # what a post has to file next; what of a unit is not filed
            models.Index(
                fields=["post", "due_at", "id"],
                name="duty_open_of_post",
                condition=Q(filed_at__isnull=True),
            ),
            models.Index(
                fields=["unit", "due_at", "id"],
                name="duty_open_of_unit",
                condition=Q(filed_at__isnull=True),
            ),
            # what a unit filed, newest first
            models.Index(
                fields=["unit", "-filed_at", "-id"],
                name="duty_filed_of_unit",
                condition=Q(filed_at__isnull=False),
            ),
            models.Index(
                fields=["matter"], name="duty_of_matter", condition=Q(matter__isnull=False)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="filed_once",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__filed_at__isnull=False),
            )
        ]
