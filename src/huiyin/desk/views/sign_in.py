"""Signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from typing_extensions import override


class SignIn(LoginView):
    """User name and password. A wrong name and a wrong password get the same answer."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True

    @override
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, in the language of the account unless the browser has chosen one here."""
        response = super().form_valid(form)
        if settings.LANGUAGE_COOKIE_NAME not in self.request.COOKIES:
            language = form.get_user().language
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax")
        return response

    @override
    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Answer 422, like every form here that is refused."""
        context: dict[str, Any] = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)
