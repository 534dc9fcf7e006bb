"""Who besides owner, intake and sender sees a matter: a cache of its events (see `policy`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.matters.models.matter import Matter
from huiyin.people.models import Post, Unit


class AccessKind(models.TextChoices):
    PARTNER = "partner", _("handles it jointly")
    PAST = "past", _("has had it")
    NAMED = "named", _("named on a sealed matter")


class Access(models.Model):
    """A unit that handles or has handled the matter, or a post named on a sealed one."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="access", db_index=False)
    kind = models.CharField(max_length=10, choices=AccessKind.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "kind", "unit", "post"], name="access_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) ^ Q(post__isnull=True), name="access_one"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "kind", "matter"], name="access_of_unit"),
            models.Index(fields=["post", "matter"], name="access_of_post"),
        ]
