"""What a reception refuses, in stable codes and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from huiyin.engine.explain import N_

SENTENCES: Mapping[str, str] = {
    "closed": N_("Today's reception is closed already."),
    "not_open": N_("Today's reception has not been opened."),
    "not_waiting": N_("This visitor is not waiting any more: somebody else has called them."),
    "not_called": N_("This visitor has not been called, or is already done."),
    "nobody_waits": N_("Nobody is waiting."),
    "somebody_waits": N_("{number} visitors are still waiting or at a window."),
    "unknown_matter": N_("There is no matter {number} that you can see."),
    "people": N_("The number of people is a whole number from 1 to {most}."),
}


class ReceptionError(Exception):
    """Refused: `code` is stable, `values` fill the sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values

    def say(self, translate: Callable[[str], str]) -> str:
        """The sentence in the language that `translate` speaks."""
        return translate(SENTENCES[self.code]).format(**self.values)
