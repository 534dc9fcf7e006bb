"""Units: offices, bureaus, townships, villages, companies that own matters."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import validate_slug
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.places.models import Division

# A unit's `above` is its parent's `above` plus the parent; the database keeps it so for every
# writer, and the second trigger passes a move on to the units below.
_COMPUTE_ABOVE = """
    IF NEW.parent_id IS NULL THEN
        NEW.above := '{}';
    ELSE
        SELECT u.above || u.id INTO NEW.above FROM people_unit u WHERE u.id = NEW.parent_id;
        IF NEW.id = ANY(NEW.above) THEN
            RAISE EXCEPTION 'a unit cannot be above itself' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""
_MOVE = pgtrigger.UpdateOf("parent_id", "above")  # type: ignore[no-untyped-call]  # untyped there
_MOVE_CHILDREN = """
    UPDATE people_unit SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
"""


class UnitKind(models.TextChoices):
    PARTY = "party", _("party body")
    GOVERNMENT = "government", _("government")
    BUREAU = "bureau", _("bureau or office")
    TOWNSHIP = "township", _("township or street")
    VILLAGE = "village", _("village or community")
    MASS = "mass", _("mass organisation")
    COURT = "court", _("court or procuratorate")
    PUBLIC = "public", _("public institution")
    COMPANY = "company", _("company")
    MEDIATION = "mediation", _("mediation committee")
    OTHER = "other", _("other")


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, unit: Unit) -> UnitQuerySet:
        """The unit itself and every unit below it."""
        return self.filter(Q(pk=unit.pk) | Q(above__contains=[unit.pk]))


class Unit(models.Model):
    """An organisation that can own matters. `above` lists its superiors' ids, the top first."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=60, unique=True, validators=[validate_slug])
    name = models.CharField(max_length=100)
    short_word = models.CharField(
        max_length=20, blank=True, help_text=_("the unit's word in letter numbers (机关代字)")
    )
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    division = models.ForeignKey(Division, models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    line_parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="line_children",
        help_text=_("superior department of its own line (上一级主管部门)"),
    )  # fmt: skip
    vertical = models.BooleanField(
        default=False, help_text=_("under vertical management: answers to its line alone")
    )
    above = ArrayField(models.UUIDField(), default=list, editable=False)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    reception_hours = models.CharField(max_length=200, blank=True)
    takes_online = models.BooleanField(
        default=False,
        help_text=_("takes in what residents raise online (网上受理)"),
    )
    dissolved_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["above"], name="unit_above")]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(dissolved_on__isnull=False),
                name="unit_succeeded_is_dissolved",
            ),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="unit_not_own_successor"),
            models.UniqueConstraint(
                fields=["division"],
                condition=Q(takes_online=True, dissolved_on__isnull=True),
                name="unit_one_takes_online",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="compute_above",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | _MOVE,
                func=_COMPUTE_ABOVE,
            ),
            pgtrigger.Trigger(
                name="pass_on_above",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__above__df=pgtrigger.F("new__above")),
                func=_MOVE_CHILDREN,
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name

    @override
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, then read back `above`, which the database computed."""
        super().save(*args, **kwargs)
        self.refresh_from_db(fields=["above"])
