"""Giving a file back: the same bytes, always as a download."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.matters import reads

router = Router(tags=["files"])
_BYTES = {200: {"description": "The file", "content": {"application/octet-stream": {}}}}


@router.get(
    "/matters/{number}/files/{file_id}",
    openapi_extra={"responses": _BYTES | problems(403, 404)["responses"]},
)
def download(request: HttpRequest, number: str, file_id: UUID) -> FileResponse:
    """A file of a visible matter, for roles that may have it."""
    file, stream = reads.open_file(actor_of(request), number, file_id)
    response = FileResponse(
        stream, as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response.headers["Cache-Control"] = "no-store"
    return response
