"""Giving a file back: the same bytes, always as a download; a letter as a Word file too."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath
from typing import IO
from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.letters.docx import render_docx
from huiyin.letters.issue import content_of
from huiyin.letters.queries import letter_of
from huiyin.matters import reads
from huiyin.matters.files import ALLOWED


@require_safe
@staff
def download(request: DeskRequest, number: str, file_id: UUID) -> FileResponse:
    """A file of a visible matter, for roles that may have it."""
    file, stream = reads.open_file(request.actor, number, file_id)
    return _attached(stream, file.name, file.media_type)


@require_safe
@staff
def word(request: DeskRequest, number: str, file_id: UUID) -> FileResponse:
    """An issued letter as a Word file, made from the content it was issued with."""
    file = reads.permitted(request.actor, number, file_id)
    letter = letter_of(file)
    if letter is None:
        raise Http404
    name = PurePath(file.name).with_suffix(".docx").name
    return _attached(BytesIO(render_docx(content_of(letter))), name, ALLOWED[".docx"])


def _attached(stream: IO[bytes], name: str, media_type: str) -> FileResponse:
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
