"""What must be done before anything else: an own password, then a second factor where demanded."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

FACTOR_DUE = "second_factor_due"
"""Key of the session: this sign-in has to set up a second factor."""
_ALWAYS = ("/logout/", "/login/", "/i18n/", settings.STATIC_URL)


def due(request: HttpRequest) -> str:
    """The name of the page that comes first for whoever asks, empty for none. Reads the session
    only when the browser sends one."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return ""
    if request.user.must_change_password:
        return "account_change_password"
    return "account_security" if request.session.get(FACTOR_DUE) else ""


class FirstThings:
    """Middleware: leads people to what comes first; the API answers 403 until it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, or lead elsewhere."""
        if request.path.startswith(_ALWAYS):
            return self.get_response(request)
        page = due(request)
        if not page or self._may_pass(request.path, page):
            return self.get_response(request)
        return _refused(page) if request.path.startswith("/api/") else redirect(page)

    def _may_pass(self, path: str, page: str) -> bool:
        """Whoever sets up a factor needs several pages; a password only its own."""
        return path == reverse(page) if page == "account_change_password" else _is_ours(path)


def _is_ours(path: str) -> bool:
    return path.startswith(reverse("account_security"))


def _refused(page: str) -> HttpResponse:
    codes = {
        "account_change_password": ("password_due", _("Choose a password of your own first.")),
        "account_security": ("second_factor_due", _("Set up a second factor first.")),
    }
    code, detail = codes[page]
    return JsonResponse(
        {
            "type": "about:blank",
            "title": "Forbidden",
            "status": 403,
            "code": code,
            "detail": detail,
        },
        status=403,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store"},
    )
