"""Errors as application/problem+json (RFC 9457): what was refused, why, and which field is wrong.

401 nobody signed in · 403 not allowed · 404 no such thing, or not visible · 409 somebody else acted
in between, or the matter does not stand there · 413 too large · 422 the form is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from huiyin.archive.errors import FORBIDDEN as NOT_ALLOWED
from huiyin.archive.errors import WRONG, Impossible
from huiyin.engine.definition import FormField, Process
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.matters.errors import NotVisible, Stale
from huiyin.ui.sentences import say_error, say_refusal

MEDIA_TYPE = "application/problem+json"
FORBIDDEN = frozenset({"not_allowed", "same_person"})


class ProblemField(BaseModel):
    """One broken rule: `rule` is a stable code, `message` its sentence."""

    field: str
    rule: str
    value: str = ""
    limit: str = ""
    law: str | None = None
    message: str = ""


class Problem(BaseModel):
    """`code` is stable; `title` and `detail` are in the language of the request."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str = ""
    errors: list[ProblemField] = []
    expected_seq: int | None = None
    found_seq: int | None = None


def _component(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return schema


PROBLEM_SCHEMAS: Mapping[str, Any] = {
    model.__name__: _component(model) for model in (Problem, ProblemField)
}


class RefusedAct(Exception):
    """A refusal with the process and the act it is about, for its sentence."""

    def __init__(self, refusal: Refusal, process: Process, act: str) -> None:
        super().__init__(refusal.code)
        self.refusal, self.process, self.act = refusal, process, act


class RefusedDecision(Exception):
    """A decision of the archive that is not possible."""

    def __init__(self, error: Impossible) -> None:
        super().__init__(error.code)
        self.error = error


class WrongFields(Exception):
    """Parts of a request that is not an act are wrong (422)."""

    def __init__(self, *fields: ProblemField) -> None:
        super().__init__(", ".join(field.field for field in fields))
        self.fields = fields


def problems(*statuses: int) -> dict[str, Any]:
    """The `openapi_extra` of an operation that may answer with these."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "responses": {
            status: {
                "description": HTTPStatus(status).phrase,
                "content": {MEDIA_TYPE: {"schema": schema}},
            }
            for status in (401, *statuses)
        }
    }


def answer(status: int, code: str, detail: str = "", **members: Any) -> HttpResponse:
    """A problem as a response."""
    problem = Problem(
        title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, **members
    )
    response = HttpResponse(
        orjson.dumps(problem.model_dump(exclude_none=True)), status=status, content_type=MEDIA_TYPE
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def install(api: NinjaAPI) -> None:
    """Let the API answer every error it knows as a problem."""
    handlers: Mapping[type[Exception], Any] = {
        AuthenticationError: lambda _request, _error: answer(401, "not_signed_in"),
        HttpError: lambda _request, error: answer(error.status_code, str(error)),
        Http404: lambda _request, _error: answer(404, "not_found"),
        NotVisible: lambda _request, _error: answer(404, "not_found"),
        PermissionDenied: lambda _request, _error: answer(403, "not_allowed"),
        RequestDataTooBig: lambda _request, _error: answer(413, "too_large"),
        Stale: _stale,
        RefusedAct: _refused,
        RefusedDecision: _refused_decision,
        ValidationError: _misread,
        WrongFields: lambda _request, error: answer(422, "form", errors=list(error.fields)),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def status_of(refusal: Refusal) -> int:
    """422 for a wrong form, 403 for who may not, 409 for a matter that does not stand there."""
    return 422 if refusal.code == "form" else 403 if refusal.code in FORBIDDEN else 409


def _stale(_request: HttpRequest, error: Stale) -> HttpResponse:
    return answer(409, "stale", expected_seq=error.expected, found_seq=error.found)


def _refused(_request: HttpRequest, error: RefusedAct) -> HttpResponse:
    refusal, process = error.refusal, error.process
    form = process.acts[error.act].form if error.act in process.acts else {}
    fields = problem_fields(refusal, form)
    detail = say_refusal(refusal, process)
    return answer(status_of(refusal), refusal.code, detail, errors=fields)


def problem_fields(refusal: Refusal, form: Mapping[str, FormField]) -> list[ProblemField]:
    """The broken rules of a refusal, each with its sentence."""
    return [_field(wrong, form) for wrong in refusal.errors]


def _refused_decision(_request: HttpRequest, refused: RefusedDecision) -> HttpResponse:
    error, said = refused.error, refused.error.say(_)
    if error.code in NOT_ALLOWED:
        return answer(403, error.code, said)
    if error.code not in WRONG:
        return answer(409, error.code, said)
    field = ProblemField(field=WRONG[error.code], rule=error.code, message=said)
    return answer(422, "form", said, errors=[field])


def _field(error: FieldError, form: Mapping[str, FormField]) -> ProblemField:
    """A broken rule; what was said about a person is not repeated."""
    spec = form.get(error.field)
    value = "" if spec and spec.type == "person" else error.value
    return ProblemField(
        field=error.field, rule=error.rule, value=value, limit=error.limit, law=error.law,
        message=say_error(error, form),
    )  # fmt: skip


def _misread(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request that does not have the shape the description asks for."""
    return answer(422, "request", errors=shape_errors(error.errors))


def shape_errors(errors: Sequence[Mapping[str, Any]]) -> list[ProblemField]:
    """pydantic's errors: which part of the request, which rule."""
    return [
        ProblemField(
            field=".".join(map(str, wrong.get("loc", ()))), rule=wrong["type"], message=wrong["msg"]
        )
        for wrong in errors
    ]
