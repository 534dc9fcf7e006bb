"""Who calls: staff by their session, as the actor of today; writing needs the CSRF token too."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import SessionAuth
from ninja.utils import check_csrf
from typing_extensions import override

from huiyin.people.actor import Actor, actor_for


class StaffSession(SessionAuth):
    """First who it is (401), then whether the request is their own (403, cross-site forgery)."""

    @override
    def __call__(self, request: HttpRequest) -> Actor | None:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise HttpError(403, "csrf")
        return actor_for(request.user, timezone.localdate())


def actor_of(request: HttpRequest) -> Actor:
    """The actor that `StaffSession` has found."""
    return cast("Actor", getattr(request, "auth", None))
