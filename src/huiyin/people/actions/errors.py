"""What administration refuses; every face turns these into its own answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BaseForm


@dataclass(frozen=True, slots=True)
class Wrong:
    """One broken rule of one field: a stable code and its sentence."""

    field: str
    code: str
    said: str


class Invalid(Exception):
    """The form is wrong (422): nothing was written; `form` keeps what was typed."""

    def __init__(self, form: BaseForm) -> None:
        super().__init__(form.errors.as_text())
        self.form = form

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        return tuple(
            Wrong("" if field == "__all__" else field, error.code or "invalid", error.messages[0])
            for field, errors in self.form.errors.as_data().items()
            for error in errors
        )


class Refused(Exception):
    """It cannot be done as things stand (409): nothing was written; `said` tells why."""

    def __init__(self, code: str, said: str) -> None:
        super().__init__(code)
        self.code, self.said = code, said
