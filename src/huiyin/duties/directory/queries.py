"""Lists of the directory, keyset-paged; and who can help with one matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huiyin.duties.directory.matching import Match, Offer, matches
from huiyin.duties.models import Expert, Pool
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor
from huiyin.places.models import Division, ServicePoint

PAGE = 40
MOST = 2_000
"""Members that are looked at for one matter."""


@dataclass(frozen=True)
class Points:
    rows: Sequence[ServicePoint]
    after: str


@dataclass(frozen=True)
class Help:
    """Who and what can help with a matter."""

    experts: Sequence[tuple[Match, Expert]]
    points: Sequence[ServicePoint]


def points(actor: Actor, kind: str = "", after: str = "") -> Points:
    """Service points in the places where this person works, and below; in order of place."""
    rows = ServicePoint.objects.filter(_near(actor), closed_on__isnull=True)
    rows = rows.filter(kind=kind) if kind else rows
    code, _, key = after.partition("_")
    if code and (number := _uuid(key)):
        rows = rows.filter(Q(division__gt=code) | Q(division=code, pk__gt=number))
    found = list(rows.select_related("division").order_by("division", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Points(found[:PAGE], f"{last.division_id}_{last.pk}" if last else "")


def pools(actor: Actor) -> QuerySet[Any]:
    """Pools of the units around: those of places where this person works, above and below."""
    rows = Pool.objects.filter(closed_on__isnull=True, unit__division__in=_around(actor))
    members = Count("members", filter=Q(members__left_on__isnull=True))
    return rows.select_related("unit").annotate(size=members).order_by("unit__code", "name")


def members(pool_id: UUID, after: str = "") -> tuple[list[Expert], str]:
    """Those who stand in a pool, by name."""
    rows = Expert.objects.filter(pool=pool_id, left_on__isnull=True).select_related("division")
    name, _, key = after.rpartition("_")
    if name and (number := _uuid(key)):
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=number))
    found = list(rows.order_by("name", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.name}_{last.pk}" if last else ""


def help_for(matter: Matter, day: date) -> Help:
    """Experts by expertise, place and day, and the service points nearby: two statements."""
    place = matter.place or matter.owner_unit.division
    around = Division.objects.filter(path__above=place.path)
    rows = Expert.objects.filter(
        left_on__isnull=True, pool__closed_on__isnull=True, pool__unit__division__in=around
    ).select_related("pool__unit", "division")[:MOST]
    of = {str(row.pk): row for row in rows}
    found = matches(map(_offer, of.values()), matter.category_id or "", place.path, day)
    near = ServicePoint.objects.filter(
        Q(division__in=around) | Q(division__path__under=place.path), closed_on__isnull=True
    ).select_related("division")
    shown = list(near.order_by("-division__path", "pk")[:12])
    return Help([(one, of[one.offer.key]) for one in found[:20]], shown)


def _offer(row: Expert) -> Offer:
    path = row.division.path if row.division else ""
    return Offer(
        str(row.pk), row.name, tuple(row.expertise), path, tuple(row.weekdays), row.away_until
    )


def _near(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for path in sorted({post.division_path for post in actor.posts}):
        found |= Q(division__path__under=path) | Q(division__path__above=path)
    return found


def _around(actor: Actor) -> QuerySet[Division]:
    found = Division.objects.none()
    for path in sorted({post.division_path for post in actor.posts}):
        found |= Division.objects.filter(path__under=path)
        found |= Division.objects.filter(path__above=path)
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
