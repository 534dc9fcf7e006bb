"""Papers that a resident may read: letters written for residents, and what the resident handed in.

A letter is shown only if its wording says `for_resident`; transfer letters, supervision orders and
other letters between offices never are. Of a joint letter everybody has the letters to all, but not
those that carry the first signatory's address or code. What the resident reads is recorded, as
every reading is: the record of reads must not have a hole where somebody else used the code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO
from uuid import UUID

from huiyin.engine.definition import Act
from huiyin.letters.content import LetterContent
from huiyin.letters.issue import content_of
from huiyin.letters.models import Letter
from huiyin.letters.queries import readable
from huiyin.letters.wordings import is_for_resident, wording
from huiyin.matters import files
from huiyin.matters.errors import NotVisible
from huiyin.matters.models import File
from huiyin.matters.queries.matter import MatterPage
from huiyin.people.actor import Actor
from huiyin.people.vault import actions as vault
from huiyin.people.vault.models import Person

LETTER = "letter"
"""The field in which the PDF of a letter hangs on its event."""
_OTHERS_DATA = frozenset({"petitioner.phone", "petitioner.id_number", "petitioner.address"})
_CODE = "matter.access_code"


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter to the resident; `has_pdf` is false when the PDF carries somebody else's code."""

    id: UUID
    seq: int
    title: str
    number: str
    day: date
    has_pdf: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A letter opened: its content as it was issued, without the line that holds the code."""

    letter: Letter
    content: LetterContent
    has_pdf: bool


def letters(page: MatterPage, signatory: int) -> list[LetterRow]:
    """The letters this resident may read, newest first; one statement."""
    rows = readable(page.matter).only(
        "id", "key", "seq", "title", "number", "issued_on", "matter_id"
    )
    found = [row for row in rows if _may_read(page, row.key, signatory)]
    return [
        LetterRow(row.pk, row.seq, row.title, row.number, row.issued_on,
                  _may_have(page, row.key, signatory))
        for row in found
    ]  # fmt: skip


def own_files(page: MatterPage, *, is_joint: bool) -> list[File]:
    """What the resident handed in, online or at the window: the files of acts that residents do.

    What signatories of a joint letter add later does not say who of them it was, so they see only
    what came with the letter itself.
    """
    return [file for file in page.files if _is_own(page, file, is_joint=is_joint)]


def _is_own(page: MatterPage, file: File, *, is_joint: bool) -> bool:
    if file.field == LETTER or file.erased_seq is not None:
        return False
    act: Act | None = page.acts.get(page.event(file.seq).act)
    return act is not None and act.for_residents() and (file.seq == 1 or not is_joint)


def read_letter(page: MatterPage, letter_id: UUID, signatory: int) -> Read:
    """A letter's content. Raises NotVisible for one that is not for this resident."""
    letter = readable(page.matter).filter(pk=letter_id).select_related("file").first()
    if letter is None or not _may_read(page, letter.key, signatory):
        raise NotVisible(letter_id)
    content = content_of(letter).model_copy(update={"query_line": ""})
    return Read(letter, content, _may_have(page, letter.key, signatory))


def open_paper(file: File) -> IO[bytes]:
    """The bytes of a letter's PDF or of an own file. Raises NotVisible when they are lost."""
    try:
        return files.open_bytes(file)
    except FileNotFoundError as lost:
        raise NotVisible(file.pk) from lost


def note_read(page: MatterPage, actor: Actor, own: Sequence[Person], name: str) -> None:
    """Record that whoever has number and code read a paper."""
    if own:
        vault.reveal_many(
            own, by=actor, reason=f"file: {name}"[:500], fields=("name",), matter_id=page.matter.pk
        )


def names(rows: Sequence[LetterRow], own: Sequence[File]) -> Iterator[str]:
    """How the papers that the resident knows are called in the record of reads."""
    yield from (f"{row.title}{row.number}.pdf" for row in rows)
    yield from (file.name for file in own)


def _facts(page: MatterPage, key: str) -> frozenset[str]:
    rule = wording(page.matter.pack, key)
    return frozenset({*rule.requires, *rule.optional})


def _may_read(page: MatterPage, key: str, signatory: int) -> bool:
    if not is_for_resident(page.matter.pack, key):
        return False
    return signatory == 1 or not _OTHERS_DATA & _facts(page, key)


def _may_have(page: MatterPage, key: str, signatory: int) -> bool:
    """Whether the PDF as it was issued may be given to this signatory."""
    return signatory == 1 or _CODE not in _facts(page, key)
