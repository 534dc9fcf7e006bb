"""Refusals of administration as problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from huiyin.api.problems import ProblemField, answer
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.models import Absence, Account, Holding, Post, Unit


def install(api: NinjaAPI) -> None:
    """Wrong fields answer 422, what cannot be as things stand 409, what is not there 404."""
    models = (Unit, Post, Account, Holding, Absence)
    handlers: Mapping[type[Exception], Any] = {
        Invalid: _invalid,
        Refused: _refused,
        **{model.DoesNotExist: _missing for model in models},
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _invalid(_request: HttpRequest, wrong: Invalid) -> HttpResponse:
    fields = [ProblemField(field=one.field, rule=one.code, message=one.said) for one in wrong.wrong]
    return answer(422, "form", errors=fields)


def _refused(_request: HttpRequest, refused: Refused) -> HttpResponse:
    return answer(409, refused.code, refused.said)


def _missing(_request: HttpRequest, _error: Exception) -> HttpResponse:
    return answer(404, "not_found")
