"""Content-Security-Policy: scripts and styles come from our own files, never from the page."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ContentSecurityPolicy:
    """Adds the header of ``settings.CONTENT_SECURITY_POLICY`` unless a view has set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        policy: dict[str, str] = settings.CONTENT_SECURITY_POLICY
        self.header = "; ".join(f"{name} {value}" for name, value in policy.items())

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and label the answer."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.header)
        return response
