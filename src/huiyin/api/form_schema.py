"""The form of an act as JSON Schema: what `huiyin.engine.forms.clean` will accept.

Kept to what JSON Schema can say; the engine checks the rest (dates against today, references).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.engine.definition import Condition, FormField
from huiyin.engine.forms import PERSON_PARTS

_PERSON = {
    "type": "object",
    "properties": {part: {"type": "string"} for part in PERSON_PARTS},
    "additionalProperties": False,
}


def schema_of(form: Mapping[str, FormField]) -> dict[str, Any]:
    """JSON Schema (2020-12) of an act's `data`."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: _field(spec) for name, spec in form.items() if not spec.is_computed},
        "required": [name for name, spec in form.items() if _needed(spec) and not spec.condition],
        "additionalProperties": False,
    }
    rules = [
        {"if": _holds(spec.condition), "then": {"required": [name]}}
        for name, spec in form.items()
        if _needed(spec) and spec.condition
    ]
    return schema | {"allOf": rules} if rules else schema


def _needed(spec: FormField) -> bool:
    return spec.required and spec.default is None


def _holds(condition: Condition) -> dict[str, Any]:
    """The condition as a schema; a fact that is absent counts as false."""
    return {
        "properties": {name: {"enum": list(allowed)} for name, allowed in condition.items()},
        "required": [name for name, allowed in condition.items() if False not in allowed],
    }


def _field(spec: FormField) -> dict[str, Any]:
    schema = {"title": spec.zh, **_TYPES[spec.type](spec)}
    return schema if spec.default is None else schema | {"default": spec.default}


def _sized(spec: FormField, low: str, high: str) -> dict[str, Any]:
    limits = {low: spec.min, high: spec.max}
    return {name: limit for name, limit in limits.items() if limit is not None}


def _text(spec: FormField) -> dict[str, Any]:
    return {"type": "string", **_sized(spec, "minLength", "maxLength")}


def _bool(spec: FormField) -> dict[str, Any]:
    return {"type": "boolean"} if spec.must is None else {"const": spec.must}


def _rows(spec: FormField) -> dict[str, Any]:
    return {
        "type": "array",
        "items": schema_of(spec.fields),
        **_sized(spec, "minItems", "maxItems"),
    }


def _files(spec: FormField) -> dict[str, Any]:
    """Parts of a multipart request; never inside `data`."""
    return {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "description": "multipart/form-data parts of this name",
        **_sized(spec, "minItems", "maxItems"),
    }


def _ids(spec: FormField) -> dict[str, Any]:
    """Several ids; one that is given twice counts once."""
    ids = {"type": "array", "items": {"type": "string", "format": "uuid"}}
    return ids | _sized(spec, "minItems", "maxItems")


_TYPES: Mapping[str, Callable[[FormField], dict[str, Any]]] = {
    "text": _text,
    "long": _text,
    "int": lambda spec: {"type": "integer", **_sized(spec, "minimum", "maximum")},
    "bool": _bool,
    "choice": lambda spec: {"enum": list(spec.options)},
    "date": lambda _spec: {"type": "string", "format": "date"},
    "datetime": lambda _spec: {"type": "string", "format": "date-time"},
    "person": lambda _spec: _PERSON,
    "unit": lambda _spec: {"type": "string", "format": "uuid"},
    "post": lambda _spec: {"type": "string", "format": "uuid"},
    "units": _ids,
    "posts": _ids,
    "matter": lambda _spec: {"type": "string", "maxLength": 64},
    "division": lambda _spec: {"type": "string", "maxLength": 64},
    "grid": lambda _spec: {"type": "string", "maxLength": 64},
    "category": lambda _spec: {"type": "string", "maxLength": 64},
    "point": lambda _spec: {"type": "string", "examples": ["39.90872,116.39748"]},
    "files": _files,
    "list": _rows,
    "each": _rows,
}
