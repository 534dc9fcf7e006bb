"""What was answered, read back before it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.engine.definition import FormField
from huiyin.engine.forms import PERSON_PARTS
from huiyin.places.models import Division
from huiyin.portal.asking import Asked, Form
from huiyin.portal.contents import Contents
from huiyin.portal.reach import division
from huiyin.ui.sentences import say

_SHOWN_PARTS = [part for part in PERSON_PARTS if part != "kind"]


@dataclass(frozen=True)
class Line:
    """A question and its answer; a list has several texts."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The answers of one step."""

    step: str
    lines: Sequence[Line]


def parts(asked: Asked, contents: Contents) -> list[Part]:
    """Everything that will be sent, by step. One statement for the place."""
    told = {**contents.data, "place": _place(contents.data.get("place"))}
    found = []
    for step, form in asked.steps.items():
        lines = list(_lines(form, told))
        if any(spec.type == "files" for spec in form.values()) and contents.files:
            lines.append(Line(_("Files"), tuple(file.name for file in contents.files)))
        if step == "who":
            way = asked.way
            lines.insert(0, Line(_("Raised"), (say(way),)))
        found.append(Part(step, lines))
    return found


def _lines(form: Form, data: Mapping[str, Any]) -> Iterator[Line]:
    for name, spec in form.items():
        texts = tuple(_texts(spec, data.get(name)))
        if texts:
            yield Line(say(spec), texts)


def _texts(spec: FormField, value: Any) -> Iterator[str]:
    if spec.type == "list" and isinstance(value, list):
        for row in value:
            inner = [text for line in _lines(spec.fields, row) for text in line.texts]
            yield from [_("; ").join(inner)] if inner else []
    elif isinstance(value, Mapping):
        stated = [str(value[part]) for part in _SHOWN_PARTS if value.get(part)]
        yield from [" · ".join(stated)] if stated else []
    elif value not in (None, "", False, "off") and spec.type != "files":
        yield _one(spec, str(value))


def _one(spec: FormField, value: str) -> str:
    if spec.type == "bool":
        return _("yes")
    if spec.type == "point":
        return _("marked on the map ({point})").format(point=value)
    return say(spec.options[value]) if value in spec.options else value


def _place(code: Any) -> str:
    """The place with those above it, as people say it; without country-wide levels."""
    place = division(code) if isinstance(code, str) else None
    if place is None:
        return ""
    above = Division.objects.above(place).filter(level__gte=3)
    return " · ".join(above.values_list("name", flat=True)) or place.name
