"""Clocks (时限) as last computed: a cache for lists and sweeps, never the source of a date."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiyin.matters.models.matter import Matter


class Clock(models.Model):
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="clocks", db_index=False)
    key = models.CharField(max_length=60)
    cycle = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    status = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    nominal = models.DateTimeField(null=True)
    legal = models.DateTimeField(null=True)
    provisional = models.BooleanField()
    extensions = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, blank=True)
    calendar = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "key", "cycle"], name="clock_cycle"),
        ]
        indexes = [
            # the daily sweep, and the recomputation when a calendar is published
            models.Index(
                fields=["legal"],
                name="clock_running",
                condition=Q(status__in=["running", "paused"]),
            ),
            # what was begun again and again
            models.Index(
                fields=["key", "id"],
                name="clock_again",
                condition=Q(status="running", cycle__gte=2),
            ),
        ]
