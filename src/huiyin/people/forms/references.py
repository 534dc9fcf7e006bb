"""Fields that name a row by its code: `town`, `town 松石镇人民政府`, its whole name, or its id.

There can be thousands of units and divisions: they are typed (with suggestions), not listed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.forms import CharField
from django.utils.translation import gettext as _
from typing_extensions import override

FEW = 5
"""So many rows of one name are told apart in the error."""
LONGEST = 200


def shown(row: Model | None, key: str, name: str) -> str:
    """How a row stands in a field: its code and its name."""
    return f"{getattr(row, key)} {getattr(row, name)}" if row is not None else ""


class Reference(CharField):
    """Text that names one row of `rows()`; cleaned, it is that row, or None."""

    def __init__(self, rows: Any, key: str = "code", name: str = "name", **options: Any) -> None:
        super().__init__(max_length=LONGEST, **options)
        self.rows, self.key, self.name = rows, key, name

    @override
    def prepare_value(self, value: Any) -> Any:
        """The row behind an initial id or key as text; what was typed as it was typed."""
        if isinstance(value, UUID):
            value = self.rows().filter(pk=value).first()
        return shown(value, self.key, self.name) if isinstance(value, Model) else value

    @override
    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return self._found(text) if text else None

    def _found(self, text: str) -> Model:
        rows: QuerySet[Any] = self.rows()
        word = text.split(maxsplit=1)[0]
        same = Q(**{self.key: word}) | Q(**{self.name: text}) | _is_id(text)
        found = list(rows.filter(same).order_by(self.key)[: FEW + 1])
        exact = [row for row in found if str(getattr(row, self.key)) == word]
        if len(exact or found) == 1:
            row: Model = (exact or found)[0]
            return row
        raise _several(found[:FEW], self) if found else _none(text)


def _is_id(text: str) -> Q:
    try:
        return Q(pk=UUID(text))
    except ValueError:
        return Q(pk__in=[])


def _none(text: str) -> ValidationError:
    said = _("Nothing in use has this code or name: “%(text)s”.") % {"text": text}
    return ValidationError(said, code="unknown")


def _several(rows: list[Any], field: Reference) -> ValidationError:
    named = "；".join(shown(row, field.key, field.name) for row in rows)
    said = _("Several are called so: %(rows)s. Write the code.") % {"rows": named}
    return ValidationError(said, code="ambiguous")
