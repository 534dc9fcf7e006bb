"""Ids in a form must name what exists and is in use: units, posts, places, grids, categories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from huiyin.common.ids import NumberError, parse_number
from huiyin.engine.definition import OWNER, FormField
from huiyin.engine.facts import flatten
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Decision, Scene
from huiyin.matters import policy
from huiyin.matters.actions.complained import is_about
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor

Reference = tuple[str, str]
"""Type of the field, and the id in it."""

Exists = Callable[[str, str, Scene], bool]
"""(type of the field, id, scene) → whether it names something in use."""

_IN_USE: Mapping[str, str] = {
    "unit": "SELECT FROM people_unit WHERE id = %s::uuid AND dissolved_on IS NULL",
    "post": "SELECT FROM people_post WHERE id = %s::uuid AND active "
    "AND (%s::uuid IS NULL OR unit_id = %s::uuid)",
    "division": "SELECT FROM places_division WHERE code = %s",
    "grid": "SELECT FROM places_grid WHERE code = %s",
    "category": "SELECT FROM matters_category WHERE code = %s AND active",
}
_BY_UUID = frozenset({"unit", "post"})
_KIND: Mapping[str, str] = {
    "unit": "unit", "units": "unit", "post": "post", "posts": "post", "matter": "matter",
    "division": "division", "grid": "grid", "category": "category",
}  # fmt: skip
"""Type of a field → kind of what its ids name."""


def look_up(references: Sequence[Reference], units: Sequence[str | None]) -> Sequence[bool]:
    """Look the references up in the database; one statement, or none. `units` says for each where
    a post must belong (None: anywhere)."""
    pairs = list(zip(references, units, strict=True))
    asked = [pair for pair in pairs if _can_be(*pair[0]) and (pair[1] is None or _is_uuid(pair[1]))]
    if not asked:
        return [False] * len(pairs)
    parts = ", ".join(f"EXISTS ({_IN_USE[kind]})" for (kind, _value), _unit in asked)
    values: list[Any] = []
    for (kind, value), unit in asked:
        values += [value, unit, unit] if kind == "post" else [value]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", values)
        found = dict(zip(asked, cursor.fetchone() or (), strict=True))
    return [found.get(pair, False) for pair in pairs]


def exists(kind: str, value: str, scene: Scene) -> bool:
    """Look one reference up in the database; a post must belong to the owner."""
    return look_up([(kind, value)], [scene.standing.owner if kind == "post" else None])[0]


def unknown_references(
    scene: Scene, decision: Decision, by: Actor, known: Exists | None = None
) -> tuple[FieldError, ...]:
    """Errors for references in the decision's data that point nowhere, or at what is barred.

    Units, posts, places and categories are looked up in one statement, unless `known` answers for
    each (an import remembers); matters by what `by` can see. Of a confidential report, what a
    field must `not` name (条例第三十条: never routed to whom it is about) includes the posts of a
    unit and the units below.
    """
    act = scene.process.acts[decision.act]
    form = act.form
    named = list(_named(form, decision.data, scene))
    simple = [one for one in named if one.kind in _IN_USE]
    if known is None:
        found = look_up([(one.kind, one.value) for one in simple], [one.unit for one in simple])
    else:
        found = [known(one.kind, one.value, scene) for one in simple]
    errors = [one.error for one, is_known in zip(simple, found, strict=True) if not is_known]
    matters = (one for one in named if one.kind == "matter")
    errors += [one.error for one in matters if not _may_name(by, one.value, scene)]
    facts = {**scene.standing.facts, **dict(flatten(decision.data))}
    if errors or not (scene.process.sealed or act.names or act.names_only):
        return tuple(errors)
    return tuple(_barred(named, facts))


@dataclass(frozen=True, slots=True)
class _Named:
    """One id in a form; `unit` is where a post must belong, None for any unit."""

    field: str
    spec: FormField
    kind: str
    value: str
    unit: str | None

    @property
    def error(self) -> FieldError:
        return FieldError(self.field, f"unknown_{self.kind}", self.value, law=self.spec.law)


def _named(
    form: Mapping[str, FormField], data: Mapping[str, Any], scene: Scene, path: str = ""
) -> Iterator[_Named]:
    """Every id in clean data, those in rows too."""
    for name, given in data.items():
        spec, field = form.get(name), f"{path}{name}"
        if spec is None:
            continue
        if spec.fields:
            for number, row in enumerate(given):
                yield from _named(spec.fields, row, scene, f"{field}.{number}.")
        elif kind := _KIND.get(spec.type):
            unit = _unit_of(spec, data, scene)
            for value in given if isinstance(given, list) else [given]:
                yield _Named(field, spec, kind, value, unit)


def _unit_of(spec: FormField, data: Mapping[str, Any], scene: Scene) -> str | None:
    if spec.of_unit and data.get(spec.of_unit):
        return str(data[spec.of_unit])
    return scene.standing.owner if spec.type == "post" else None


def _may_name(by: Actor, number: str, scene: Scene) -> bool:
    """Whether `by` can see the matter of this number, and everybody who reads the present one may
    learn of it: an open matter never names a sealed one."""
    try:
        canonical = parse_number(number)
    except NumberError:
        return False
    condition = Q() if by.kind == "system" else policy.visible(by)
    if not scene.process.sealed:
        condition &= Q(sealed=False)
    return Matter.objects.filter(condition, number=canonical).exists()


def _barred(named: Sequence[_Named], facts: Mapping[str, Any]) -> Iterator[FieldError]:
    """Errors for posts and units that belong to what the field must not name."""
    for one in named:
        barred = [
            value for name in one.spec.excludes if name != OWNER for value in _ids(facts.get(name))
        ]
        if barred and one.kind in _BY_UUID and is_about(one.value, barred):
            yield FieldError(one.field, "complained_about", one.value, law=one.spec.law)


def _ids(fact: object) -> tuple[str, ...]:
    """The ids in a fact: of a `unit` or `post` field one, of `units` or `posts` several."""
    values = fact if isinstance(fact, tuple) else (fact,)
    return tuple(value for value in values if isinstance(value, str) and _is_uuid(value))


def _can_be(kind: str, value: str) -> bool:
    """Whether an id has the shape of its kind, so that the database can be asked for it."""
    return kind not in _BY_UUID or _is_uuid(value)


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
