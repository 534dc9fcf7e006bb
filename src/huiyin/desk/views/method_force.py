"""Which method is in force where; administrators change it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.desk.access import DeskRequest, staff
from huiyin.methods import in_force, policy


@require_http_methods(["GET", "HEAD", "POST"])
@staff
def show(request: DeskRequest) -> HttpResponse:
    """The list, and the form to change it."""
    policy.require(request.actor, "read")
    given = {name: request.POST.get(name, "").strip() for name in ("division", "pack")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            in_force.put(request.actor, given["division"], given["pack"])
        except in_force.NotPossible as wrong:
            errors[wrong.field] = say(wrong)
        else:
            return redirect("desk:method_force")
    context = {
        "rulings": list(in_force.rulings()), "choices": in_force.choices(), "given": given,
        "errors": errors, "may_put": policy.may(request.actor, "put_in_force"),
    }  # fmt: skip
    return render(request, "desk/method_force.html", context, status=422 if errors else 200)


def say(wrong: in_force.NotPossible) -> str:
    """The mistake in a sentence."""
    sentences = {
        "unknown": _("“{value}” is no code of a division here."),
        "choice": _("“{value}” is no method that can be put in force."),
    }
    return sentences[wrong.rule].format(value=wrong.value[:60])
