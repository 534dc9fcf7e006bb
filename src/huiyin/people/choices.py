"""Units and posts that a form may name: those in use, in the order of their codes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from huiyin.people.models import Holding, Post, Unit


def units(name: str = "", after: str = "") -> QuerySet[Unit]:
    """Units not dissolved whose name contains `name`, behind the one with the code `after`."""
    found = Unit.objects.filter(dissolved_on__isnull=True, name__contains=name, code__gt=after)
    return found.select_related("parent").order_by("code")


def posts(of: Collection[UUID]) -> QuerySet[Post]:
    """Posts in use of units not dissolved, each with `holder`: the name of who holds it today."""
    held = Holding.objects.on(timezone.localdate()).filter(post=OuterRef("pk"))
    found = Post.objects.filter(active=True, unit__dissolved_on__isnull=True, unit__in=of)
    return found.annotate(holder=Subquery(held.values("account__display_name")[:1])).order_by(
        "unit__code", "title", "pk"
    )
