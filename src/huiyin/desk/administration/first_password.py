"""Where the owner of an account sets a password, by an address that works once."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse_lazy
from typing_extensions import override

from huiyin.desk.administration.filling import views
from huiyin.people.changes import SECRET, note
from huiyin.people.models import Account


class SetPassword(PasswordResetConfirmView):
    """Django's view: the token goes from the address into the session before anything is shown."""

    template_name = "desk/administration/set_password.html"
    success_url = reverse_lazy("desk:login")

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context.get("form")
        return context | {"fields": views(form) if form else ()}

    @override
    def form_valid(self, form: SetPasswordForm[Any]) -> HttpResponse:
        owner = cast("Account", form.user)
        with transaction.atomic():
            response = super().form_valid(form)
            note("account", owner, "password", by=owner.pk, after={"password": SECRET})
        return response

    @override
    def form_invalid(self, form: SetPasswordForm[Any]) -> HttpResponse:
        """Answer 422, like every form here that is refused."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
