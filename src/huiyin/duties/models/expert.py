"""Pools of mediators and experts (调解员、专家库): who can help with what, and when (L1, S5).

Colleagues and volunteers who agreed to be asked; never residents as parties of matters.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from huiyin.common.ids import new_id
from huiyin.people.models import Account, Unit
from huiyin.places.models import Division


class Pool(models.Model):
    """A pool that a unit keeps: mediators, experts, lawyers, dispute squads (L1, S5, C2)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="pools")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="pool_name"),
        ]


class Expert(models.Model):
    """One member of a pool. `expertise` holds codes of categories (an upper one covers those below
    it); `weekdays` the days on which they can be asked, 0 is Monday, none given is any."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="members", db_index=False)
    kind = models.CharField(max_length=40)
    """Full-time mediator, lawyer, retired official, delegate …: a key of the pack."""
    name = models.CharField(max_length=60)
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Where they can be asked to come; none: wherever the pool's unit is."""
    phone = models.CharField(max_length=40, blank=True)
    """At which they agreed to be called in this role."""
    expertise = ArrayField(models.CharField(max_length=20), default=list)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    away_until = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["pool", "name", "id"],
                name="expert_of_pool",
                condition=Q(left_on__isnull=True),
            ),
            models.Index(fields=["kind", "id"], name="expert_of_kind"),
            GinIndex(fields=["expertise"], name="expert_expertise"),
        ]
