"""The map: for each place of a level who answers, nobody, or several; other kinds as a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.duties.models import Responsibility
from huiyin.duties.responsible import policy
from huiyin.duties.scope import LEVELS
from huiyin.engine.method_shape import ResponsibilityShape
from huiyin.matters.errors import NotVisible
from huiyin.people.actor import Actor
from huiyin.people.models import Holding
from huiyin.places.models import Division

PAGE = 40


@dataclass(frozen=True)
class Held:
    """One entry with who holds its post; without a holder the post is empty."""

    row: Responsibility
    holder: str


@dataclass(frozen=True)
class Line:
    """One place of the map."""

    place: Division
    held: Sequence[Held]
    is_gap: bool
    is_overlap: bool


@dataclass(frozen=True)
class Board:
    """One page of the map, with counts over all of it."""

    lines: Sequence[Line]
    after: str
    gaps: int
    overlaps: int
    places: int


@dataclass(frozen=True)
class Listed:
    """One page of the entries of a kind that is not about places."""

    held: Sequence[Held]
    after: str


def in_force(day: date) -> QuerySet[Responsibility]:
    """Entries in force on a day."""
    open_end = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return Responsibility.objects.filter(open_end, starts_on__lte=day)


def board(kind: str, shape: ResponsibilityShape, paths: Sequence[str], day: date,
          after: str = "") -> Board:  # fmt: skip
    """The places of the kind's level under these paths, by code: five statements."""
    places = _places(shape, paths)
    mine = in_force(day).filter(kind=kind, division=OuterRef("pk"))
    shown = list(places.filter(pk__gt=after).order_by("pk")[: PAGE + 1])
    rows = in_force(day).filter(kind=kind, division__in=[one.pk for one in shown[:PAGE]])
    held = _held(rows, day)
    of: dict[str, list[Held]] = defaultdict(list)
    for one in held:
        of[str(one.row.division_id)].append(one)
    lines = [
        Line(
            place, of[place.pk], shape.every and not of[place.pk],
            shape.single and len({one.row.post_id for one in of[place.pk]}) > 1,
        )
        for place in shown[:PAGE]
    ]  # fmt: skip
    count = places.count()
    gaps = places.filter(~Exists(mine)).count() if shape.every else 0
    several = in_force(day).filter(kind=kind, division__in=places).values("division")
    posts = several.annotate(posts=Count("post", distinct=True)).filter(posts__gt=1)
    overlaps = posts.count() if shape.single else 0
    return Board(lines, shown[PAGE - 1].pk if len(shown) > PAGE else "", gaps, overlaps, count)


def listed(actor: Actor, kind: str, day: date, after: str = "") -> Listed:
    """Entries of a kind about lines, points or matters, newest first."""
    rows = in_force(day).filter(policy.visible(actor), kind=kind).order_by("-id")
    if after:
        rows = rows.filter(pk__lt=_key(after))
    found = _held(rows[: PAGE + 1], day)
    following = str(found[PAGE - 1].row.pk) if len(found) > PAGE else ""
    return Listed(found[:PAGE], following)


def one(actor: Actor, key: UUID) -> Responsibility:
    """One entry. Raises NotVisible for one that this person does not see."""
    rows = Responsibility.objects.filter(policy.visible(actor))
    found = rows.select_related(*_WITH).filter(pk=key).first()
    if found is None:
        raise NotVisible(str(key))
    return found


def of_matter(matter_id: UUID, day: date) -> list[Held]:
    """Who answers for one matter."""
    return _held(in_force(day).filter(matter=matter_id), day)


_WITH = ("post__unit", "division", "point", "matter", "letter")


def _places(shape: ResponsibilityShape, paths: Sequence[str]) -> QuerySet[Division]:
    found = Division.objects.none()
    for path in paths:
        found |= Division.objects.filter(path__under=path)
    level = LEVELS[shape.level] if shape.level else None
    return found.in_force().filter(**({"level": level} if level else {}))


def _held(rows: QuerySet[Responsibility], day: date) -> list[Held]:
    found = list(rows.select_related(*_WITH))
    posts = [row.post_id for row in found]
    holders = dict(
        Holding.objects.on(day).filter(post__in=posts).values_list("post", "account__display_name")
    )
    return [Held(row, holders.get(row.post_id, "")) for row in found]


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=2**128 - 1)
