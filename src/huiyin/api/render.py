"""JSON by orjson: several times faster, and Chinese stays readable."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from typing_extensions import override


class OrjsonRenderer(BaseRenderer):
    media_type = "application/json"

    @override
    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data)
