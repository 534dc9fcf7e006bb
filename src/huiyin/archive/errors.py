"""What cannot be done in the archive: a stable code, and its sentence for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from huiyin.engine.explain import N_

SENTENCES: Mapping[str, str] = {
    "not_allowed": N_("Your post may not do this."),
    "same_person": N_("Whoever proposed the list does not approve it: a second person decides."),
    "reason_required": N_("Say why."),
    "too_long": N_("This is too long: at most {limit} characters."),
    "control_character": N_("This holds a character that cannot be stored."),
    "until_past": N_("The day until which it holds must not be past."),
    "date": N_("“{value}” is not a date such as 2026-05-01."),
    "already_released": N_("This hold was released already."),
    "nothing_chosen": N_("Choose at least one matter that is due."),
    "too_many": N_("A list takes at most {limit} matters."),
    "not_due": N_("These are not due, held, or on another list: {numbers}."),
    "already_decided": N_("This list was decided already."),
}
FORBIDDEN = frozenset({"not_allowed", "same_person"})
"""Codes that say who somebody is, rather than what is wrong (403)."""
WRONG = {
    "reason_required": "reason", "too_long": "reason", "control_character": "reason",
    "until_past": "until", "date": "until", "nothing_chosen": "numbers", "too_many": "numbers",
}  # fmt: skip
"""Codes of a field that was filled in wrongly (422), with the field."""


class Impossible(Exception):
    """Nothing was written; `code` is one of `SENTENCES`."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    def say(self, translate: Callable[[str], str]) -> str:
        """The sentence, in the language that `translate` gives."""
        return translate(SENTENCES[self.code]).format_map(self.params)
