"""Giving a file back: the same bytes, always as a download."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from huiyin.desk.access import DeskRequest, staff
from huiyin.matters import files, policy
from huiyin.matters.queries import matter as queries


@require_GET
@staff
def download(request: DeskRequest, number: str, file_id: UUID) -> FileResponse:
    """A file of a visible matter, for roles that may have it."""
    matter, file = queries.file_of(request.actor, number, file_id)
    if not policy.may(request.actor, "download", matter):
        raise PermissionDenied
    try:
        stream = files.open_bytes(file)
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(
        stream, as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
