"""One form for many matters: the fields that any of them asks for, and what was typed in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from huiyin.desk.options import Setting, options_for
from huiyin.engine.definition import FormField
from huiyin.engine.facts import matches
from huiyin.engine.forms import FieldError
from huiyin.matters.queries.several import One
from huiyin.people.actor import Actor
from huiyin.ui.fields import FieldView, Filling, build

_ALONE = frozenset({"files"})
"""Kinds of fields that are left out: a file belongs to one matter."""


def form_of(ones: Sequence[One], act: str) -> dict[str, FormField]:
    """The fields of `act` that at least one of these matters asks for, in the order of the first;
    what earlier acts decide is decided for each by itself when it is done."""
    found: dict[str, FormField] = {}
    for one in ones:
        form = one.process.acts[act].form
        for name, spec in form.items():
            if spec.type not in _ALONE and _asked(spec, form, one.scene.standing.facts):
                found.setdefault(name, _unbound(spec, form))
    return found


def has_files(ones: Sequence[One], act: str) -> bool:
    """Whether the act takes files when it is done alone."""
    forms = (one.process.acts[act].form for one in ones)
    return any(spec.type in _ALONE for form in forms for spec in form.values())


def fields_of(
    form: Mapping[str, FormField],
    ones: Sequence[One],
    actor: Actor,
    raw: Mapping[str, Any],
    errors: Sequence[FieldError] = (),
    more: str = "",
) -> tuple[FieldView, ...]:
    """The form as it is drawn. Posts to choose are those of the unit that owns all of them."""
    owners = {one.matter.owner_unit_id for one in ones}
    owner: UUID | None = owners.pop() if len(owners) == 1 else None
    among = {
        "superiors": frozenset[str]().union(*(one.scene.superiors for one in ones)),
        "partners": frozenset[str]().union(*(one.scene.standing.partners for one in ones)),
    }
    options = options_for(form, Setting(actor, owner, among))
    filling = Filling(form=form, raw=raw, errors=errors, options=options, more_rows=more)
    return build(filling)


def typed(fields: Sequence[FieldView]) -> Iterator[tuple[str, str]]:
    """(label, value in words) of every field that was filled in, rows included."""
    for view in fields:
        if text := _words(view):
            yield view.label, text
        for row in view.rows:
            yield from typed(row.fields)


def _words(view: FieldView) -> str:
    if view.widget == "checkbox":
        return "✓" if view.value else ""
    names = {option.value: option.label for option in view.options}
    if view.chosen:
        return " · ".join(names.get(one, one) for one in view.chosen)
    return names.get(view.value, view.value)


def _asked(spec: FormField, form: Mapping[str, FormField], facts: Mapping[str, Any]) -> bool:
    """Whether what was recorded of the matter leaves the field in."""
    recorded = {name: allowed for name, allowed in spec.condition.items() if name not in form}
    return not spec.is_computed and matches(recorded, facts)


def _unbound(spec: FormField, form: Mapping[str, FormField]) -> FormField:
    condition = {name: allowed for name, allowed in spec.condition.items() if name in form}
    return spec.model_copy(update={"condition": condition})
