"""Notices: what somebody on duty is told, when reminders fall due, and what each person wishes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.common.ids import new_id
from huiyin.matters.models import Matter
from huiyin.people.models import Account


class Kind(models.TextChoices):
    ASSIGNED = "assigned", _("assigned to me or my unit")
    CONFIRM = "confirm", _("waits for my confirmation")
    SENT_BACK = "sent_back", _("sent back to me")
    LADDER = "ladder", _("a term runs out")
    FOLLOW_UP = "follow_up", _("a follow-up is due")
    RESIDENT = "resident", _("the resident did something")
    ACTIVITY = "activity", _("somebody acted on what I hold")
    CALENDAR = "calendar", _("a calendar changed due dates")
    DIGEST = "digest", _("digest")


class Notice(models.Model):
    """One thing told to one person once. It names the matter and keeps none of its words.

    `topic` says what it is about within its kind: the seq of an event, or for a reminder
    `CLOCK#CYCLE@DUE/RUNG`; its part before `/` must stay true, or the notice settles.
    `params` are keys of the definition (`clock`, `act`, `acts`, `over`) and figures.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="notices", db_index=False)
    matter = models.ForeignKey(
        Matter, models.CASCADE, null=True, related_name="notices", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    topic = models.CharField(max_length=160)
    params = models.JSONField(default=dict)
    legal = models.DateTimeField(null=True)
    """The due of the clock it is about."""
    created_at = models.DateTimeField()
    show_from = models.DateTimeField()
    """Later than `created_at` in quiet hours, or when it waits for the digest."""
    in_digest = models.BooleanField(default=False)
    digest = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="items", db_index=False
    )
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    """When nothing was left to do about it: somebody acted, or its clock stopped."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "matter", "kind", "topic"],
                name="notice_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            # the bell and the first page
            models.Index(
                fields=["account", "-show_from", "-id"],
                name="notice_new",
                condition=Q(read_at__isnull=True, settled_at__isnull=True),
            ),
            models.Index(fields=["account", "-show_from", "-id"], name="notice_all"),
            # what an act settles
            models.Index(
                fields=["matter"],
                name="notice_of_matter",
                condition=Q(read_at__isnull=True, settled_at__isnull=True),
            ),
            # what waits for a digest, and what one lists
            models.Index(
                fields=["show_from"],
                name="notice_for_digest",
                condition=Q(in_digest=True, digest__isnull=True),
            ),
            models.Index(
                fields=["digest"], name="notice_in_digest", condition=Q(digest__isnull=False)
            ),
        ]


class Due(models.Model):
    """When one step of the ladder is reached by one running clock: a cache of clock, definition
    and calendar, written after every act (`effect`) and caught up with (`catch_up`)."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+", db_index=False)
    clock = models.CharField(max_length=80)
    cycle = models.PositiveSmallIntegerField()
    rung = models.SmallIntegerField()
    """Place in the ladder of the definition; -1 is the day on which a follow-up is due."""
    at = models.DateTimeField()
    legal = models.DateTimeField()
    calendar = models.CharField(max_length=120)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "clock", "cycle", "rung"], name="due_of_clock"
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="due_untold", condition=Q(told_at__isnull=True)),
        ]


class Projected(models.Model):
    """Up to which event the dues of a matter are known; without a row, never."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="+")
    seq = models.PositiveIntegerField()


class Preference(models.Model):
    """What one person wishes; without a row everything is told at once."""

    account = models.OneToOneField(
        Account, models.CASCADE, primary_key=True, related_name="notice_preference"
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_to = models.TimeField(null=True, blank=True)
    days_off = models.BooleanField(default=False)
    """Quiet on days off of the calendar of the unit."""
    digest_at = models.TimeField(null=True, blank=True)
    digest_kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    hidden_kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_to__isnull=True)
                | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="preference_quiet_both",
            ),
        ]
