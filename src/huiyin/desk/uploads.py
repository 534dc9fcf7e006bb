"""Files that came with a form, as the door takes them."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from huiyin.engine.definition import FormField
from huiyin.matters.files import MAX_BYTES, Upload


def uploads_of(request: HttpRequest, form: Mapping[str, FormField]) -> dict[str, list[Upload]]:
    """Field → its files, for the fields of this form that take files and got any."""
    found = {
        name: [_upload(file) for file in request.FILES.getlist(name)]
        for name, spec in form.items()
        if spec.type == "files"
    }
    return {name: uploads for name, uploads in found.items() if uploads}


def _upload(file: UploadedFile[bytes]) -> Upload:
    # One byte above the limit is enough to refuse it; more need not come into memory.
    return Upload(file.name or "", file.read(MAX_BYTES + 1))
