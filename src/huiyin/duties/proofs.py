"""Files that prove a duty: what they are stands with the filing, the bytes under their SHA-256.

They are no files of a matter: their bytes have a place of their own, so that erasing a matter's
file never takes a proof with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from huiyin.engine.duty_filing import PROOF
from huiyin.engine.forms import FieldError
from huiyin.matters.files import ALLOWED, Upload, faults


def wrong(uploads: Sequence[Upload]) -> Iterator[FieldError]:
    """What is wrong with the files that came."""
    for upload in uploads:
        for rule, limit in faults(upload):
            yield FieldError(PROOF, rule, upload.name, limit)


def keep(uploads: Sequence[Upload]) -> list[dict[str, Any]]:
    """Store the bytes; the files as they stand in the filing."""
    return [_keep(upload) for upload in uploads]


def open_proof(kept: dict[str, Any]) -> IO[bytes]:
    """The bytes of a stored proof. Raises FileNotFoundError."""
    stream: IO[bytes] = storages["files"].open(_path(kept["sha256"]), "rb")
    return stream


def _keep(upload: Upload) -> dict[str, Any]:
    storage, path = storages["files"], _path(upload.sha256)
    if not storage.exists(path):
        storage.save(path, ContentFile(upload.content))
    return {
        "sha256": upload.sha256, "name": PurePath(upload.name).name[:200],
        "media_type": ALLOWED[upload.ending], "size": len(upload.content),
    }  # fmt: skip


def _path(digest: str) -> str:
    return f"duties/{digest[:2]}/{digest}"
