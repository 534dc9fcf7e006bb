"""Ids in a form must name something that exists and is in use: units, posts, places, categories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from huiyin.engine.forms import FieldError
from huiyin.engine.process import Decision, Scene
from huiyin.matters.models import Category
from huiyin.people.models import Post, Unit
from huiyin.places.models import Division

Exists = Callable[[str, str, Scene], bool]
"""(type of the field, id, scene) → whether it names something in use."""


def exists(kind: str, value: str, scene: Scene) -> bool:
    """Look one reference up in the database."""
    return _EXISTS[kind](value, scene)


def unknown_references(
    scene: Scene, decision: Decision, known: Exists = exists
) -> tuple[FieldError, ...]:
    """Errors for references in the decision's data that point nowhere; one query per reference."""
    form = scene.process.acts[decision.act].form
    return tuple(
        FieldError(name, f"unknown_{form[name].type}", str(value), law=form[name].law)
        for name, value in decision.data.items()
        if name in form and form[name].type in _EXISTS
        if not known(form[name].type, str(value), scene)
    )


def _unit(value: str, _scene: Scene) -> bool:
    return _is_uuid(value) and Unit.objects.filter(pk=value, dissolved_on__isnull=True).exists()


def _post(value: str, scene: Scene) -> bool:
    return (
        _is_uuid(value)
        and Post.objects.filter(pk=value, active=True, unit_id=scene.standing.owner).exists()
    )


def _division(value: str, _scene: Scene) -> bool:
    return Division.objects.filter(pk=value).exists()


def _category(value: str, _scene: Scene) -> bool:
    return Category.objects.filter(pk=value, active=True).exists()


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


_EXISTS: Mapping[str, Callable[[str, Scene], bool]] = {
    "unit": _unit, "post": _post, "division": _division, "category": _category,
}  # fmt: skip
