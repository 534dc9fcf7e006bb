"""Ids in a form must name something that exists and is in use: units, posts, places, categories."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.engine.forms import FieldError
from huiyin.engine.process import Decision, Scene

Reference = tuple[str, str]
"""Type of the field, and the id in it."""

Exists = Callable[[str, str, Scene], bool]
"""(type of the field, id, scene) → whether it names something in use."""

_IN_USE: Mapping[str, str] = {
    "unit": "SELECT FROM people_unit WHERE id = %s::uuid AND dissolved_on IS NULL",
    "post": "SELECT FROM people_post WHERE id = %s::uuid AND active AND unit_id = %s::uuid",
    "division": "SELECT FROM places_division WHERE code = %s",
    "category": "SELECT FROM matters_category WHERE code = %s AND active",
}
_BY_UUID = frozenset({"unit", "post"})


def look_up(references: Sequence[Reference], scene: Scene) -> Sequence[bool]:
    """Look the references up in the database; one statement, or none."""
    asked = [(kind, value) for kind, value in references if _can_be(kind, value)]
    if not asked:
        return [False] * len(references)
    parts = ", ".join(f"EXISTS ({_IN_USE[kind]})" for kind, _value in asked)
    values: list[Any] = []
    for kind, value in asked:
        values += [value, scene.standing.owner] if kind == "post" else [value]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", values)
        found = dict(zip(asked, cursor.fetchone() or (), strict=True))
    return [found.get(reference, False) for reference in references]


def exists(kind: str, value: str, scene: Scene) -> bool:
    """Look one reference up in the database."""
    return look_up([(kind, value)], scene)[0]


def unknown_references(
    scene: Scene, decision: Decision, known: Exists | None = None
) -> tuple[FieldError, ...]:
    """Errors for references in the decision's data that point nowhere.

    All are looked up in one statement, unless `known` answers for each (an import remembers).
    """
    form = scene.process.acts[decision.act].form
    names = [name for name in decision.data if name in form and form[name].type in _IN_USE]
    references = [(form[name].type, str(decision.data[name])) for name in names]
    if known is None:
        found = look_up(references, scene)
    else:
        found = [known(kind, value, scene) for kind, value in references]
    return tuple(
        FieldError(name, f"unknown_{kind}", value, law=form[name].law)
        for name, (kind, value), is_known in zip(names, references, found, strict=True)
        if not is_known
    )


def _can_be(kind: str, value: str) -> bool:
    """Whether an id has the shape of its kind, so that the database can be asked for it."""
    if kind not in _BY_UUID:
        return True
    try:
        UUID(value)
    except ValueError:
        return False
    return True
