"""The API: the same actions and queries as the pages, as JSON; described by /api/openapi.json."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation
from typing_extensions import override

from huiyin.api.access import StaffSession
from huiyin.api.problems import PROBLEM_SCHEMAS, install
from huiyin.api.render import OrjsonRenderer
from huiyin.api.routes import (
    absences,
    acts,
    administration,
    archive,
    bulk,
    duties,
    files,
    follow,
    force,
    insight,
    links,
    matters,
    methods,
    notices,
    people,
    processes,
    raising,
    reception,
    responsible,
    rotas,
    search,
    supervision,
    units,
    views,
)
from huiyin.api.routes.administration import told as refusals


class CaseworkAPI(NinjaAPI):
    """Answers hold casework: no browser or proxy keeps a copy."""

    @override
    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        response = super().create_temporal_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    @override
    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    @override
    def get_openapi_schema(self, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(**kwargs)
        schema["components"]["schemas"].update(PROBLEM_SCHEMAS)
        return schema


api = CaseworkAPI(
    title="Huiyin",
    version="1",
    description="Matters, their clocks and what may be done; errors are application/problem+json.",
    urls_namespace="api",
    docs_url=None,  # its scripts come from elsewhere, which the content security policy forbids
    auth=StaffSession(),
    renderer=OrjsonRenderer(),
)
install(api)
refusals.install(api)
for module in (
    absences,
    processes,
    matters,
    raising,
    acts,
    bulk,
    links,
    files,
    follow,
    people,
    search,
    supervision,
    units,
    archive,
    force,
    methods,
    administration,
    views,
    notices,
    reception,
    responsible,
    rotas,
    duties,
    insight,
):
    api.add_router("", module.router)
