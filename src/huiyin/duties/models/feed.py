"""Private calendar feeds: a token that opens one person's shifts as iCalendar."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from huiyin.people.models import Account


class Feed(models.Model):
    """Only a hash of the token is kept; a new one ends the one before."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], name="feed_one_each", condition=Q(ended_at__isnull=True)
            ),
        ]
