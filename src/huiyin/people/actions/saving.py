"""Steps that every act of administration shares: the form, what the other one saw, the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.changes import values_of

FormT = TypeVar("FormT", bound=Form)
Constraints = Mapping[str, tuple[str, str | Promise]]


def checked(form: FormT) -> FormT:
    """The form, which is right. Raises Invalid."""
    if not form.is_valid():
        raise Invalid(form)
    return form


def seen(row: models.Model, fields: tuple[str, ...]) -> str:
    """A short mark of what stands in a row, for the form that changes it."""
    text = DjangoJSONEncoder(sort_keys=True).encode(values_of(row, fields))
    return sha256(text.encode()).hexdigest()[:16]


def refuse_stale(row: models.Model, fields: tuple[str, ...], expected: str) -> None:
    """Raises Refused (`stale`) when the row, now locked, is not what the page showed."""
    if expected != seen(row, fields):
        raise Refused("stale", _("Somebody else has changed this in the meantime. Look again."))


def fill(row: models.Model, values: Mapping[str, Any], fields: tuple[str, ...]) -> None:
    """Put cleaned values into a row."""
    for name in fields:
        setattr(row, name, values[name])


@contextmanager
def saving(form: Form, constraints: Constraints) -> Iterator[None]:
    """A transaction; what the database holds against a row that the form let pass (two people at
    once) becomes an error of its field. `constraints`: name → field and sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        held = constraints.get(getattr(diagnosis, "constraint_name", None) or "")
        if held is None:
            raise
        field, said = held
        form.add_error(field, ValidationError(str(said), code="taken"))
        raise Invalid(form) from error
