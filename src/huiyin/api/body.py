"""The body of an act: JSON, or multipart with the JSON in the part `body` and files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from ninja.errors import ValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as Wrong

from huiyin.engine.definition import FormField
from huiyin.matters.files import MAX_BYTES, Upload

PART = "body"
VIA = "api"
"""How the act came in, as its event says."""


class Registration(BaseModel):
    """A new matter: `data` is the form of the act that creates it (see the process). Without a
    pack it is that of the method in force where the caller works."""

    model_config = ConfigDict(extra="forbid")

    pack: str | None = None
    process: str = "petition"
    act: str = "register"
    data: dict[str, Any]


class ActBody(BaseModel):
    """An act: its form, and the number of the event that the caller saw last.

    `send_back` returns what a first person proposed; `data` then has a `reason`.
    """

    model_config = ConfigDict(extra="forbid")

    expected_seq: int = Field(ge=0)
    step: Literal["do", "send_back"] = "do"
    data: dict[str, Any] = {}


Body = TypeVar("Body", bound=BaseModel)


def read(request: HttpRequest, shape: type[Body]) -> Body:
    """The body as `shape`. Raises ninja's ValidationError (422)."""
    is_multipart = request.content_type == "multipart/form-data"
    text: str | bytes = request.POST.get(PART, "") if is_multipart else request.body
    try:
        return shape.model_validate_json(text)
    except Wrong as wrong:
        raise ValidationError(
            [dict(error) for error in wrong.errors(include_input=False)]
        ) from wrong


def uploads(request: HttpRequest, form: Mapping[str, FormField]) -> dict[str, list[Upload]]:
    """Field → its files, for the fields of this form that take files and got any."""
    names = [name for name, spec in form.items() if spec.type == "files"]
    found = {name: [_upload(file) for file in request.FILES.getlist(name)] for name in names}
    return {name: files for name, files in found.items() if files}


def _upload(file: UploadedFile[bytes]) -> Upload:
    # One byte above the limit is enough to refuse it; more need not come into memory.
    return Upload(file.name or "", file.read(MAX_BYTES + 1))


def described(shape: type[BaseModel]) -> dict[str, Any]:
    """`requestBody` for the OpenAPI description."""
    json = shape.model_json_schema()
    parts = {
        "type": "object",
        "properties": {PART: json},
        "required": [PART],
        "additionalProperties": {"type": "array", "items": {"type": "string", "format": "binary"}},
    }
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": json},
                "multipart/form-data": {
                    "schema": parts,
                    "encoding": {PART: {"contentType": "application/json"}},
                },
            },
        }
    }
