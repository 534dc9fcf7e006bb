"""What the daily look over running matters found (督办规则): one row for each rule and occasion."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huiyin.matters.models import Matter
from huiyin.people.models import Post


class Looked(models.Model):
    """One finding: the rule `watch` held on `matter`. `occasion` says of what (a clock and its
    cycle, the event after which nothing happened), so that it is found once. `order` is the
    supervision order that was drafted from it."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+", db_index=False)
    watch = models.CharField(max_length=60)
    occasion = models.CharField(max_length=120)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    """When it no longer held: the clock stopped, somebody acted."""
    order = models.ForeignKey(Matter, models.SET_NULL, null=True, related_name="+", db_index=False)
    dismissed_reason = models.CharField(max_length=400, blank=True)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", db_index=False
    )
    """The supervisor's post from which it was dismissed."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "watch", "occasion"], name="looked_once"),
        ]
        indexes = [
            models.Index(
                fields=["found_at", "id"],
                name="looked_standing",
                condition=Q(settled_at__isnull=True),
            ),
            # what one rule found and still holds: the sweep settles it
            models.Index(
                fields=["watch", "id"],
                name="looked_of_watch",
                condition=Q(settled_at__isnull=True),
            ),
        ]
