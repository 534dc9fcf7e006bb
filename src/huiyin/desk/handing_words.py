"""Lines of a handover in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.people.handing import Goes

GOES: Mapping[str, str | Promise] = {
    "open_matters": _("Matters in hand"),
    "waiting_matters": _("Of these, waiting for a second person"),
    "matters_in_care": _("Closed matters still cared for (rating, review, return visit)"),
    "sealed_matters": _("Sealed matters on which the post is named"),
}
"""What belongs to the post and goes over with it."""
STAYS: Mapping[str, str | Promise] = {
    "absences": _("Absences entered"),
    "deputy_duties": _("Times to stand in for somebody: name another deputy"),
    "saved_views": _("Saved views of the worklist"),
}
"""What belongs to whoever leaves."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a page shows it."""

    words: str | Promise
    number: int


def lines(counts: Mapping[str, int], words: Mapping[str, str | Promise]) -> list[Line]:
    """The lines that `words` knows, in its order."""
    return [Line(said, counts[what]) for what, said in words.items() if what in counts]


def counts_of(goes: Iterable[Goes]) -> dict[str, int]:
    """What → how much."""
    return {line.what: line.count for line in goes}
