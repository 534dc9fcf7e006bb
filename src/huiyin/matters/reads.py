"""Opening a file is reading personal data: policy decides, the record is kept, then the bytes.

Pages and API come here alike. The record is the vault's, so that a resident sees one list of
everybody who looked, at their data or at the papers of their matter (DESIGN.md, idea 5).
"""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.core.exceptions import PermissionDenied

from huiyin.matters import files, policy
from huiyin.matters.errors import NotVisible
from huiyin.matters.models import File, Matter, Party
from huiyin.matters.queries.matter import file_of
from huiyin.people.actor import Actor
from huiyin.people.vault import actions as vault

LETTER = "letter"


def open_file(actor: Actor, number: str, file_id: UUID) -> tuple[File, IO[bytes]]:
    """A file of a visible matter and its bytes, recorded. Raises NotVisible (no such file, or its
    bytes are lost) and PermissionDenied (a role that may not have files)."""
    file = permitted(actor, number, file_id)
    try:
        return file, files.open_bytes(file)
    except FileNotFoundError as lost:
        raise NotVisible(file_id) from lost


def permitted(actor: Actor, number: str, file_id: UUID) -> File:
    """The file's row for somebody who may have it; that they opened it is recorded.

    Raises NotVisible for an erased one too: another matter may still hold the same bytes.
    """
    matter, file = file_of(actor, number, file_id)
    if not policy.may(actor, "download", matter):
        raise PermissionDenied
    if file.erased_seq is not None:
        raise NotVisible(file_id)
    _record(matter, file, actor)
    return file


def _record(matter: Matter, file: File, by: Actor) -> None:
    fields = ("name", "address") if file.field == LETTER else ("name",)
    for party in Party.objects.filter(matter=matter).select_related("person"):
        vault.reveal(
            party.person, by=by, reason=f"file: {file.name}", fields=fields, matter_id=matter.id
        )
