"""How far a matter is: five steps that anybody understands, from the phases of its states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.engine.explain import N_
from huiyin.engine.standing import Step as Way
from huiyin.matters.queries.matter import MatterPage

STEPS = (
    N_("It arrived"), N_("Who handles it"), N_("Being handled"), N_("Answered"), N_("Finished"),
)  # fmt: skip
_AT = {"intake": 1, "accept": 1, "handle": 2, "review": 3, "closed": 4, "in_force": 4,
       "final": 4}  # fmt: skip
"""Phase of a state → the step at which a matter in it stands."""


@dataclass(frozen=True, slots=True)
class StageStep:
    """One step: `over` (done), `now`, `ahead`, or `left_out` on the way that this matter took."""

    name: str
    how: str
    words: str


_WORDS = {
    "over": N_("done"), "now": N_("now"), "ahead": N_("still to come"),
    "left_out": N_("not needed here"),
}  # fmt: skip


def steps(page: MatterPage) -> Sequence[StageStep]:
    """All five steps in order."""
    reached = _reached(page)
    here = _AT[page.process.states[page.standing.state].phase]
    return [
        StageStep(_(name), how, _(_WORDS[how]))
        for number, name in enumerate(STEPS)
        for how in [_how(number, here, reached)]
    ]


def _how(number: int, here: int, reached: frozenset[int]) -> str:
    if number == here:
        return "now"
    if number > here:
        return "ahead"
    return "over" if number in reached else "left_out"


def _reached(page: MatterPage) -> frozenset[int]:
    """Steps that the matter has stood at; it was always received, and somebody looked at it."""
    found = {0, 1}
    for event in page.events:
        act = page.acts.get(event.act)
        state = page.process.states.get(act.to or "") if act and event.step == Way.DO else None
        if state is not None:
            found.add(_AT[state.phase])
    return frozenset(found)
