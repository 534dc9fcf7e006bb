"""A Django form as the templates draw it: one `FieldView` per field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.forms import BaseForm, CheckboxInput, DateField, Select, Textarea
from django.forms.boundfield import BoundField

from huiyin.ui.fields import FieldView, Option


def views(form: BaseForm) -> tuple[FieldView, ...]:
    """The fields of a form in its order, with what stands in them and what is wrong."""
    return tuple(_view(form[name]) for name in form.fields)


def _view(bound: BoundField) -> FieldView:
    widget = bound.field.widget
    return FieldView(
        name=bound.name,
        widget=_widget(widget),
        label=str(bound.label),
        type="date" if isinstance(bound.field, DateField) else getattr(widget, "input_type", ""),
        value=_text(bound.value()),
        required=bound.field.required,
        help=str(bound.help_text),
        errors=tuple(map(str, bound.errors)),
        options=tuple(_options(getattr(bound.field, "choices", ()))),
    )


def _widget(widget: Any) -> str:
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, Select):
        return "select"
    return "textarea" if isinstance(widget, Textarea) else "input"


def _options(choices: Iterable[Any]) -> Iterable[Option]:
    return (Option(str(value), str(label)) for value, label in choices if value)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "on" if value is True else "" if value in (None, False) else str(value)
