"""The matter: everything that must be answered, as one row of cached columns over its events."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.matters.models.category import Category
from huiyin.people.models import Post, Unit
from huiyin.places.models import Division, Grid

NO_DUE = datetime(9999, 12, 31, tzinfo=UTC)
"""`next_due` without a running clock: sorts last; one index serves every list."""


class Matter(models.Model):
    """A matter (事项). The columns below `number` are functions of its events (`projection`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=14, unique=True)
    pack = models.CharField(max_length=40)
    process = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    phase = models.CharField(max_length=10)
    is_open = models.BooleanField(default=True)
    outcome = models.CharField(max_length=40, blank=True)
    sealed = models.BooleanField(default=False)
    title = models.CharField(max_length=200)
    channel = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    intake_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    owner_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    sender_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False
    )
    holder = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    registrar = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, related_name="+", db_index=False
    )
    place = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+", db_index=False)
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, related_name="+", db_index=False)
    next_due = models.DateTimeField(default=NO_DUE)
    next_clock = models.CharField(max_length=60, blank=True)
    waiting_for = models.CharField(max_length=60, blank=True)
    acted_at = models.DateTimeField(null=True)
    """When somebody of an office did something last (see `Standing`)."""
    origin = models.CharField(max_length=60, blank=True)
    origin_ref = models.CharField(max_length=120, blank=True)
    seq = models.PositiveIntegerField()
    head = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["origin", "origin_ref"], name="matter_origin", condition=~Q(origin="")
            ),
        ]
        indexes = [
            # my worklist: matters of one post by due date
            models.Index(
                fields=["holder", "next_due", "id"],
                name="matter_of_post",
                condition=Q(is_open=True),
            ),
            # the unit's inbox: nobody's yet
            models.Index(
                fields=["owner_unit", "next_due", "id"],
                name="matter_inbox",
                condition=Q(is_open=True, holder__isnull=True),
            ),
            # the unit's open matters by due date
            models.Index(
                fields=["owner_unit", "next_due", "id"],
                name="matter_of_unit",
                condition=Q(is_open=True),
            ),
            # waiting for a second person of the unit
            models.Index(
                fields=["owner_unit", "next_due", "id"],
                name="matter_waiting",
                condition=~Q(waiting_for=""),
            ),
            # all matters of a unit, newest first; what it registered; what it passed on
            models.Index(fields=["owner_unit", "-received_at", "-id"], name="matter_unit_all"),
            models.Index(fields=["intake_unit", "-received_at", "-id"], name="matter_intake_all"),
            models.Index(
                fields=["sender_unit", "-received_at", "-id"],
                name="matter_sender_all",
                condition=Q(sender_unit__isnull=False),
            ),
            # what nobody has done anything about for long (supervision by rule)
            models.Index(
                fields=["process", "acted_at", "id"],
                name="matter_idle",
                condition=Q(phase__in=["intake", "accept", "handle"]),
            ),
            # what came in a period, to be counted; what came from one place, newest first
            models.Index(fields=["received_at"], name="matter_received"),
            models.Index(
                fields=["place", "-received_at", "-id"],
                name="matter_of_place",
                condition=Q(place__isnull=False),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.number


class MatterText(models.Model):
    """The words of a matter for search: the text, and its tokens under an index (see `search`)."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField()
    tokens = ArrayField(models.TextField())

    class Meta:
        indexes = [GinIndex(fields=["tokens"], name="matter_tokens")]
