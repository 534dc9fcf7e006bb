"""Posts and who holds them: matters belong to posts, so they outlive any one person's term."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.people.models.account import Account
from huiyin.people.models.unit import Unit
from huiyin.places.models import Grid


class Role(models.TextChoices):
    """What a post does; packs and the policy table name these."""

    WINDOW = "window", _("registration window (登记窗口)")
    DISPATCHER = "dispatcher", _("triage and dispatch (甄别转办)")
    HANDLER = "handler", _("handler (承办)")
    HEAD = "head", _("head of the unit (单位负责人)")
    LEADER = "leader", _("case-owner leader (包案领导)")
    SUPERVISOR = "supervisor", _("supervision (督查)")
    MEDIATOR = "mediator", _("mediator (调解员)")
    GRID = "grid", _("grid worker (网格员)")
    AUDITOR = "auditor", _("audit (审计)")
    ADMIN = "admin", _("system administration (系统管理)")


class Post(models.Model):
    """A place in a unit with one role; a grid worker's post names its grid."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=Role.choices)
    grid = models.ForeignKey(Grid, models.PROTECT, null=True, blank=True, related_name="posts")
    phone = models.CharField(max_length=40, blank=True)
    """Of the office, for service cards; never somebody's own."""
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="post_role"),
        ]

    @override
    def __str__(self) -> str:
        return self.title


class DateRange(Func):
    """SQL `daterange(first, last, '[]')`: both days belong to the range, NULL is open."""

    function = "daterange"
    output_field = DateRangeField()


class HoldingQuerySet(models.QuerySet["Holding"]):
    def on(self, day: date) -> HoldingQuerySet:
        """Holdings in force on that day."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            starts_on__lte=day,
        )


class Holding(models.Model):
    """Who holds a post from `starts_on` to `ends_on`, both days included; no end means still."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="holdings")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="holding_ends_after_start",
            ),
            ExclusionConstraint(
                name="holding_one_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.post}: {self.account}"
