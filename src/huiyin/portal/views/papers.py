"""Letters and own files of the open matter: to read on the page, and to keep."""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.matters.errors import NotVisible
from huiyin.matters.models import File
from huiyin.portal.access import Found, opened
from huiyin.portal.following import looks, papers
from huiyin.portal.views.follow import page_of


@never_cache
@require_safe
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """A letter's text on the page: a phone needs no program for it."""
    found = opened(request)
    if found is None:
        return _closed()
    read = _read(found, letter_id)
    context = {"letter": read.letter, "content": read.content, "has_pdf": read.has_pdf}
    return render(request, "portal/letter.html", context)


@never_cache
@require_safe
def pdf(request: HttpRequest, letter_id: UUID) -> HttpResponse | FileResponse:
    """The letter as it was issued."""
    found = opened(request)
    if found is None:
        return _closed()
    read = _read(found, letter_id)
    if not read.has_pdf:
        raise Http404
    return _attached(read.letter.file)


@never_cache
@require_safe
def own(request: HttpRequest, file_id: UUID) -> HttpResponse | FileResponse:
    """A file that the resident handed in."""
    found = opened(request)
    if found is None:
        return _closed()
    page = page_of(found)
    listed = papers.own_files(page, is_joint=looks.is_joint(page))
    file = next((one for one in listed if one.pk == file_id), None)
    if file is None:
        raise Http404
    papers.note_read(page, found.actor, looks.own_persons(page, found.signatory), file.name)
    return _attached(file)


def _closed() -> HttpResponseRedirect:
    return redirect("portal:follow")


def _read(found: Found, letter_id: UUID) -> papers.Read:
    page = page_of(found)
    try:
        read = papers.read_letter(page, letter_id, found.signatory)
    except NotVisible as gone:
        raise Http404 from gone
    own_persons = looks.own_persons(page, found.signatory)
    papers.note_read(page, found.actor, own_persons, read.letter.file.name)
    return read


def _attached(file: File) -> FileResponse:
    try:
        stream: IO[bytes] = papers.open_paper(file)
    except NotVisible as lost:
        raise Http404 from lost
    response = FileResponse(
        stream, as_attachment=True, filename=file.name, content_type=file.media_type
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
