"""Options of the reference fields of a form: one statement per kind that the form asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from huiyin.engine.definition import FormField
from huiyin.matters.models import Category
from huiyin.people.actor import Actor
from huiyin.people.models import Holding, Post, Unit
from huiyin.places.models import Division
from huiyin.ui.fields import Option

MOST_PLACES = 500
"""More places than this make no list to choose from: the code is typed instead."""


@dataclass(frozen=True)
class Setting:
    """Whose form it is: the actor, and the unit that owns the matter (none for a new one)."""

    actor: Actor
    owner: UUID | None = None


def options_for(form: Mapping[str, FormField], setting: Setting) -> dict[str, tuple[Option, ...]]:
    """Field type → its options, for the reference types of this form."""
    found = {kind: tuple(_SOURCES[kind](setting)) for kind in _kinds(form) & _SOURCES.keys()}
    if len(found.get("division", ())) > MOST_PLACES:
        del found["division"]
    return found


def _kinds(form: Mapping[str, FormField]) -> set[str]:
    inner = (_kinds(spec.fields) for spec in form.values())
    return {spec.type for spec in form.values()}.union(*inner)


def _units(setting: Setting) -> Iterator[Option]:
    units = Unit.objects.filter(dissolved_on__isnull=True)
    if setting.owner is not None:
        units = units.exclude(pk=setting.owner)
    for key, name, parent in units.order_by("parent__code", "code").values_list(
        "pk", "name", "parent__name"
    ):
        yield Option(str(key), name, parent or "")


def _posts(setting: Setting) -> Iterator[Option]:
    held = Holding.objects.on(timezone.localdate()).filter(post=OuterRef("pk"))
    posts = Post.objects.filter(unit=setting.owner, active=True).annotate(
        person=Subquery(held.values("account__display_name")[:1])
    )
    for key, title, person in posts.order_by("title", "pk").values_list("pk", "title", "person"):
        yield Option(str(key), f"{title}（{person}）" if person else title)


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


def _categories(_setting: Setting) -> Iterator[Option]:
    categories = Category.objects.filter(active=True).select_related("parent")
    for category in categories.order_by("code"):
        yield Option(category.pk, str(category), str(category.parent) if category.parent else "")


_SOURCES: Mapping[str, Callable[[Setting], Iterator[Option]]] = {
    "unit": _units, "post": _posts, "division": _divisions, "category": _categories,
}  # fmt: skip
