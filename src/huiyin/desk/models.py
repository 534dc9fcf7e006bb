"""Tables of the desk: saved views of the worklist, and runs of one act on many matters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.people.models import Account, Unit


class SavedView(models.Model):
    """A list somebody wants to see again: its canonical query string under a name.

    Without a unit it is the account's own; with one, its head shares it with the whole unit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=600)
    position = models.PositiveSmallIntegerField()
    is_start = models.BooleanField(default=False)
    """The worklist opens with it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "name"], name="view_name", condition=Q(unit__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["unit", "name"], name="view_name_in_unit", condition=Q(unit__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["account"], name="view_one_start", condition=Q(is_start=True)
            ),
            models.CheckConstraint(
                condition=Q(is_start=False) | Q(unit__isnull=True), name="view_start_is_own"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class BulkRun(models.Model):
    """One act on many matters, from its preview on: which, and what became of each.

    The form is not kept: its texts belong to the matters alone, and are erased with them. `rows`
    are mappings as `bulk.Row` reads them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    act = models.CharField(max_length=40)
    definition = models.CharField(max_length=130)
    """`PACK/PROCESS@VERSION`, which has the name of the act."""
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_at = models.DateTimeField(null=True)
    rows = models.JSONField(default=list)

    class Meta:
        indexes = [
            # what nobody went on with is thrown away
            models.Index(
                fields=["made_at"], name="bulk_not_begun", condition=Q(begun_at__isnull=True)
            )
        ]
