"""Files of matters: what they really are, how large, and where their bytes are.

Bytes are stored under their SHA-256, so the same bytes are kept once and cannot be changed
unnoticed. The type is read from the bytes: a file that is not what its name says is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import PurePath
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import puremagic
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from huiyin.engine.definition import Act
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.matters.errors import Refused
from huiyin.matters.models import Event, File, Matter

MAX_BYTES = 20 * 1024 * 1024
ALLOWED: Mapping[str, str] = {
    ".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
    ".webp": "image/webp", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain",
}  # fmt: skip
"""Ending of the name → media type under which the file is given back."""

_SAME: Mapping[str, frozenset[str]] = {
    ".jpg": frozenset({".jpg", ".jpeg", ".jfif"}), ".jpeg": frozenset({".jpg", ".jpeg", ".jfif"}),
    ".m4a": frozenset({".m4a", ".mp4"}), ".mp4": frozenset({".mp4", ".m4v", ".m4a"}),
}  # fmt: skip

_OFFICE: Mapping[str, str] = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


@dataclass(frozen=True)
class Upload:
    """A file as it came in: its name and its bytes."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def ending(self) -> str:
        return PurePath(self.name).suffix.lower()


def references(uploads: Mapping[str, Sequence[Upload]]) -> dict[str, list[str]]:
    """Form values of the uploads: their hashes, which thereby enter the chain."""
    return {name: [upload.sha256 for upload in many] for name, many in uploads.items()}


def refuse_foreign(
    act: Act, data: Mapping[str, Any], uploads: Mapping[str, Sequence[Upload]]
) -> None:
    """Raise Refused for a bad upload, or for file references that did not come with an upload."""
    errors = [
        FieldError(name, rule, upload.name, limit)
        for name, many in uploads.items()
        for upload in many
        for rule, limit in faults(upload)
    ]
    errors += [
        FieldError(name, "files_only_as_uploads")
        for name, spec in act.form.items()
        if spec.type == "files" and data.get(name) and name not in uploads
    ]
    if errors:
        raise Refused(Refusal("form", errors=tuple(errors)))


def faults(upload: Upload) -> Iterator[tuple[str, str]]:
    """(rule, limit) for everything that is wrong with an upload."""
    if not upload.content:
        yield "file_empty", ""
    elif len(upload.content) > MAX_BYTES:
        yield "file_too_large", f"{MAX_BYTES // 1024 // 1024} MB"
    elif upload.ending not in ALLOWED:
        yield "file_type", ", ".join(ALLOWED)
    elif not is_what_it_says(upload):
        yield "file_is_something_else", upload.ending


def is_what_it_says(upload: Upload) -> bool:
    """Whether the bytes are of the type that the ending names."""
    if upload.ending == ".txt":
        return _is_text(upload.content)
    if upload.ending in _OFFICE:
        return _is_package(upload.content, _OFFICE[upload.ending])
    try:
        found = puremagic.magic_string(upload.content, upload.name)
    except (puremagic.PureError, ValueError):
        return False
    wanted = _SAME.get(upload.ending, frozenset({upload.ending}))
    strong = [match for match in found if match.byte_match]
    return any(match.extension in wanted for match in strong)


def _is_package(content: bytes, part: str) -> bool:
    """Whether this is a ZIP with the part that makes it a document: every ZIP begins alike."""
    try:
        with ZipFile(BytesIO(content)) as package:
            return part in package.namelist()
    except (BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        return False


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def attach(matter: Matter, event: Event, uploads: Mapping[str, Sequence[Upload]]) -> list[File]:
    """Store the bytes and hang the files on the event."""
    rows = [
        File(
            matter=matter, seq=event.seq, field=name, sha256=store(upload.content),
            name=PurePath(upload.name).name[:200], media_type=ALLOWED[upload.ending],
            size=len(upload.content),
        )
        for name, many in uploads.items()
        for upload in many
    ]  # fmt: skip
    return File.objects.bulk_create(rows) if rows else []


def store(content: bytes) -> str:
    """Keep bytes under their SHA-256 and return it. The same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    storage = storages["files"]
    if not storage.exists(_path(digest)):
        storage.save(_path(digest), ContentFile(content))
    return digest


def discard(digest: str) -> None:
    """Delete stored bytes; to be called while nobody else writes (see `erasure.remove_bytes`)."""
    storages["files"].delete(_path(digest))


def is_stored(file: File) -> bool:
    """Whether the storage has bytes under the file's hash."""
    return bool(storages["files"].exists(_path(file.sha256)))


def open_bytes(file: File) -> IO[bytes]:
    """The stored bytes, for reading. Raises FileNotFoundError when the storage lost them."""
    stream: IO[bytes] = storages["files"].open(_path(file.sha256), "rb")
    return stream


def read_bytes(file: File) -> bytes:
    """All of a stored file."""
    with open_bytes(file) as stream:
        return stream.read()


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
