"""What filing a duty refuses, in stable codes and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from huiyin.engine.explain import N_
from huiyin.engine.forms import FieldError

SENTENCES: Mapping[str, str] = {
    "filed": N_("This was filed already, at {at}."),
    "not_open": N_("This cannot be filed yet, only from {at} on."),
    "no_zero": N_("Of this duty it cannot be said that nothing happened: fill in what was done."),
    "zero_with_content": N_(
        "You have filled something in: either file it, or clear it and report that nothing happened"
    ),
    "gone": N_("The method no longer has this duty."),
    "form": N_("Some fields need your attention."),
}


class FilingError(Exception):
    """Refused: `code` is stable, `values` fill the sentence; `errors` are the wrong fields."""

    def __init__(self, code: str, errors: Sequence[FieldError] = (), **values: object) -> None:
        super().__init__(code)
        self.code, self.errors, self.values = code, tuple(errors), values

    def say(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language that `translate` speaks."""
        return translate(SENTENCES[self.code]).format(**self.values)
