"""Large type: kept with the account of who signed in, and with the browser of everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase

COOKIE = "huiyin_type"
LARGE = "large"
_A_YEAR = 365 * 24 * 3600


def size_of(request: HttpRequest | None, user: Any = None) -> str:
    """The class of `<html>`, `large` or nothing. Pages of residents ask for no account."""
    if user is not None and getattr(user, "is_authenticated", False):
        return LARGE if user.large_type else ""
    return LARGE if request is not None and request.COOKIES.get(COOKIE) == LARGE else ""


def remember(request: HttpRequest, response: HttpResponseBase, *, large: bool) -> None:
    """Keep the choice: in the account of who signed in, and in a cookie of this browser."""
    user: Any = request.user
    if user.is_authenticated:
        user.large_type = large
        user.save(update_fields=["large_type"])
    if large:
        response.set_cookie(COOKIE, LARGE, max_age=_A_YEAR, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
