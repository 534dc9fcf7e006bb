"""Options of the reference fields of a form: one statement per kind that the form asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from huiyin.engine.definition import FormField
from huiyin.matters.models import Category
from huiyin.people.actor import Actor
from huiyin.people.models import Holding, Post, Role, Unit
from huiyin.places.models import Division, Grid
from huiyin.ui.fields import Option

MOST_PLACES = 500
"""More places than this make no list to choose from: the code is typed instead. Of more units or
posts those nearby are listed."""


@dataclass(frozen=True)
class Setting:
    """Whose form it is: the actor, the unit that owns the matter (none for a new one), and the
    units that `among` may name."""

    actor: Actor
    owner: UUID | None = None
    among: Mapping[str, frozenset[str]] = field(default_factory=dict)


def options_for(form: Mapping[str, FormField], setting: Setting) -> dict[str, tuple[Option, ...]]:
    """Type of field, or its name where a field has options of its own → the options."""
    kinds = _kinds(form)
    found = {kind: tuple(_SOURCES[kind](setting)) for kind in kinds & _SOURCES.keys()}
    for name, spec in form.items():
        if spec.among:
            allowed = setting.among.get(spec.among, frozenset())
            found[name] = tuple(one for one in _units(setting) if one.value in allowed)
        elif spec.type == "post" and spec.of_unit:
            found[name] = found.get("posts") or tuple(_all_posts(setting))
    for kind in ("division", "grid"):
        if len(found.get(kind, ())) > MOST_PLACES:
            del found[kind]
    return found


def _kinds(form: Mapping[str, FormField]) -> set[str]:
    inner = (_kinds(spec.fields) for spec in form.values())
    return {spec.type for spec in form.values()}.union(*inner)


def _units(setting: Setting) -> Iterator[Option]:
    units = Unit.objects.filter(dissolved_on__isnull=True)
    if setting.owner is not None:
        units = units.exclude(pk=setting.owner)
    rows = units.order_by("parent__code", "code").values_list("pk", "name", "parent__name")
    found = list(rows[: MOST_PLACES + 1])
    if len(found) > MOST_PLACES:
        found = list(rows.filter(_near(setting.actor, "division"))[:MOST_PLACES])
    for key, name, parent in found:
        yield Option(str(key), name, parent or "")


def _near(actor: Actor, division: str) -> Q:
    """In an installation with thousands of units: those of the places above the actor's, and of
    the places up to two levels below."""
    paths = sorted({post.division_path for post in actor.posts})
    found = Q(pk__in=[])
    for path in paths[:1]:
        deepest = {f"{division}__level__lte": path.count(".") + 3}
        found |= Q(**{f"{division}__path__above": path})
        found |= Q(**{f"{division}__path__under": path}, **deepest)
    return found


def _posts(setting: Setting) -> Iterator[Option]:
    held = Holding.objects.on(timezone.localdate()).filter(post=OuterRef("pk"))
    units = setting.actor.unit_ids if setting.owner is None else {setting.owner}
    posts = Post.objects.filter(unit__in=units, active=True).annotate(
        person=Subquery(held.values("account__display_name")[:1])
    )
    for key, title, person in posts.order_by("title", "pk").values_list("pk", "title", "person"):
        yield Option(str(key), f"{title}（{person}）" if person else title)


def _all_posts(setting: Setting) -> Iterator[Option]:
    """Posts of every unit, by unit: which unit is meant is asked by another field."""
    held = Holding.objects.on(timezone.localdate()).filter(post=OuterRef("pk"))
    posts = Post.objects.filter(active=True, unit__dissolved_on__isnull=True).annotate(
        person=Subquery(held.values("account__display_name")[:1])
    )
    rows = posts.order_by("unit__code", "title", "pk").values_list(
        "pk", "title", "person", "unit__name"
    )
    found = list(rows[: MOST_PLACES + 1])
    if len(found) > MOST_PLACES:
        near = rows.filter(_near(setting.actor, "unit__division")).exclude(role=Role.GRID)
        found = list(near[:MOST_PLACES])
    for key, title, person, unit in found:
        yield Option(str(key), f"{title}（{person}）" if person else title, unit)


def _divisions(setting: Setting) -> Iterator[Option]:
    """Places below the actor's units, each town with its villages."""
    paths = sorted({post.division_path for post in setting.actor.posts})
    if not paths:
        return
    places = Division.objects.in_force().filter(path__under=paths[0]).order_by("code")
    for code, name, level, parent in places.values_list("pk", "name", "level", "parent__name")[
        : MOST_PLACES + 1
    ]:
        yield Option(code, name, parent or "" if level == 5 else "")


def _grids(setting: Setting) -> Iterator[Option]:
    """Grids below the actor's units, each under its village."""
    paths = sorted({post.division_path for post in setting.actor.posts})
    if not paths:
        return
    grids = Grid.objects.filter(division__path__under=paths[0]).order_by("code")
    yield from (
        Option(code, name, village)
        for code, name, village in grids.values_list("code", "name", "division__name")[
            : MOST_PLACES + 1
        ]
    )


def _categories(_setting: Setting) -> Iterator[Option]:
    categories = Category.objects.filter(active=True).select_related("parent")
    for category in categories.order_by("code"):
        yield Option(category.pk, str(category), str(category.parent) if category.parent else "")


_SOURCES: Mapping[str, Callable[[Setting], Iterator[Option]]] = {
    "unit": _units, "units": _units, "post": _posts, "posts": _all_posts,
    "division": _divisions, "grid": _grids, "category": _categories,
}  # fmt: skip
