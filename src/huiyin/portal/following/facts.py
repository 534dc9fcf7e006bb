"""Everything that number and code show, gathered once: the page draws it, the API says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.matters.models import File
from huiyin.matters.queries.matter import MatterPage
from huiyin.people.models import Unit
from huiyin.portal.following import dates, doing, looks, papers, past, stage
from huiyin.ui.sentences import say


@dataclass(frozen=True)
class Facts:
    """How a matter stands, for one of the residents who brought it.

    `post` is the title of the post that has it, never a name; empty for a sealed matter.
    """

    page: MatterPage
    signatory: int
    state: str
    steps: Sequence[stage.StageStep]
    unit: Unit
    post: str
    dates: Sequence[dates.Until]
    ended: Sequence[str]
    choices: doing.Choices
    letters: Sequence[papers.LetterRow]
    files: Sequence[File]
    past: Sequence[past.Told]
    looks: Sequence[looks.Look]

    @property
    def is_late(self) -> bool:
        """Whether anything the office owes is late."""
        return any(one.is_late for one in self.dates)

    @property
    def can_remind(self) -> bool:
        """Whether a reminder may be sent now."""
        return any(one.key == "remind" for one in self.choices)


def facts(page: MatterPage, signatory: int, now: datetime) -> Facts:
    """All of it; two statements besides the page's own, one more for a joint letter."""
    letters = papers.letters(page, signatory)
    own = papers.own_files(page, is_joint=looks.is_joint(page))
    persons = looks.own_persons(page, signatory)
    sealed = page.process.sealed
    return Facts(
        page=page,
        signatory=signatory,
        state=say(page.process.states[page.standing.state].public),
        steps=stage.steps(page),
        unit=page.matter.owner_unit,
        post=page.matter.holder.title if page.matter.holder and not sealed else "",
        dates=dates.dates(page, now),
        ended=dates.ended(page),
        choices=doing.choices(page, now),
        letters=letters,
        files=own,
        past=past.past(page, letters, own),
        looks=looks.looks(page, persons, frozenset(papers.names(letters, own))),
    )
