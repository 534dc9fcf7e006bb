"""Tables of places: divisions, grids, published calendars."""

from __future__ import annotations

from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from huiyin.common.ids import new_id
from huiyin.places.fields import LtreeField


class Level(models.IntegerChoices):
    """Levels of the national division tree."""

    PROVINCE = 1, _("province")
    CITY = 2, _("city")
    COUNTY = 3, _("county")
    TOWN = 4, _("town or street")
    VILLAGE = 5, _("village or community")
    NONE = 6, _("outside the tree")


class DivisionQuerySet(models.QuerySet["Division"]):
    def under(self, division: Division) -> DivisionQuerySet:
        """The division itself and everything below it."""
        return self.filter(path__under=division.path)

    def above(self, division: Division) -> DivisionQuerySet:
        """The division itself and everything above it, top first."""
        return self.filter(path__above=division.path).order_by("path")

    def in_force(self) -> DivisionQuerySet:
        """Divisions whose code has not been retired."""
        return self.filter(retired_on__isnull=True)


def _path_of_code() -> Func:
    """SQL: `620702001000` → `62.07.02.001`, the groups of the code without trailing zero groups.

    The database computes it from the code, so that no import can write a path that disagrees.
    """
    groups = Func(
        F("code"),
        Value(r"^(\d{2})(\d{2})(\d{2})(\d{3})(\d{3})$"),
        Value(r"\1.\2.\3.\4.\5"),
        function="regexp_replace",
    )
    short = Func(groups, Value(r"(\.0+)+$"), Value(""), function="regexp_replace")
    return Func(short, function="text2ltree")


class Division(models.Model):
    """An administrative division under its 12-digit national code (2/4/6/9 digits padded right)."""

    code = models.CharField(
        primary_key=True, max_length=12, validators=[RegexValidator(r"^\d{12}$")]
    )
    name = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", db_index=False
    )
    path = models.GeneratedField(
        expression=_path_of_code(), output_field=LtreeField(), db_persist=True
    )
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    """Where a map begins (WGS84, degrees)."""
    pack = models.CharField(max_length=40, blank=True)
    """The work method in force here and below; empty: that of the division above."""
    retired_on = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", db_index=False
    )

    objects = DivisionQuerySet.as_manager()

    class Meta:
        indexes = [
            GistIndex(fields=["path"], name="division_path"),
            models.Index(fields=["parent", "code"], name="division_children"),
            # where a method of its own is in force: a handful of rows
            models.Index(fields=["pack"], name="division_pack", condition=~Q(pack="")),
            models.Index(
                fields=["replaced_by"],
                name="division_replaces",
                condition=Q(replaced_by__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{12}$"), name="division_code"),
            models.CheckConstraint(condition=Q(level__range=(1, 6)), name="division_level"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(retired_on__isnull=False),
                name="division_replaced_is_retired",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class Grid(models.Model):
    """A grid: 15 digits = 12 of the division + 3 of the sequence in it (LAW.md §5)."""

    code = models.CharField(
        primary_key=True, max_length=15, validators=[RegexValidator(r"^\d{15}$")]
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="grids")
    name = models.CharField(max_length=100)
    households = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^\d{15}$"), name="grid_code"),
            models.CheckConstraint(
                condition=Q(division_id=Left("code", 12)), name="grid_code_of_division"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class ServicePoint(models.Model):
    """A place that serves residents (服务点): a legal station, a mediation centre, a reception
    hall (Z19, S4). `kind` is a key of the pack's `points`; nobody's name stands here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    division = models.ForeignKey(Division, models.PROTECT, related_name="points", db_index=False)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    rooms = models.PositiveSmallIntegerField(default=0)
    staff = models.PositiveSmallIntegerField(default=0)
    """How many people work there."""
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["division", "kind", "id"], name="point_of_division"),
            models.Index(fields=["kind", "id"], name="point_of_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gte=F("opened_on")),
                name="point_closes_after_opening",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class CalendarVersion(models.Model):
    """A published year of rest days and make-up working days; no division means the whole country.

    `body` has the keys of a calendar file in the packs. A correction is a new version.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, blank=True, related_name="calendars"
    )
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1949), MaxValueValidator(2200)]
    )
    version = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    body = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "year", "version"],
                name="calendar_version",
                nulls_distinct=False,
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.year} {self.version}"
