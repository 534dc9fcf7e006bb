"""Who looked at my data: every opening of what this resident stated, and every paper opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.engine.explain import N_
from huiyin.matters.models import Party
from huiyin.matters.queries.looked import looked
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.queries.signatories import persons_of_signatories
from huiyin.people.vault.models import FORGOTTEN, Person, Reveal
from huiyin.ui.fields import PERSON_LABELS

MOST = 200
"""As many as the page shows; a matter that was read more often says so."""
_OWN = "petitioner"
_SIGNATORIES = "signatories"
_FILE, _LETTER = "file: ", "letter: "
_YOU = N_("you, or somebody who has your number and code")


@dataclass(frozen=True, slots=True)
class Look:
    """One opening: when, unit and post, what was opened, and the reason that was given."""

    at: datetime
    unit: str
    post: str
    fields: str
    reason: str


def own_persons(page: MatterPage, signatory: int) -> list[Person]:
    """The persons whose data are this resident's own: of a joint letter only the own row.

    One statement more for a joint letter.
    """
    raw = persons_of_signatories(page.matter.pk) if is_joint(page) else []
    own = set(raw[signatory - 1 : signatory])
    if signatory == 1:
        own |= {str(party.person_id) for party in page.parties if party.role == _OWN}
        own |= set() if own else _first(page.parties)
    return list({party.person_id: party.person for party in page.parties
                 if str(party.person_id) in own}.values())  # fmt: skip


def is_joint(page: MatterPage) -> bool:
    """Whether several people signed."""
    return any(party.role == _SIGNATORIES for party in page.parties)


def _first(parties: Sequence[Party]) -> set[str]:
    """Whoever stands first in what was registered (the applicant of a mediation)."""
    return {str(party.person_id) for party in parties[:1] if party.seq == 1}


def looks(page: MatterPage, own: Sequence[Person], papers: Collection[str]) -> list[Look]:
    """Newest first, at most MOST; one statement. `papers` are the names the resident knows: what
    else hangs on the matter is called a paper, because names of files can name other people."""
    if not own:
        return []
    return [_look(row, papers) for row in looked(page.matter.pk, own, MOST)]


def _look(row: Reveal, papers: Collection[str]) -> Look:
    post = row.post
    return Look(
        at=row.at,
        unit=post.unit.name if post else "",
        post=post.title if post else _(_YOU) if row.by_kind == "resident" else _("by the system"),
        fields=_("; ").join(_(PERSON_LABELS.get(field, field)) for field in row.fields),
        reason=_reason(row.reason, papers),
    )


def _reason(text: str, papers: Collection[str]) -> str:
    if text == FORGOTTEN:
        return _("erased by law")
    if text.startswith(_LETTER):
        return _("to write a letter")
    if not text.startswith(_FILE):
        return text
    name = text.removeprefix(_FILE)
    if name in papers:
        return _("opened “{name}”").format(name=name)
    return _("opened a paper of this matter")
