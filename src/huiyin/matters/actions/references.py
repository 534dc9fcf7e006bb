"""Ids in a form must name something that exists and is in use: units, posts, places, categories."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.common.ids import NumberError, parse_number
from huiyin.engine.definition import OWNER, FormField
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Decision, Scene
from huiyin.matters import policy
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
    "category": "SELECT FROM matters_category WHERE code = %s AND active",
}
_BY_UUID = frozenset({"unit", "post"})
_KIND: Mapping[str, str] = {
    "unit": "unit", "units": "unit", "post": "post", "posts": "post", "matter": "matter",
    "division": "division", "category": "category",
}  # fmt: skip
"""Type of a field → kind of what its ids name."""


def look_up(references: Sequence[Reference], units: Sequence[str | None]) -> Sequence[bool]:
    """Look the references up in the database; one statement, or none. `units` says for each where
    a post must belong (None: anywhere)."""
    pairs = list(zip(references, units, strict=True))
    asked = [pair for pair in pairs if _can_be(*pair[0]) and (not pair[1] or _is_uuid(pair[1]))]
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
    each (an import remembers); matters by what `by` can see; what a field must `not` name
    (条例第三十条: never routed to whom it is about) includes the posts of a unit and units below.
    """
    form = scene.process.acts[decision.act].form
    named = [
        _Named(name, form[name], kind, value, _unit_of(form[name], decision.data, scene))
        for name, given in decision.data.items()
        if name in form and (kind := _KIND.get(form[name].type))
        for value in (given if isinstance(given, list) else [given])
    ]
    simple = [one for one in named if one.kind in _IN_USE]
    if known is None:
        found = look_up([(one.kind, one.value) for one in simple], [one.unit for one in simple])
    else:
        found = [known(one.kind, one.value, scene) for one in simple]
    errors = [one.error for one, is_known in zip(simple, found, strict=True) if not is_known]
    errors += [one.error for one in named if one.kind == "matter" and not _sees(by, one.value)]
    facts = {**scene.standing.facts, **decision.data}
    return (*errors, *(_barred(named, facts) if not errors else ()))


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


def _unit_of(spec: FormField, data: Mapping[str, Any], scene: Scene) -> str | None:
    if spec.of_unit:
        return str(data.get(spec.of_unit, ""))
    return scene.standing.owner if spec.type == "post" else None


def _sees(by: Actor, number: str) -> bool:
    try:
        canonical = parse_number(number)
    except NumberError:
        return False
    visible = Matter.objects.all() if by.kind == "system" else Matter.objects.filter(
        policy.visible(by)
    )  # fmt: skip
    return visible.filter(number=canonical).exists()


def _barred(named: Sequence[_Named], facts: Mapping[str, Any]) -> Iterator[FieldError]:
    """Errors for posts and units that belong to what the field must not name."""
    for one in named:
        barred = [
            str(value)
            for name in one.spec.excludes
            if name != OWNER
            for value in (facts.get(name) or ())
        ]
        if barred and _belongs(one.kind, one.value, barred):
            yield FieldError(one.field, "complained_about", one.value, law=one.spec.law)


_BELONGS: Mapping[str, str] = {
    "unit": "SELECT EXISTS (SELECT FROM people_unit WHERE id = %s::uuid "
    "AND (id = ANY(%s::uuid[]) OR above && %s::uuid[]))",
    "post": "SELECT EXISTS (SELECT FROM people_post p JOIN people_unit u ON u.id = p.unit_id "
    "WHERE p.id = %s::uuid AND (u.id = ANY(%s::uuid[]) OR u.above && %s::uuid[] OR EXISTS ("
    "SELECT FROM people_holding h JOIN people_holding o ON o.account_id = h.account_id "
    "WHERE h.post_id = p.id AND o.post_id = ANY(%s::uuid[]) "
    "AND (h.ends_on IS NULL OR h.ends_on >= current_date))))",
}


def _belongs(kind: str, value: str, barred: list[str]) -> bool:
    """Whether a unit or post is one of the barred ids, below one, or held by the same person."""
    if kind not in _BELONGS:
        return False
    sql = _BELONGS[kind]
    with connection.cursor() as cursor:
        cursor.execute(sql, [value, *[barred] * (sql.count("%s") - 1)])
        return bool((cursor.fetchone() or (False,))[0])


def _can_be(kind: str, value: str) -> bool:
    """Whether an id has the shape of its kind, so that the database can be asked for it."""
    return kind not in _BY_UUID or _is_uuid(value)


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
