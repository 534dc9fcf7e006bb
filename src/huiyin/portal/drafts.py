"""Drafts: begun, kept, taken up by the same browser, thrown away, forgotten after a fortnight.

Everything in them is sealed by the vault: who reads the table or a backup learns that there is a
draft, and nothing else. The browser has the token in a cookie that no script can read.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from huiyin.matters.files import Upload
from huiyin.matters.models import Matter
from huiyin.people.vault import actions as vault
from huiyin.portal.contents import Contents, Kept
from huiyin.portal.models import Draft, DraftFile

COOKIE = "raise"
LIFE = timedelta(days=14)
SENT_LIFE = timedelta(hours=1)
MOST_BYTES = 100 * 1024 * 1024
"""Of all files of one draft: nobody has signed in to keep them here."""
MOST_TEXT = 512 * 1024
"""Of everything typed; larger than any form that could be sent."""


class TooLarge(Exception):
    """More than a draft may hold."""


def context(draft: Draft) -> str:
    """What binds the sealed text to its row."""
    return f"draft:{draft.pk}"


def found(request: HttpRequest, *, lock: bool = False) -> Draft | None:
    """The draft of this browser, sent ones too; None without one. With `lock` in a transaction."""
    token = request.COOKIES.get(COOKIE, "")
    if not token:
        return None
    rows = Draft.objects.select_for_update() if lock else Draft.objects.all()
    return rows.filter(token_hash=_hash(token), expires_at__gt=timezone.now()).first()


def read(draft: Draft) -> Contents:
    """What stands in a draft that was not sent."""
    plain = vault.open_bytes(bytes(draft.sealed or b""), context(draft))
    return Contents.model_validate_json(plain)


def begin() -> tuple[Draft, str]:
    """A new draft, not stored yet, and the token that opens it."""
    token = secrets.token_urlsafe(32)
    return Draft(token_hash=_hash(token)), token


def keep(draft: Draft, contents: Contents) -> None:
    """Store a draft as it now is. Raises TooLarge."""
    plain = contents.model_dump_json().encode("utf-8", "replace")
    if len(plain) > MOST_TEXT:
        raise TooLarge
    draft.sealed = vault.seal_bytes(plain, context(draft))
    draft.expires_at = timezone.now() + LIFE
    draft.save()


def hand_cookie(response: HttpResponse, token: str, life: timedelta = LIFE) -> None:
    """Give the browser its token."""
    response.set_cookie(
        COOKIE, token, max_age=life, httponly=True, samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )  # fmt: skip


def add_files(draft: Draft, contents: Contents, uploads: Iterable[Upload]) -> None:
    """Keep files with a stored draft; the caller keeps the draft afterwards. Raises TooLarge."""
    uploads = list(uploads)
    if contents.size + sum(len(upload.content) for upload in uploads) > MOST_BYTES:
        raise TooLarge
    for upload in uploads:
        file = DraftFile(draft=draft)
        file.sealed = vault.seal_bytes(upload.content, f"{context(draft)}:{file.pk}")
        file.save()
        contents.files.append(Kept(id=file.pk, name=upload.name, size=len(upload.content)))


def remove_file(draft: Draft, contents: Contents, file_id: str) -> None:
    """Take one file out of a draft; nothing happens for a file that is not its own."""
    gone = [file for file in contents.files if str(file.id) == file_id]
    DraftFile.objects.filter(draft=draft, pk__in=[file.id for file in gone]).delete()
    contents.files = [file for file in contents.files if file not in gone]


def uploads_of(draft: Draft, contents: Contents) -> Sequence[Upload]:
    """The files of a draft, opened, in the order in which they came."""
    rows = DraftFile.objects.filter(draft=draft).in_bulk()
    return [
        Upload(
            file.name, vault.open_bytes(bytes(rows[file.id].sealed), f"{context(draft)}:{file.id}")
        )
        for file in contents.files
        if file.id in rows
    ]


def sent(draft: Draft, matter: Matter) -> None:
    """Forget everything but which matter it became; in the transaction of the registration."""
    draft.files.all().delete()
    draft.sealed, draft.matter = None, matter
    draft.expires_at = timezone.now() + SENT_LIFE
    draft.save()


def discard(draft: Draft) -> None:
    """Throw a draft away, files and all."""
    draft.delete()


def forget_expired() -> int:
    """Delete drafts whose time is over; returns how many."""
    expired = Draft.objects.filter(expires_at__lte=timezone.now())
    DraftFile.objects.filter(draft__in=expired).delete()
    return expired.delete()[0]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
