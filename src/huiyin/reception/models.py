"""Tables of the reception: a unit's day at the window, and who came (METHODS X3).

No names here: a visitor is a ticket of the day. What they came for is a matter.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.common.ids import new_id
from huiyin.matters.models import Matter
from huiyin.people.models import Account, Unit


class Session(models.Model):
    """One unit's reception on one local day, from opening to closing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="receptions", db_index=False)
    day = models.DateField()
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="session_one_a_day"),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False),
                name="session_closed_by_somebody",
            ),
        ]


class State(models.TextChoices):
    """How a visit stands."""

    WAITING = "waiting", _("waiting")
    CALLED = "called", _("at the window")
    DONE = "done", _("was received")
    LEFT = "left", _("left before their turn")


class Visit(models.Model):
    """Somebody, or a group, who came on that day. `matter` is what it was about."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="visits", db_index=False)
    ticket = models.PositiveIntegerField()
    people = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    arrived_at = models.DateTimeField(default=timezone.now)
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="visits")

    class Meta:
        indexes = [
            # who is at somebody's window now
            models.Index(
                fields=["called_by"], name="visit_at_window", condition=Q(state=State.CALLED)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "ticket"], name="visit_ticket"),
            models.CheckConstraint(condition=Q(people__gte=1), name="visit_of_somebody"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="visit_state"),
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(matter__isnull=False),
                name="visit_received_has_matter",
            ),
        ]
