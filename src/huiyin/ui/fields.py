"""An act's form as values that the templates draw: one `FieldView` per field, rows nested.

The definition says what there is; `Filling` says what stands in it. Whether it is right is not
decided here (see `formdata`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huiyin.engine.definition import Condition, FormField
from huiyin.engine.explain import N_
from huiyin.engine.facts import matches
from huiyin.engine.forms import FieldError
from huiyin.ui.sentences import say, say_error

MANY_OPTIONS = 9
"""Up to here a choice is a group of radio buttons: everything in view, one touch."""

PERSON_LABELS: Mapping[str, str] = {
    "name": N_("Name"), "phone": N_("Phone"), "id_number": N_("Id number"),
    "address": N_("Address"),
}  # fmt: skip
_PERSON_KIND = {"natural": N_("Natural person"), "organisation": N_("Organisation")}
_INPUT_TYPES = {
    "int": "number", "date": "date", "datetime": "datetime-local", "point": "point",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    group: str = ""
    note: str = ""


@dataclass(frozen=True)
class Filling:
    """A form and what stands in it: values, errors, options of references, texts above `each` rows.

    `fixed` are values the page has settled already: they are not asked again. `recorded` are the
    facts of earlier acts: a field that depends on one of them is asked, or not, at once.
    """

    form: Mapping[str, FormField]
    raw: Mapping[str, Any] = field(default_factory=dict)
    errors: Sequence[FieldError] = ()
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    """Options by name of the field, or by type for all fields of it."""
    row_texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    more_rows: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    recorded: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldView:
    """One field as the template draws it; `widget` names the template's branch."""

    name: str
    widget: str
    label: str
    type: str = "text"
    value: str = ""
    required: bool = False
    help: str = ""
    law: str = ""
    condition: str = ""
    errors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    rows: tuple[RowView, ...] = ()
    parts: tuple[FieldView, ...] = ()
    max: int | None = None
    can_add: bool = False
    chosen: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of the help and the errors, for assistive technology."""
        said = [f"{self.id}_help"] if self.help or self.law or self.condition else []
        return " ".join([*said, f"{self.id}_error"] if self.errors else said)


@dataclass(frozen=True)
class RowView:
    number: int
    text: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class WrongField:
    """A broken rule in the summary above a form; `id` is where its link leads."""

    id: str
    text: str


def build(filling: Filling) -> tuple[FieldView, ...]:
    """The fields of a form in its order."""
    return _fields(filling.form, filling, filling.raw, "", "")


def wrong_fields(fields: Iterable[FieldView]) -> Iterator[WrongField]:
    """Every error with the field it belongs to, rows included, from top to bottom."""
    for view in fields:
        for text in view.errors:
            yield WrongField(view.id, text)
        for row in view.rows:
            yield from wrong_fields(row.fields)


def _fields(
    form: Mapping[str, FormField], filling: Filling, raw: Mapping[str, Any], prefix: str, path: str
) -> tuple[FieldView, ...]:
    return tuple(
        _field(name, spec, form, filling, raw, prefix, path)
        for name, spec in form.items()
        if not spec.is_computed and not _ruled_out(spec.condition, filling, form)
    )


def _field(
    name: str,
    spec: FormField,
    form: Mapping[str, FormField],
    filling: Filling,
    raw: Mapping[str, Any],
    prefix: str,
    path: str,
) -> FieldView:
    key, dotted = prefix + name, path + name
    value = raw.get(name, spec.default if not filling.raw else None)
    open_condition = {k: v for k, v in spec.condition.items() if k not in filling.fixed}
    common: dict[str, Any] = {
        "name": key,
        "label": say(spec),
        "required": spec.required or spec.must is True,
        "help": say(spec.help) if spec.help else "",
        "law": spec.law or "",
        "condition": _only_if(open_condition, form),
        "errors": tuple(say_error(e, filling.form) for e in filling.errors if e.field == dotted),
        "max": spec.max,
    }
    if name in filling.fixed and not path:
        return FieldView(widget="hidden", value=str(filling.fixed[name]), **_bare(common))
    if spec.type in {"list", "each"}:
        rows = _rows(name, spec, filling, value, key, dotted)
        can_add = spec.type == "list" and (spec.max is None or len(rows) < spec.max)
        return FieldView(widget="rows", rows=rows, can_add=can_add, **common)
    if spec.type == "person":
        return FieldView(widget="person", parts=_person(key, spec, value), **common)
    return FieldView(
        widget=_widget(name, spec, filling),
        type=_INPUT_TYPES.get(spec.type, "text"),
        value=_text(value),
        options=_options(name, spec, filling),
        chosen=tuple(map(str, value)) if isinstance(value, list) else (),
        **common,
    )


def _bare(common: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": common["name"], "label": common["label"]}


_SEVERAL = frozenset({"units", "posts"})


def _widget(name: str, spec: FormField, filling: Filling) -> str:
    if spec.type in _SEVERAL:
        return "checks"
    if name in filling.options or spec.type in filling.options:
        return "select"
    if spec.type == "choice":
        return "radio" if len(spec.options) <= MANY_OPTIONS else "select"
    return {"bool": "checkbox", "long": "textarea", "files": "files"}.get(spec.type, "input")


def _options(name: str, spec: FormField, filling: Filling) -> tuple[Option, ...]:
    for key in (name, spec.type):
        if key in filling.options:
            return tuple(filling.options[key])
    return tuple(
        Option(value, say(option), note=option.law or "") for value, option in spec.options.items()
    )


def _rows(
    name: str, spec: FormField, filling: Filling, value: Any, key: str, dotted: str
) -> tuple[RowView, ...]:
    given = list(value) if isinstance(value, list) else []
    texts = filling.row_texts.get(spec.of or name, ())
    if spec.type == "each":
        given += [{}] * (len(texts) - len(given))
    else:
        given += [{}] * (max(spec.min or 1, len(given) + (filling.more_rows == name)) - len(given))
    return tuple(
        RowView(
            number + 1,
            texts[number] if number < len(texts) else "",
            _fields(spec.fields, filling, row, f"{key}-{number}-", f"{dotted}.{number}."),
        )
        for number, row in enumerate(given)
    )


def _person(key: str, spec: FormField, value: Any) -> tuple[FieldView, ...]:
    stated = value if isinstance(value, Mapping) else {}
    kinds = tuple(Option(kind, _(label)) for kind, label in _PERSON_KIND.items())
    kind = FieldView(
        f"{key}-kind", "radio", _("Kind"), value=stated.get("kind") or "natural", options=kinds
    )
    parts = [
        FieldView(
            f"{key}-{part}",
            "input",
            _(label),
            type="tel" if part == "phone" else "text",
            value=_text(stated.get(part)),
            required=spec.required and part == "name",
        )
        for part, label in PERSON_LABELS.items()
    ]
    return (kind, *parts)


def _ruled_out(condition: Condition, filling: Filling, form: Mapping[str, FormField]) -> bool:
    """Whether what is settled already, on the page or by earlier acts, leaves the field out."""
    known = {
        name: allowed
        for name, allowed in condition.items()
        if name in filling.fixed or (name not in form and name not in filling.form)
    }
    return not matches(known, {**filling.recorded, **filling.fixed})


def _only_if(condition: Condition, form: Mapping[str, FormField]) -> str:
    """“only if Channel is Visit”, for each fact that the form itself asks."""
    said = []
    for name, allowed in condition.items():
        spec = form.get(name)
        if spec is None:
            continue
        if allowed == (False,):
            said.append(_("Only if “{field}” is not ticked").format(field=say(spec)))
            continue
        if allowed == (True,):
            said.append(_("Only if “{field}” is ticked").format(field=say(spec)))
            continue
        values = _(" or ").join(f"“{_value_in(spec, v)}”" for v in allowed if v is not False)
        said.append(_("Only if “{field}” is {values}").format(field=say(spec), values=values))
    return _(", ").join(said)


def _value_in(spec: FormField, value: str | bool | int) -> str:
    text = str(value)
    return say(spec.options[text]) if text in spec.options else text.replace(">=", "≥ ")


def _text(value: Any) -> str:
    return "on" if value is True else "" if value in (None, False) else str(value)
